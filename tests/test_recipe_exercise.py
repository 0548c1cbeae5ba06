"""The recipe "Add an exercise" of CONTRIBUTING.md, followed to the letter: one file, and every command knows it."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sensorcoach.cli.main import run
from sensorcoach.events import Quality, RepCounted, SignalJudged
from sensorcoach.exercises.catalogue import find_exercise, our_exercises
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.body import explain_missing_simulation
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.simulator.session import simulate

ROOT = Path(__file__).parents[1]

FROG_PUMP = """id = "frog-pump"
name = "Frog pump"
aliases = ["frogs"]
summary = "On your back, soles together, knees apart: lift the hips, lower them slowly."
placements = ["pelvis", "thigh"]
posture = "supine"
bottom = "touch"
sides = "both"
rules = ["D10", "Keep the soles together."]
reminders = ["Let the knees fall apart."]

[tempo]
lift_s = 1.5
hold_s = 1.0
lower_s = 1.5
rest_s = 0.5

[range_deg]
pelvis = [15.0, 40.0]
thigh = [10.0, 90.0]
"""
POSE = """
[pose.pelvis]
bow_deg = -90.0
turns = "face-up"

[pose.thigh]
bow_deg = -135.0
turns = "face-down"
"""
SIMULATION = """
[simulation.pelvis]
bow_deg = -86.0
axis = [0.0, -1.0, 0.0]
turns_about = "shoulders"
way_deg = [30.0, -25.0]
sitting_deg = -15.0

