"""Parameters carry unit, range, meaning and reason."""

import ast
from pathlib import Path

import pytest

from sensorcoach.cli.main import run
from sensorcoach.report.parameters import ROOMS, format_parameters, list_parameters

PACKAGE = Path(__file__).parents[1] / "sensorcoach"
MODULES = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
CONVERTED = ("clock/", "detect/", "form/", "motion/", "posture/")
"""Beginnings of the paths in which every literal number is a parameter."""


def _is_number(node: ast.expr | None) -> bool:
    match node:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.Tuple(elts=elements) if elements:
            return all(map(_is_number, elements))
        case ast.BinOp(left=left, right=right):
            return (_is_number(left) and _is_number(right)) or (_is_number(left) and _is_unit(right))
        case _:
            return False


def _is_unit(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"RAD_PER_DEG", "STANDARD_GRAVITY_MPS2"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_numbers_are_parameters(path: Path):
    """Each number in a module of detection has a unit and a range."""
    if not str(path.relative_to(PACKAGE)).startswith(CONVERTED):
        return
    bare = [
        target.id
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and _is_number(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert not bare


def test_each_parameter_lies_in_its_range_and_has_a_meaning():
    """The value is inside the range, and a sentence gives its meaning."""
    parameters = list_parameters()
    assert parameters
    for one in parameters:
        assert one.within.low < one.within.high, one.name
        assert one.within.holds(one.value), one.name
        assert one.within.unit, one.name
        assert one.meaning, one.name


def test_command_prints_them(capsys: pytest.CaptureFixture[str]):
    """`sensorcoach parameters` prints all of them; a name adds the reason."""
    assert run(["parameters"]) == 0
    assert "SAG_SHARE = 0.12 share  (0.05 to 0.25)" in capsys.readouterr().out
    assert "A tired hold sags" in format_parameters("sag_share")
    assert run(["parameters", "no such thing"]) == 2
    assert "No parameter has 'no such thing'" in capsys.readouterr().err
