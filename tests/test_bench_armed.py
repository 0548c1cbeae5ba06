"""Armed sets in the bench: a scene, a real recording, and the sums of the tables."""

from pathlib import Path

import pytest

from bench.agreement import SetCount
from bench.armed import SOON_S, ArmedSet, FoundSet, armed_table, found_table, main, real, simulated, worst
from bench.score import rows
from sensorcoach.simulator.scenes.scene_list import all_scenes

TWO_SETS = "higher rest: 30 s at 12%, glute-bridge pelvis"


def made_up(found: int, pieces: int = 1, delay_s: float | None = 0.1) -> ArmedSet:
    """An armed set of ten reps."""
    return ArmedSet("real", "a set", SetCount(10, found), pieces, delay_s)


def test_armed_sets_of_a_scene():
    """Each of the two sets of a scene is armed on its own: all its reps count, the first at once."""
    place = [scene.name for scene in all_scenes()].index(TWO_SETS)
    sets = simulated(place, 1, (True,))
    assert len(sets) == 2
    assert all(one.off == 0 and one.pieces == 1 for one in sets)
    assert all(one.delay_s is not None and 0.0 <= one.delay_s <= SOON_S for one in sets)
    assert not worst(sets)


def test_sets_of_a_real_recording(shared_data: Path):
    """A recording of three sets is three armed sets; the same three are looked for without arming."""
    row = next(row for row in rows(shared_data / "recordings.csv") if row["file"] == "pt/s1-side-lying-abduction.csv")
    heard = real(shared_data, row)
    assert [one.count.true for one in heard.armed] == [10, 10, 10]
    assert all(one.off <= 1 for one in heard.armed)
    assert all(abs(len(one.ends_s) - 10) <= 1 for one in heard.found)
    assert len(heard.found) == 3


def test_shares_of_armed_sets():
    """Right, one off, in two pieces, and nothing counted at all: the last is late as well."""
    sets = [made_up(10), made_up(9, delay_s=0.7), made_up(10, pieces=2), made_up(0, pieces=0, delay_s=None)]
    cells = [cell.strip() for cell in armed_table(sets).splitlines()[-1].strip("| ").split("|")]
    assert cells == ["real", "4", "50.0%", "75.0%", "75.0%", "50.0%", "0.10"]
    assert len(worst(sets)) == 3


def test_by_the_end_of_which_rep():
    """The first rep is counted in the third one, or never: by the end of the second none, of the third half of them."""
    sets = [FoundSet("clamshell", (2.0, 4.0, 6.0), (5.5, 5.5, 6.4)), FoundSet("clamshell", (), ())]
    line = found_table(sets).splitlines()[-1]
    assert [cell.strip() for cell in line.strip("| ").split("|")] == ["exercise chosen", "2", "0.0%", "50.0%"]


def test_without_real_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Without the folder the report says so, and prints the rest."""
    monkeypatch.setattr("sys.argv", ["armed", "--data", str(tmp_path), "--kind", "no such scene"])
    main()
    assert f"No recordings of real people in {tmp_path}" in capsys.readouterr().out
