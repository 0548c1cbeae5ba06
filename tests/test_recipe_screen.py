"""The recipe "Add a screen" of CONTRIBUTING.md, followed to the letter with its own code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.recipes import read_recipe

ROOT = Path(__file__).parents[1]

SHOW = """
import sys
from sensorcoach.tui import pop_ups
pop_ups.__path__.append(sys.argv[1])
from tests.tui.test_pop_ups import load_pop_up, press_on_screen
print(press_on_screen(load_pop_up("glossary"), (80, 24)))
print("=====")
print(press_on_screen(load_pop_up("glossary"), (80, 24), "g"))
"""

RUN_TESTS = """
import sys
import pytest
from sensorcoach.tui import pop_ups
pop_ups.__path__.append(sys.argv[1])
sys.exit(pytest.main(["-p", "no:cacheprovider", "-n", "0", "tests/tui/test_pop_ups.py", "-k", "glossary"]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the screen of the recipe, which joins `pop_ups/`."""
    code = read_recipe("Add a screen", "glossary.py")
    assert "class GlossaryPopUp" in code
    (tmp_path / "glossary.py").write_text(code, encoding="utf-8")
    return tmp_path


def run_python(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run code in a new process, since screens are found when the dashboard is imported."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(folder)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 - our own code


def test_one_file_is_a_screen(folder: Path):
    """The file alone puts the key into the footer, and the key opens a box of the style given in the file."""
    done = run_python(SHOW, folder)
    assert done.returncode == 0, done.stderr
    below, opened = done.stdout.split("=====")
    assert "g Glossary" in below
    assert "Words of the dashboard" not in below
    assert "Reps   counted in this set, 4 so far" in opened
    (top,) = re.findall(r"╭─ Words of the dashboard ─*╮", opened)
    assert len(top) == 60


def test_its_tests_are_found(folder: Path):
    """The tests of pop-ups find it: they ask for its golden files, and the others pass."""
    done = run_python(RUN_TESTS, folder)
    for size in ("80x24", "120x40"):
        assert f"no golden file tui/glossary-{size}.txt" in done.stdout
    assert "2 failed, 3 passed" in done.stdout, done.stdout + done.stderr
