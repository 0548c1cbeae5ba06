"""The pages of the library reference: one a public module, from its docstrings."""

from importlib.util import find_spec

PUBLIC = (
    "sensorcoach.api",
    "sensorcoach.samples",
    "sensorcoach.packets",
    "sensorcoach.events",
    "sensorcoach.set_events",
    "sensorcoach.pipeline",
    "sensorcoach.exercises.exercise",
    "sensorcoach.exercises.catalogue",
    "sensorcoach.recording.opening",
    "sensorcoach.recording.description",
    "sensorcoach.reference",
    "sensorcoach.devices.device",
    "sensorcoach.form.rule",
    "sensorcoach.form.judge",
    "sensorcoach.parameters",
    "sensorcoach.errors",
    "sensorcoach.units",
)
"""Modules for programs of other people, in reading order. One that this version does not have is left out."""

_INDEX = """\
# Library reference

From the docstrings of the modules that other programs may import. Everything inside is in SI units; the unit is in the
name ([units and frames](../docs/units-and-frames.md)).

```{toctree}
:maxdepth: 1

"""


def api_pages() -> dict[str, str]:
    """Return the pages by file name."""
    modules = [name for name in PUBLIC if find_spec(name) is not None]
    pages = {f"{module}.md": _page(module) for module in modules}
    return {"index.md": _INDEX + "\n".join(modules) + "\n```\n", **pages}


def _page(module: str) -> str:
    return f"# `{module}`\n\n```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n```\n"
