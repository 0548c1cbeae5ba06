"""The README shows what the program prints."""

import re
from pathlib import Path

import pytest

from sensorcoach.cli.main import run

ROOT = Path(__file__).parents[1]
COMMAND = "    $ sensorcoach "


def numbers(text: str) -> list[list[float]]:
    """The numbers in each line of the first set: its heading, reps and means."""
    lines = text.partition("Set 1")[2].partition("Set 2")[0].splitlines()
    found = [[float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line)] for line in lines]
    return [line for line in found if line]


def test_the_example_is_what_the_program_prints(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Whoever types the README's example sees the numbers of its first set."""
    monkeypatch.chdir(ROOT)
    example = (ROOT / "README.md").read_text(encoding="utf-8").partition(COMMAND)[2]
    assert run(example.splitlines()[0].split()) == 0
    shown, printed = numbers(example), numbers(capsys.readouterr().out)
    assert len(shown) > 3
    assert shown == printed


def test_the_explanation_is_what_the_program_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """Whoever types the README's second example sees each of its lines, where it leaves none out by dots."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    example = (ROOT / "README.md").read_text(encoding="utf-8").partition(f"{COMMAND}explain")[2]
    first, *lines = example.partition("\n\nA person")[0].splitlines()
    assert run(["explain", *first.split()]) == 0
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    shown = [line.removeprefix("    ") for line in lines if line.strip() != "..."]
    assert len(shown) > 30
    assert not [line for line in shown if line not in printed]
