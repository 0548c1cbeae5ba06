"""The written pages of the site: which they are, and their links rewritten where a target is not a page."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from docs.site.version import ROOT

FRONT = "README.md"
SOURCE = "https://github.com/sensorcoach/sensorcoach/blob/main"
GUIDES = ("install", "dashboard", "recordings", "armed-sets", "warnings", "limitations", "accuracy", "guides")
REFERENCE = ("library", "configuration", "exit-codes", "json", "parameters", "units-and-frames")
INSIDE = ("architecture", "detection", "connection")
GENERATED = {"exercises/index.md", "api/index.md"}

_LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s]+)(\))")
_MERMAID = re.compile(r"```mermaid\nstateDiagram.*?```", re.DOTALL)


def written_pages() -> list[str]:
    """Return the paths of all pages that are written by hand, from the root of the checkout."""
    folders = ("docs", "docs/decisions", "docs/schema", "firmware_notes", "recordings")
    found = [path for folder in folders for path in sorted((ROOT / folder).glob("*.md"))]
    return [FRONT, "CONTRIBUTING.md", "CHANGELOG.md", *(path.relative_to(ROOT).as_posix() for path in found)]


def page_text(path: str, pages: set[str]) -> str:
    """Return a page as the site needs it; the front page is `index.md` there."""
    text = _MERMAID.sub(f"![The states of a connection]({_up(path)}docs/states.svg)", _read(path))
    return _LINK.sub(lambda match: match.group(1) + _target(path, match.group(2), pages) + match.group(3), text)


def contents() -> str:
    """Return the tables of contents that follow the front page, by part of the site."""
    there = set(written_pages())
    parts = {
        "Use": _present("docs", GUIDES, there),
        "Sensors": ["firmware_notes/README", *_others("firmware_notes", there, {"README", "template"})],
        "Exercises": ["exercises/index"],
        "Reference": [*_present("docs", REFERENCE, there), "api/index"],
        "Inside": [*_present("docs", INSIDE, there), *_others("docs/decisions", there, set[str]())],
        "Project": ["CONTRIBUTING", "CHANGELOG", "recordings/README", "firmware_notes/template"],
    }
    listed = {name for names in parts.values() for name in names}
    rest = [page.removesuffix(".md") for page in sorted(there) if page.removesuffix(".md") not in listed | {"README"}]
    parts["Project"] += rest
    return "\n".join(
        "\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *names, "```", ""])
        for title, names in parts.items()
    )


def _present(folder: str, names: tuple[str, ...], there: set[str]) -> list[str]:
    return [f"{folder}/{name}" for name in names if f"{folder}/{name}.md" in there]


def _others(folder: str, there: set[str], left_out: set[str]) -> Iterator[str]:
    for page in sorted(there):
        path = PurePosixPath(page)
        if str(path.parent) == folder and path.stem not in left_out:
            yield page.removesuffix(".md")


def _target(page: str, target: str, pages: set[str]) -> str:
    """A link of the site: to a page or picture of it, or else to the file in the repository."""
    path, hash_, anchor = target.partition("#")
    if not path or "://" in path or path.startswith("mailto:"):
        return target
    full = (ROOT / page).parent.joinpath(path).resolve()
    inside = full.relative_to(ROOT).as_posix()
    if inside == FRONT:
        return f"{_up(page)}index.md{hash_}{anchor}"
    if inside in pages | GENERATED or full.suffix == ".svg":
        return target
    return f"{SOURCE}/{inside}{hash_}{anchor}"


def _up(page: str) -> str:
    return "../" * (len(PurePosixPath(page).parts) - 1)


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
