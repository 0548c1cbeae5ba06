"""The demonstration recordings that come along: small, complete, and honest about what they are."""

import csv
from pathlib import Path

import pytest

from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

FOLDER = Path(__file__).parents[2] / "recordings"
FILES = sorted(FOLDER.glob("*.mcap"))
LARGEST_BYTES = 150_000


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the truth tables."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_good_and_faulty_of_each_exercise(tmp_path: Path):
    """There is a good and a faulty session of every exercise of the catalogue."""
    ids = {exercise.id for exercise in all_exercises(tmp_path)} - {"generic"}
    assert {path.stem for path in FILES} == {f"{id_}-{kind}" for id_ in ids for kind in ("good", "faulty")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_small_and_says_it_is_simulated(path: Path):
    """Each is small, whole, and says that it is simulated and which exercise it shows."""
    reader = RecordingReader(path)
    assert path.stat().st_size <= LARGEST_BYTES
    assert reader.notices == []
    assert reader.description is not None
    assert reader.description.simulated
    assert path.stem.startswith(f"{reader.description.exercise}-")


def test_every_recording_has_its_truth():
    """Each recording is in all three tables, with the same number of reps in each."""
    reps = [row["file"] for row in rows("reps.csv")]
    for row in rows("recordings.csv"):
        in_sets = sum(int(done["reps"]) for done in rows("sets.csv") if done["file"] == row["file"])
        assert reps.count(row["file"]) == in_sets == int(row["reps_min"]) == int(row["reps_max"])
    assert {row["file"] for row in rows("recordings.csv")} == {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_counts_are_the_truth(path: Path):
    """Each good session is counted exactly, walks before the sets included; a faulty one within one rep."""
    (true,) = (int(row["reps_min"]) for row in rows("recordings.csv") if row["file"] == path.name)
    counted = sum(one["rep_count"] for one in analyze_file(str(path), SessionOptions())["sets"])
    assert abs(counted - true) <= path.stem.endswith("-faulty")


def test_good_is_without_fault():
    """In a good session no rep has a fault; in a faulty one, at least three have."""
    for path in FILES:
        marked = [row for row in rows("reps.csv") if row["file"] == path.name and row["faults"]]
        assert not marked if path.stem.endswith("-good") else len(marked) >= 3


def test_readme_says_simulated():
    """The folder's README says first of all that the sessions are simulated."""
    head = (FOLDER / "README.md").read_text(encoding="utf-8")[:200].lower()
    assert "simulated" in head
    assert "nobody was measured" in head
