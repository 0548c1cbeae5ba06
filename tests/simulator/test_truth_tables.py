"""The truth written as the tables that a scorer reads."""

import csv
from pathlib import Path

import pytest

from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.simulator.demonstration import faulty_demonstration, good_demonstration
from sensorcoach.simulator.truth_tables import make_truth_tables
from sensorcoach.units import DEG_PER_RAD

BRIDGE = find_exercise("glute-bridge")


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_hold_the_truth(tmp_path: Path):
    """The three tables say what the session's truth says, file by file."""
    good, faulty = good_demonstration(BRIDGE, 1), faulty_demonstration(BRIDGE, 2)
    make_truth_tables(good, "good.mcap").concatenate(make_truth_tables(faulty, "faulty.mcap", "watch out")).write(
        tmp_path
    )
    recordings, sets, reps = (table(tmp_path / f"{name}.csv") for name in ("recordings", "sets", "reps"))
    assert [row["file"] for row in recordings] == ["good.mcap", "faulty.mcap"]
    assert recordings[1]["reps_min"] == recordings[1]["reps_max"] == str(len(faulty.truth.reps))
    assert recordings[1]["note"] == "watch out"
    assert [row["kind"] for row in sets] == ["good", "good", "faulty"]
    mine = [row for row in reps if row["file"] == "faulty.mcap"]
    assert [row["rep"] for row in mine] == [str(k + 1) for k in range(len(mine))]
    for row, rep in zip(mine, faulty.truth.reps, strict=True):
        assert float(row["start_s"]) == pytest.approx(rep.lift_start_s, abs=0.001)
        assert float(row["lower_s"]) == pytest.approx(rep.lower_s, abs=0.001)
        assert float(row["rom_deg"]) == pytest.approx(rep.rom_rad * DEG_PER_RAD, abs=0.01)
        assert row["faults"].split() == list(rep.faults)
