"""`sensorcoach.analyze`: the same result from a file, from samples, and from the command line."""

import json
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pytest

import sensorcoach as sc
from sensorcoach.cli.main import run
from sensorcoach.simulator.session import random_session
from sensorcoach.units import DEG_PER_RAD

RECORDINGS = Path(__file__).parents[2] / "recordings"
FAULTY = RECORDINGS / "glute-bridge-faulty.mcap"


def bridges() -> sc.Samples:
    """A simulated session of some reps, as a user's own arrays."""
    samples = random_session(3).samples
    return sc.Samples(samples.time_s, samples.acc_mps2, samples.gyro_radps)


def write_csv(path: Path, samples: sc.Samples, *, gyro: bool = True) -> Path:
    """The samples as CSV, with every digit."""
    header = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"
    columns = [samples.time_s[:, None], samples.acc_mps2]
    if gyro and samples.gyro_radps is not None:
        header += ",gyro_x_radps,gyro_y_radps,gyro_z_radps"
        columns.append(samples.gyro_radps)
    rows = [",".join(map(repr, row)) for row in np.hstack(columns).tolist()]
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*bridge-*.mcap")), ids=lambda path: path.stem)
def test_to_dict_is_the_document_of_the_command_line(path: Path, capsys: pytest.CaptureFixture[str]):
    """A script and `analyze --json` give the same document."""
    assert run(["analyze", "--json", str(path)]) == 0
    assert sc.analyze(path).to_dict() == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("gyro", [True, False])
def test_samples_and_a_file_give_equal_reps(tmp_path: Path, *, gyro: bool):
    """It makes no difference whether I load the numbers myself or let the program read the file."""
    samples = bridges()
    if not gyro:
        samples = sc.Samples(samples.time_s, samples.acc_mps2)
    path = write_csv(tmp_path / "session.csv", samples, gyro=gyro)
    from_file = sc.analyze(path, exercise="glute-bridge", placement="pelvis")
    from_samples = sc.analyze(samples, exercise="glute-bridge", placement="pelvis")
    assert len(from_file.reps) > 3
    assert from_file.reps == from_samples.reps
    assert from_file.sets == from_samples.sets
    assert np.array_equal(from_file.angle.angle_rad, from_samples.angle.angle_rad)
    assert from_samples.recording.path == "samples"
    assert replace(from_samples.recording, path=str(path)) == from_file.recording


def test_ids_and_values_mean_the_same():
    """An exercise and a placement may be given by name or as the values themselves."""
    by_name = sc.analyze(FAULTY, "hip-lift", "thigh")
    by_value = sc.analyze(str(FAULTY), sc.load_exercise("glute-bridge"), sc.Placement.THIGH)
    assert by_name.to_dict() == by_value.to_dict()
    assert by_name.placement is sc.Placement.THIGH
    assert by_name.exercise.id == "glute-bridge"


def test_reps_are_si_and_not_rounded():
    """A rep in Python is the rep of the document, in radians and with all its digits."""
    analysis = sc.analyze(FAULTY)
    documents = [rep for one in analysis.to_dict()["sets"] for rep in one["reps"]]
    assert len(analysis.reps) == len(documents) == 10
    for rep, document in zip(analysis.reps, documents, strict=True):
        assert rep.lift_s == pytest.approx(rep.hold_start_s - rep.lift_start_s)
        assert rep.range_rad * DEG_PER_RAD == pytest.approx(document["rom_deg"], abs=0.006)
        assert rep.rest_s is None or rep.rest_s == pytest.approx(document["rest_s"], abs=0.0006)
        assert [one.code for one in rep.warnings] == [one["code"] for one in document["warnings"]]
    assert any(round(rep.lift_s, 3) != rep.lift_s for rep in analysis.reps)


def test_warnings_name_their_rep():
    """All warnings in one list, each with its set and rep."""
    analysis = sc.analyze(FAULTY)
    momentum = [one for one in analysis.warnings if one.code == "momentum"]
    assert {(one.set_number, one.rep_number) for one in momentum} == {(1, 4), (1, 9)}
    assert all(one.value > one.limit for one in momentum if one.criterion == "peak rate of the lift")


def test_limits_change_warnings_and_never_the_count():
    """Higher limits give fewer warnings for the same reps."""
    usual, lenient = sc.analyze(FAULTY), sc.analyze(FAULTY, limits={"overextension.beyond_deg": 90.0})
    assert len(usual.reps) == len(lenient.reps)
    assert len(lenient.warnings) < len(usual.warnings)
    assert lenient.to_dict()["limits"] == {"overextension.beyond_deg": 90.0}