[simulation.thigh]
bow_deg = -130.0
axis = [0.0, 1.0, 0.0]
turns_about = "knees"
way_deg = [-80.0, -100.0]
sitting_deg = -115.0
"""

Streams = pytest.CaptureFixture[str]


def add_exercise(folder: Path, patch: pytest.MonkeyPatch, text: str) -> None:
    """Put the file into the folder of a user's exercises."""
    own = folder / "exercises"
    own.mkdir()
    (own / "frog-pump.toml").write_text(text, encoding="utf-8")
    patch.setattr("sensorcoach.exercises.catalogue.user_folder", lambda: own)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exercise is there."""
    add_exercise(tmp_path, monkeypatch, FROG_PUMP + POSE + SIMULATION)


@pytest.fixture
def recording(tmp_path: Path, added: None) -> str:  # noqa: ARG001 - the exercise must be there first
    """Two simulated sets of five good reps, with walking in and lying down before."""
    assert run(["simulate", str(tmp_path / "simulated"), "--exercise", "frogs"]) == 0
    return str(tmp_path / "simulated" / "session.mcap")


def analyzed(capsys: Streams, path: str, *arguments: str) -> dict[str, Any]:
    """The analysis document."""
    capsys.readouterr()
    assert run(["analyze", path, "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("added")
def test_it_is_listed_and_explained(capsys: Streams):
    """`exercises` lists it, and shows the requests of the guides, my own sentence and no gap in the file."""
    assert run(["exercises"]) == 0
    assert "frog-pump" in capsys.readouterr().out
    assert run(["exercises", "Frog Pump"]) == 0
    shown = capsys.readouterr().out
    assert "rule       Hold for a few seconds at the top." in shown
    assert "rule       Keep the soles together." in shown
    assert "not checked" not in shown


def test_it_is_simulated_as_itself(recording: str, capsys: Streams):
    """The simulator moves as the file describes, and the truth has its name."""
    assert "[simulation" not in capsys.readouterr().err
    with Path(recording).with_name("recordings.csv").open() as table:
        (row,) = csv.DictReader(table)
    assert (row["exercise"], row["reps_min"]) == ("frog-pump", "10")


def test_its_reps_are_counted_and_judged(recording: str, capsys: Streams):
    """Every simulated rep is counted, in the right posture and without warnings; the file needs no other place."""
    document = analyzed(capsys, recording)
    assert document["exercise"] == "frog-pump"
    assert document["signal"]["quality"] == "ok"
    reps = [rep for one in document["sets"] for rep in one["reps"]]
    assert len(reps) == 10
    assert not any(rep["warnings"] for rep in reps)


@pytest.mark.parametrize(("pose", "count"), [(POSE, 0), ("", 5)])
def test_the_pose_is_checked(pose: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """After a walk, lifts with an upright thigh are not frog pumps; without a pose there is no such notice."""
    add_exercise(tmp_path, monkeypatch, FROG_PUMP + pose)
    plan = replace(usual_plan(find_exercise("bird-dog"), sets=1, reps=5), walk_in_s=12.0)
    done = simulate(plan, Person(), SensorModel(50.0), 5)
    pipeline = Pipeline(find_exercise("frog-pump"), Placement.THIGH)
    events = pipeline.feed_samples(done.samples) + pipeline.finish()
    assert sum(isinstance(event, RepCounted) for event in events) == count
    wrong = [one for one in events if isinstance(one, SignalJudged) and one.quality is Quality.WRONG_POSTURE]
    assert bool(wrong) == bool(pose)


def test_its_reps_are_explained(recording: str, capsys: Streams):
    """`explain`, the summary of a set and a stored reference know it."""
    assert run(["explain", recording, "--rep", "5"]) == 0
    shown = capsys.readouterr().out
    assert "frog-pump, worn at the pelvis" in shown
    assert re.search(r"short_hold +hold .* at least 0\.50", shown)
    assert run(["replay", "--plain", recording]) == 0
    assert "target 1.5-1-1.5-0.5" in capsys.readouterr().out


def test_a_reference_is_kept_for_it(recording: str, data_folder: Path, capsys: Streams):
    """`calibrate` keeps a reference for it, and `analyze` compares with it."""
    assert run(["calibrate", recording, "--person", "Anna", "--reps", "1-3"]) == 0
    assert [path.name for path in data_folder.rglob("*.toml")] == ["frog-pump.pelvis.anna.toml"]
    assert analyzed(capsys, recording, "--person", "Anna")["reference"]["person"] == "Anna"


def test_omissions_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams):
    """Without pose and simulation the messages name the missing check and the simulated lifts."""
    add_exercise(tmp_path, monkeypatch, FROG_PUMP)
    assert run(["exercises", "frog-pump"]) == 0
    assert "not checked at the pelvis and the thigh" in capsys.readouterr().out
    assert run(["simulate", str(tmp_path / "simulated"), "--exercise", "frog-pump", "--no-life", "--sets", "1"]) == 0
    assert "frog-pump has no [simulation.pelvis]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('turns = "face-up"', 'turns = "upwards"', 'Expected one of "face-down", "face-up".'),
        ('turns_about = "shoulders"', 'turns_about = "knees"', 'Expected "shoulders" or "hips".'),
        ('posture = "supine"', 'posture = "side-lying"', "Expected keys: along."),
    ],
)
def test_a_mistake_names_file_and_line(
    right: str, wrong: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
):
    """A mistake in the file is answered with file, line and what was expected."""
    text = (FROG_PUMP + POSE + SIMULATION).replace(right, wrong)
    add_exercise(tmp_path, monkeypatch, text)
    assert run(["exercises", "frog-pump"]) != 0
    shown = capsys.readouterr().err
    line = re.search(r"frog-pump\.toml, line (\d+)", shown)
    assert line
    assert int(line.group(1)) in {text.partition(at)[0].count("\n") + 1 for at in (wrong, "bow_deg")}
    assert says in shown


@pytest.mark.parametrize("exercise", our_exercises(), ids=lambda exercise: exercise.id)
def test_every_exercise_follows_the_recipe(exercise: Exercise):
    """Each of ours has its own simulation at every placement, and a pose wherever it names a posture."""
    assert not [place for place in exercise.placements if explain_missing_simulation(exercise, place)]
    assert set(exercise.poses) == (set() if exercise.id == "generic" else set(exercise.placements))


def test_the_recipe_names_each_step():
    """Each file and table of the recipe is there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = text.partition("## Add an exercise")[2].partition("\n## ")[0]
    paths = re.findall(r"`((?:sensorcoach|docs|tests)/[\w./-]+)`", recipe)
    assert "sensorcoach/exercises/segment_tables.py" in paths
    assert all((ROOT / path).exists() for path in paths)
    for table in ("pose", "simulation"):
        for place in Placement:
            assert f"`[{table}.{place.value}]`" in recipe
    assert find_exercise("glute-bridge").poses
