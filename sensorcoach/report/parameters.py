"""Collect the parameters of detection from their modules and format them."""

import ast
import importlib
import pkgutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import cast

from sensorcoach.errors import UsageError
from sensorcoach.parameters import Within

PACKAGE = "sensorcoach"

ROOMS = ("clock", "motion", "posture", "form", "detect")
"""The rooms whose numbers are parameters."""

WIDTH = 100
_VALUE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `module` is its dotted path below `sensorcoach`, `value` a number, tuple or mapping of numbers."""

    module: str
    name: str
    value: object
    within: Within
    meaning: str
    reason: str


def list_parameters() -> list[Parameter]:
    """Every parameter, in the order of rooms, modules and lines."""
    return [found for room in ROOMS for module in _import_modules(room) for found in _read_parameters(module)]


def format_parameters(wanted: str = "") -> str:
    """The parameters whose name or module contains `wanted`, with their reasons unless `wanted` is empty.

    Raises UsageError if none does.
    """
    text = wanted.strip().lower().replace("/", ".").removesuffix(".py")
    found = [one for one in list_parameters() if text in f"{one.module}.{one.name}".lower()]
    if not found:
        raise UsageError(
            "unknown_parameter",
            f"No parameter has '{wanted}' in its name or file.",
            "`sensorcoach parameters` lists all of them.",
        )
    return "\n".join(_format_lines(found, with_reason=bool(text)))


def _import_modules(room: str) -> Iterator[ModuleType]:
    package = importlib.import_module(f"{PACKAGE}.{room}")
    yield package
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)


def _read_parameters(module: ModuleType) -> Iterator[Parameter]:
    """The parameters of one module; meaning and reason are in the text below each assignment."""
    body = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body
    for at, node in enumerate(body):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        within = _find_range(module, node.target.id)
        if within is None:
            continue
        text = _find_text(body[at + 1 :])
        meaning, _, reason = text.partition(". ")
        path = module.__name__.removeprefix(f"{PACKAGE}.")
        yield Parameter(path, node.target.id, getattr(module, node.target.id), within, meaning.rstrip("."), reason)


def _find_range(module: ModuleType, name: str) -> Within | None:
    declared = module.__annotations__.get(name)
    ranges = [extra for extra in getattr(declared, "__metadata__", ()) if isinstance(extra, Within)]
    return ranges[0] if ranges else None


def _find_text(body: Sequence[ast.stmt]) -> str:
    match body[:1]:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return " ".join(text.split())
        case _:
            return ""


def _format_lines(found: Sequence[Parameter], *, with_reason: bool) -> Iterator[str]:
    module = ""
    for one in found:
        if one.module != module:
            yield from [""] if module else []
            module = one.module
            yield f"sensorcoach/{module.replace('.', '/')}.py"
        between = f"{one.within.low:g} to {one.within.high:g}"
        yield f"  {one.name} = {_format_value(one.value)} {one.within.unit}  ({between})"
        text = f"{one.meaning}. {one.reason}".strip() if with_reason else f"{one.meaning}."
        yield from textwrap.wrap(text, WIDTH, initial_indent="      ", subsequent_indent="      ")


def _format_value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.{_VALUE_DIGITS}g}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_format_value, cast('tuple[object, ...]', value)))})"
    if isinstance(value, dict):
        items = cast("dict[object, object]", value).items()
        return f"{{{', '.join(f'{_format_key(key)}: {_format_value(one)}' for key, one in items)}}}"
    return str(value)


def _format_key(key: object) -> str:
    return " ".join(map(str, cast("tuple[object, ...]", key))) if isinstance(key, tuple) else str(key)
