"""Sphinx settings. `docs.site.build` gathers the pages and calls Sphinx; nothing is fetched from elsewhere."""

import re
from enum import Enum
from typing import Protocol

from docs.site.docstrings import to_rest
from docs.site.version import project_version

project = "sensorcoach"
author = "The sensorcoach authors"
project_copyright = "The sensorcoach authors"
release = project_version()

extensions = ["myst_parser", "sphinx.ext.autodoc"]
root_doc = "index"
myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
highlight_language = "none"
nitpicky = False

html_theme = "furo"
html_title = f"sensorcoach {release}"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "source_repository": "",
    # The system's own fonts: a page loads nothing from elsewhere.
    "light_css_variables": {"font-stack": "system-ui, sans-serif", "font-stack--monospace": "ui-monospace, monospace"},
}


_ALIASES = (
    (
        re.compile(r"(?:~?numpy\.)?ndarray\[tuple\[[^]]*\], (?:~?numpy\.)?dtype\[(?:~?numpy\.)?float64\]\]"),
        "FloatArray",
    ),
    (re.compile(r"(?:~?numpy\.)?ndarray\[tuple\[[^]]*\], (?:~?numpy\.)?dtype\[(?:~?numpy\.)?int64\]\]"), "IntArray"),
    (re.compile(r"[\w.~]*PhaseChanged \| [^]]*"), "Event"),
)
"""Types that the code names, and Sphinx writes out."""


class App(Protocol):
    """What this file needs of Sphinx."""

    def connect(self, event: str, callback: object) -> int: ...


def setup(app: App) -> None:
    """Let autodoc read docstrings as they are written here, and name array types as the code does."""
    app.connect("autodoc-process-docstring", _convert)
    app.connect("autodoc-process-signature", _shorten)
    app.connect("autodoc-skip-member", _keep)


def _convert(app: object, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    del app, what, name, obj, options
    lines[:] = to_rest(lines)


def _shorten(
    app: object, what: str, name: str, obj: object, options: object, signature: str | None, returned: str | None
) -> tuple[str | None, str | None]:
    del app, what, name, obj, options
    return _alias(signature), _alias(returned)


def _alias(text: str | None) -> str | None:
    for written_out, name in _ALIASES:
        text = text and written_out.sub(name, text)
    return text


def _keep(app: object, what: str, name: str, obj: object, skip: bool, options: object) -> bool | None:  # noqa: FBT001 - Sphinx's
    """Keep the members of an enumeration, which need no sentence; a field is explained by its class."""
    del app, what, options
    return False if skip and isinstance(obj, Enum) and not name.startswith("_") else None
