"""What all tests share: golden files, recordings of real people where there are any, and how Hypothesis searches.

A golden file holds text that was agreed before; only `make goldens` rewrites it.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from bench.real_folder import HOW_TO_NAME, real_folder
from sensorcoach.references.store import FOLDER_VARIABLE

# No test is judged by how long it takes; and what CI finds, it finds again.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

GOLDENS = Path(__file__).parent / "goldens"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that `make goldens` uses."""
    parser.addoption("--update-goldens", action="store_true", help="write the golden files instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare text with the golden file of that name, or write it under `--update-goldens`."""

    def compare(name: str, text: str) -> None:
        path = GOLDENS / name
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {name}: look at the output, then run `make goldens`"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for all that the program keeps."""
    folder = tmp_path / "data"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def shared_data() -> Path:
    """The folder of recordings of real people; without it the test is skipped."""
    folder = real_folder()
    if not (folder / "recordings.csv").exists():
        pytest.skip(f"needs recordings of real people: {HOW_TO_NAME}")
    return folder
