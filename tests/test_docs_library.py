"""The examples in docs/library.md, docs/library.ipynb and README.md run as printed."""

import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sensorcoach.samples import FloatArray

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)
Streams = pytest.CaptureFixture[str]


class StandIn:
    """What the examples use of matplotlib.pyplot; the file that it saves has a line a plot."""

    def __init__(self) -> None:
        self._plots: list[str] = []

    def plot(self, x: FloatArray, y: FloatArray) -> None:
        """Both have a point for each other."""
        assert len(x) == len(y) > 0
        self._plots.append(f"{len(x)} points")

    def savefig(self, path: str) -> None:
        """Write the plotted data."""
        Path(path).write_text("\n".join(self._plots))

    def xlabel(self, text: str) -> None:
        """Accept a label."""
        assert text

    ylabel = xlabel


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example files, where an example may write; without matplotlib a substitute plots."""
    (tmp_path / "docs" / "examples").mkdir(parents=True)
    for name in ("docs/examples/glute-bridge.csv", "session.csv"):
        source = ROOT / "docs" / "examples" / "glute-bridge.csv"
        (tmp_path / name).write_bytes(source.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    if find_spec("matplotlib") is None:
        drawing = StandIn()
        monkeypatch.setitem(sys.modules, "matplotlib", SimpleNamespace(pyplot=drawing))
        monkeypatch.setitem(sys.modules, "matplotlib.pyplot", drawing)
    return tmp_path


def test_the_page_runs_as_printed(workplace: Path, capsys: Streams):
    """Each block of docs/library.md runs after the one before it, and prints the text below it."""
    blocks = BLOCK.findall((ROOT / "docs" / "library.md").read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["python", "text"] * (len(blocks) // 2)
    assert len(blocks) >= 8
    names: dict[str, Any] = {}
    for (_, code), (_, printed) in zip(blocks[::2], blocks[1::2], strict=True):
        exec(compile(code, "docs/library.md", "exec"), names)  # noqa: S102 - our own page
        assert capsys.readouterr().out == printed
    assert (workplace / "angle.png").stat().st_size > 0


def test_the_worked_example_is_short():
    """From a CSV to a table and a plot in at most ten lines."""
    (_, code), *_ = BLOCK.findall((ROOT / "docs" / "library.md").read_text(encoding="utf-8"))
    assert len([line for line in code.splitlines() if line.strip()]) <= 10


def test_the_notebook_runs(workplace: Path, capsys: Streams):
    """Every code cell of docs/library.ipynb runs, from the first to the last."""
    notebook = json.loads((ROOT / "docs" / "library.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) > 4
    names: dict[str, Any] = {}
    for number, code in enumerate(cells, start=1):
        exec(compile(code, f"docs/library.ipynb, code cell {number}", "exec"), names)  # noqa: S102 - our own notebook
    printed = capsys.readouterr().out
    assert "5 reps" in printed
    assert "short_hold" in printed
    assert (workplace / "reps.png").stat().st_size > 0


def test_the_readme_runs(workplace: Path, capsys: Streams):
    """The lines of Python in README.md run on a file `session.csv` of the user's own."""
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    [code] = [code for kind, code in blocks if kind == "python"]
    assert len([line for line in code.splitlines() if line.strip()]) <= 6
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own page
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert workplace.is_dir()
