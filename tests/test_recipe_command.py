"""The recipe "Add a command" of CONTRIBUTING.md, followed to the letter with its own code."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.write_man_page import format_man_page
from sensorcoach import cli as commands
from sensorcoach.cli.main import run
from tests.cli.test_completion import complete
from tests.recipes import read_recipe

RECORDING = Path(__file__).parents[1] / "recordings" / "glute-bridge-good.mcap"


@pytest.fixture(autouse=True)
def command(tmp_path: Path) -> Iterator[None]:
    """A folder with the command of the recipe, which joins `cli/`."""
    code = read_recipe("Add a command", "reps.py")
    assert "def reps" in code
    (tmp_path / "reps.py").write_text(code, encoding="utf-8")
    commands.__path__.append(str(tmp_path))
    yield
    commands.__path__.remove(str(tmp_path))
    sys.modules.pop("sensorcoach.cli.reps", None)
    if hasattr(commands, "reps"):
        delattr(commands, "reps")


def test_one_file_is_a_command(capsys: pytest.CaptureFixture[str]):
    """The file alone makes the command run, listed in the help."""
    assert run(["reps", str(RECORDING)]) == 0
    assert capsys.readouterr().out == "10\n"
    assert run(["--help"]) == 0
    assert "reps        Print the number of reps." in capsys.readouterr().out


def test_it_completes():
    """A shell completes the command, its options and its files."""
    assert "reps" in complete("re")
    assert "--help" in complete("reps", "--")
    assert complete("reps", "x") == ["<file>"]


def test_it_is_in_the_manual():
    """The manual page describes it."""
    assert ".SS reps [OPTIONS] FILE\nPrint the number of reps in the recording FILE." in format_man_page()
