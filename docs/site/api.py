"""The pages of the library reference: the public names, and one page a module, from its docstrings."""

from importlib.util import find_spec

import sensorcoach

MODULES = (
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
"""Modules for authors of sensors, exercises and rules, in reading order, after those of the public names."""

_INDEX = """\
# Library reference

From the docstrings. Everything inside is in SI units; the unit is in the name ([units and
frames](../docs/units-and-frames.md)).
"""


def api_pages() -> dict[str, str]:
    """Return the pages by file name."""
    names = public_names()
    own = [full.rpartition(".")[0] for full in names.values()]
    modules = [module for module in dict.fromkeys([*own, *MODULES]) if find_spec(module) is not None]
    contents = "\n```{toctree}\n:maxdepth: 1\n\n" + "\n".join(modules) + "\n```\n"
    return {"index.md": _INDEX + _table(names) + contents, **{f"{module}.md": _page(module) for module in modules}}


def public_names() -> dict[str, str]:
    """Return each class and function that `import sensorcoach` offers, with its full name."""
    offered = [(name, getattr(sensorcoach, name)) for name in _offered()]
    return {name: f"{one.__module__}.{one.__qualname__}" for name, one in offered if hasattr(one, "__qualname__")}


def _offered() -> list[str]:
    names: tuple[str, ...] = tuple(getattr(sensorcoach, "__all__", ()))
    return [name for name in names if not name.startswith("_")]


def _table(names: dict[str, str]) -> str:
    if not names:
        return ""
    rows = "".join(f"| `sensorcoach.{name}` | {{py:obj}}`{full}` |\n" for name, full in names.items())
    return f"\n| public name | defined as |\n|---|---|\n{rows}"


def _page(module: str) -> str:
    return f"# `{module}`\n\n```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n```\n"
