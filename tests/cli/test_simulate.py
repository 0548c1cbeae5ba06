"""`simulate`: simulated recordings with their ground truth."""

import csv
from pathlib import Path

import pytest

from sensorcoach.cli import simulate as command
from sensorcoach.cli.main import run
from sensorcoach.devices.registry import DEVICES, device_by_id
from sensorcoach.runner.offline.simulate import RADIOS
from sensorcoach.simulator.plan import Fault, Style

Streams = pytest.CaptureFixture[str]
SHORT = ["--sets", "1", "--reps", "4", "--no-life"]


def test_choices_are_the_simulators():
    """The help offers exactly the choices of the simulator."""
    assert [fault.value for fault in Fault] == command.FAULTS
    assert [style.value for style in Style] == command.STYLES
    assert list(RADIOS) == command.RADIOS


def test_recording_and_truth(tmp_path: Path, capsys: Streams):
    """A recording is written with the true times of its reps, faults where I asked for them."""
    folder = tmp_path / "new"
    assert run(["simulate", str(folder), *SHORT, "--fault", "fast", "--exercise", "hip-thrust"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(folder / name) for name in ("session.mcap", "recordings.csv", "sets.csv", "reps.csv")
    ]
    with (folder / "reps.csv").open() as table:
        reps = list(csv.DictReader(table))
    assert len(reps) == 5
    assert ["momentum" in rep["faults"] for rep in reps] == [False, False, False, True, False]


def test_same_options_same_bytes(tmp_path: Path):
    """A simulated session can be made again exactly."""
    first, then = tmp_path / "a", tmp_path / "b"
    for folder in (first, then):
        run(["simulate", str(folder), *SHORT, "--seed", "5", "--no-gyro", "--radio", "poor"])
    for path in first.iterdir():
        assert path.read_bytes() == (then / path.name).read_bytes()


def test_nothing_is_written_over(tmp_path: Path, capsys: Streams):
    """A folder that holds a session already is left alone."""
    (tmp_path / "reps.csv").write_text("mine")
    assert run(["simulate", str(tmp_path), *SHORT]) == 1
    assert "already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["reps.csv"]


@pytest.mark.parametrize("device", ["witmotion", "movesense", "movella-dot"])
def test_a_sensor_without_that_mode(device: str, tmp_path: Path, capsys: Streams):
    """A sensor that always sends its gyroscope cannot be simulated without it."""
    assert run(["simulate", str(tmp_path), *SHORT, "--device", device, "--no-gyro"]) == 2
    assert "Leave out" in capsys.readouterr().err


def test_an_unknown_sensor_is_named_with_the_known_ones(tmp_path: Path, capsys: Streams):
    """A mistyped sensor is refused with the nearest known id, and nothing is written."""
    assert run(["simulate", str(tmp_path / "s"), *SHORT, "--device", "witmotoin"]) == 2
    assert "There is no sensor called 'witmotoin'.\nNearest: witmotion" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def test_a_placement_that_the_exercise_lacks(tmp_path: Path, capsys: Streams):
    """Asked for a clamshell at the pelvis, it says where a clamshell can be worn, and writes nothing."""
    folder = tmp_path / "s"
    assert run(["simulate", str(folder), *SHORT, "--exercise", "clamshell", "--placement", "pelvis"]) == 2
    assert "Use thigh." in capsys.readouterr().err
    assert not folder.exists()


@pytest.mark.parametrize("device", [device.id for device in DEVICES])
@pytest.mark.parametrize("rate", [[], ["--rate", "100"]], ids=["usual", "100"])
def test_a_simulated_session_is_counted(device: str, rate: list[str], tmp_path: Path, capsys: Streams):
    """What a simulated sensor sent is read back and counted, whichever sensor it is; a rate it lacks is refused."""
    family = device_by_id(device)
    status = run(["simulate", str(tmp_path / "s"), *SHORT, "--device", device, *rate])
    told = capsys.readouterr().err
    if rate and family.over_bluetooth and 100.0 not in family.rates_hz:
        assert status == 2
        assert "does not offer 100 Hz" in told
        return
    assert status == 0
    assert run(["analyze", str(tmp_path / "s" / "session.mcap")]) == 0
    assert "Set 1: 4 reps" in capsys.readouterr().out


def test_a_file_is_no_folder(tmp_path: Path, capsys: Streams):
    """A file in the place of the folder is named as that."""
    (tmp_path / "s").write_text("", encoding="utf-8")
    assert run(["simulate", str(tmp_path / "s"), *SHORT]) == 1
    assert "is a file, not a folder" in capsys.readouterr().err
