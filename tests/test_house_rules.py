"""Rules of the house that no other tool holds."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sensorcoach"
MOST_LINES, MOST_FUNCTION_LINES = 300, 40
NOT_OURS = {".venv", ".git", "__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def _texts() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts):
            yield path


def test_no_registry_address():
    """No file names a package registry: a mirror serves as well, and none is favoured."""
    address = re.compile(rb"(index-url|extra-index|find-links|https?://[\w.\-]*(pypi|pythonhosted)[\w.\-]*)\s*[=:/ ]")
    named = [
        str(path.relative_to(ROOT))
        for path in _texts()
        if path.suffix in {".txt", ".in", ".toml", ".yaml", ".cfg", ".ini", ".md"} and address.search(path.read_bytes())
    ]
    assert not named


def test_every_locked_file_has_its_hash():
    """The installed packages are exactly the locked ones."""
    for lock in (ROOT / "requirements").glob("*.txt"):
        pins = [line for line in lock.read_text().splitlines() if re.match(r"[a-z0-9].*==", line)]
        assert pins
        assert all(line.endswith("\\") for line in pins), f"{lock.name} has a pin without a hash"


def test_every_dependency_is_imported():
    """What a user has to install is what the program imports, no more."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    imported = re.findall(r"^\s*(?:from|import) (\w+)", "\n".join(path.read_text() for path in MODULES), re.MULTILINE)
    assert {re.split(r"\W", wanted)[0] for wanted in listed} <= set(imported)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path):
    """A file can be read in one sitting, a function in one look."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_FUNCTION_LINES, f"{node.name} has {length} lines"


def test_no_code_in_init():
    """A package's __init__.py holds a docstring at most: a name is found where it is defined.

    The one exception is the package itself, whose lazy names are the library (tests/test_public_api.py).
    """
    for path in set(PACKAGE.rglob("__init__.py")) - {PACKAGE / "__init__.py"}:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body), path


def test_no_drawer_for_odds_and_ends():
    """Each file is named after what is in it."""
    assert not [path for path in MODULES if path.stem in {"utils", "util", "helpers", "misc", "common"}]