def test_armed_counts_a_single_rep():
    """With `armed` the whole recording is one set, and its first rep counts."""
    samples = bridges()
    assert all(one.is_armed for one in sc.analyze(samples, "glute-bridge", armed=True).sets)
    assert not any(one.is_armed for one in sc.analyze(samples, "glute-bridge").sets)


def test_the_angle_covers_the_reps():
    """The lift angle rises by the range of motion in each rep, and has the time of every phase."""
    analysis = sc.analyze(RECORDINGS / "glute-bridge-good.mcap")
    assert (np.diff(analysis.angle.time_s) > 0.0).all()
    for rep in analysis.reps:
        part = analysis.angle.between(rep.lift_start_s, rep.end_s)
        assert part.time_s[0] >= rep.lift_start_s
        assert part.time_s[-1] <= rep.end_s
        assert np.ptp(part.angle_rad) == pytest.approx(rep.range_rad, rel=0.1)


def test_a_result_cannot_be_changed():
    """Nobody changes a result by accident: neither its values nor, through the document, what it prints."""
    analysis = sc.analyze(FAULTY)
    with pytest.raises(FrozenInstanceError):
        analysis.sets = ()  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValueError, match="read-only"):
        analysis.angle.angle_rad[0] = 0.0
    before = str(analysis)
    analysis.to_dict()["sets"].clear()
    assert str(analysis) == before
    assert "10 reps" in before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"exercise": "glut-bridge"}, "unknown_exercise"),
        ({"exercise": "missing.toml"}, "exercise_file"),
        ({"placement": "wrist"}, "unknown_placement"),
        ({"limits": {"momentum.peek_ratio": 2.0}}, "unknown_limit"),
        ({"limits": {"momentum.peak_ratio": float("nan")}}, "bad_limit"),
        ({"person": "Nobody"}, "unknown_person"),
        ({"exercise": 5}, "wrong_type"),
        ({"person": 3}, "wrong_type"),
        ({"limits": [2.0]}, "wrong_type"),
        ({"limits": {"momentum.peak_ratio": "2"}}, "wrong_type"),
    ],
)
@pytest.mark.usefixtures("data_folder")
def test_a_wrong_argument_is_named(arguments: dict[str, str], code: str):
    """A mistyped argument raises an error that names it and says what to do."""
    with pytest.raises(sc.SensorcoachError) as caught:
        sc.analyze(FAULTY, **arguments)  # pyright: ignore[reportArgumentType]
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_file_that_cannot_be_used_raises(tmp_path: Path):
    """A script gets an exception, not a document with an error in it."""
    with pytest.raises(sc.InputError, match="There is no file"):
        sc.analyze(tmp_path / "missing.csv")
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(sc.InputError, match="time_s,acc_x_mps2"):
        sc.analyze(tmp_path / "a.csv")


@pytest.mark.parametrize(("rate_hz", "count", "code"), [(10.0, 100, "too_slow"), (50.0, 1, "no_samples")])
def test_samples_have_the_same_limits_as_a_file(rate_hz: float, count: int, code: str):
    """Samples that are too slow or too few are refused, as they are in a file."""
    still = sc.Samples(np.arange(count) / rate_hz, np.tile([0.0, 0.0, 9.81], (count, 1)))
    with pytest.raises(sc.InputError) as caught:
        sc.analyze(still)
    assert caught.value.code == code


def test_exercises_are_listed_and_loaded(tmp_path: Path):
    """I can list the exercises, load one by any of its names, or load my own file."""
    listed = sc.list_exercises()
    assert sc.load_exercise("hip lift") in listed
    ours = Path(str(sc.__file__)).parent / "exercises" / "catalogue" / "glute-bridge.toml"
    own = tmp_path / "own.toml"
    own.write_text(ours.read_text(encoding="utf-8"), encoding="utf-8")
    assert sc.load_exercise(own) == sc.load_exercise(str(own)) == sc.load_exercise("glute-bridge")


@pytest.mark.parametrize("source", [None, 3, (np.zeros(2), np.zeros((2, 3)))], ids=["none", "number", "arrays"])
def test_a_source_that_is_neither_path_nor_samples(source: object):
    """Arrays in a tuple are answered with what to give instead."""
    with pytest.raises(sc.UsageError, match="type") as caught:
        sc.analyze(source)  # pyright: ignore[reportArgumentType] - the wrong type is the point
    assert "Samples" in caught.value.remedy
