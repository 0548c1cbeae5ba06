"""The recipe "Add an importer" in CONTRIBUTING.md, followed step by step in a copy of the package.

The format is made up: semicolons, milliseconds, acceleration in g. Fails if a second place has to be edited.
"""

import json
from pathlib import Path

import pytest

from tests.package_copy import ROOT, PackageCopy, section

FILE = "sensorcoach/recording/importers/logbook.py"
LIST = "sensorcoach/recording/all_importers.py"
SOURCE = '''"""Logbook files: `#logbook`, then lines of milliseconds and acceleration in g, with semicolons."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sensorcoach.errors import InputError
from sensorcoach.recording.recordings import Importer, SampleRecording
from sensorcoach.recording.sample_rate import measure_rate_hz
from sensorcoach.samples import Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2


def sniff(head: bytes, name: str) -> bool:
    """Return whether the first line names the format."""
    del name
    return head.startswith(b"#logbook")


def open_logbook(path: Path) -> SampleRecording:
    """Open the file. Raises InputError for a line that is not four numbers."""
    try:
        table = np.loadtxt(path, delimiter=";", skiprows=1, ndmin=2)
        samples = Samples(table[:, 0] / 1000.0, table[:, 1:4] * STANDARD_GRAVITY_MPS2)
    except (ValueError, IndexError) as error:
        raise InputError("not_a_number", f"{path} has a wrong line: {error}.", "Write four numbers a line.") from None

    def read() -> Iterator[Samples]:
        yield samples

    rate_hz = measure_rate_hz(samples.time_s, str(path))
    return SampleRecording(path, rate_hz, ("acc",), float(samples.time_s[-1]), read)


IMPORTER = Importer("logbook", "logbook files", sniff, open_logbook)
'''


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> PackageCopy:
    """The package with the new file and its line in the list, and a recording in the new format."""
    made = PackageCopy(tmp_path_factory.mktemp("importer"))
    made.add_file(FILE, SOURCE)
    made.list_entry(LIST, "sensorcoach.recording.importers", "logbook.IMPORTER", "plain_csv.IMPORTER")
    lines = (ROOT / "docs" / "examples" / "glute-bridge.csv").read_text().splitlines()[1:]
    rows = [[float(field) for field in line.split(",")[:4]] for line in lines]
    text = [f"{1000 * t:.0f};{x / 9.80665!r};{y / 9.80665!r};{z / 9.80665!r}" for t, x, y, z in rows]
    (made.folder / "today.log").write_text("\n".join(["#logbook", *text]) + "\n")
    (made.folder / "wrong.log").write_text("#logbook\n0;0;zero;1\n")
    (made.folder / "other.xyz").write_text("ten reps today")
    return made


def test_the_recipe_names_what_it_takes():
    """The section names the file, the list and the last line, and nothing else inside the package to edit."""
    text = section("Add an importer")
    for part in (FILE.replace("logbook", "NAME"), LIST, "IMPORTERS", "NAME.IMPORTER", "IMPORTER = Importer("):
        assert part in text
    assert text.count("sensorcoach/recording/") == 2


def test_a_file_of_the_new_format_is_analyzed(copy: PackageCopy):
    """`analyze` counts the reps of such a file."""
    done = copy.sensorcoach("analyze", "--json", "--exercise", "glute-bridge", "today.log")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["recording"]["sensors"] == ["acc"]
    assert [one["rep_count"] for one in document["sets"]] == [5]


def test_every_other_way_in_takes_it_too(copy: PackageCopy):
    """Replay, explain and the library read the new format without a line of their own."""
    played = copy.sensorcoach("replay", "--plain", "--exercise", "glute-bridge", "today.log")
    assert played.stdout.count("  rep 5 ") == 1, played.stderr
    explained = copy.sensorcoach("explain", "--rep", "2", "--exercise", "glute-bridge", "today.log")
    assert "rep 2 of 5" in explained.stdout, explained.stderr
    done = copy.run(
        "import sensorcoach as sc; a = sc.analyze('today.log', 'glute-bridge'); print(sc.__file__, len(a.reps))"
    )
    assert done.stdout.split() == [str(Path(copy.folder) / "sensorcoach" / "__init__.py"), "5"], done.stderr


def test_errors_name_the_new_format(copy: PackageCopy):
    """A wrong line is reported, and the error for an unknown format lists the new one."""
    assert "has a wrong line" in copy.sensorcoach("analyze", "wrong.log").stdout
    assert "logbook files" in copy.sensorcoach("analyze", "other.xyz").stdout
