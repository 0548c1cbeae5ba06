"""A simulated session as a recording: its packets, and that it says it is simulated."""

from pathlib import Path

import pytest

from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import DEVICES, device_by_id
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.radio import GOOD_RADIO, transmit
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate
from sensorcoach.simulator.session_file import NamedSession, write_session, write_sessions

PLAN = usual_plan(find_exercise("hip-thrust"), sets=1, reps=3, life=False)
NAMED = NamedSession(simulate(PLAN, random_person(2), random_sensor(2, 50.0), 2), "three", 2, "three reps")


def packets_in(path: Path) -> list[Packet]:
    """All packets of a recording."""
    return [packet for group in RecordingReader(path).packets() for packet in group]


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.id)
def test_the_file_holds_the_sent_packets(device: Device, tmp_path: Path):
    """The recording holds the packets as they arrived, and names exercise and sensor, and that it is simulated."""
    path = tmp_path / NAMED.file
    write_session(path, NAMED, device)
    assert packets_in(path) == transmit(NAMED.session, device, GOOD_RADIO, 2)
    description = RecordingReader(path).description
    assert description is not None
    assert description.simulated
    assert (description.device_id, description.exercise, description.placement) == (device.id, "hip-thrust", "pelvis")
    assert (description.rate_hz, description.note) == (50.0, "three reps")


def test_same_session_same_bytes(tmp_path: Path):
    """Writing a session again, over the old file too, gives the same bytes."""
    path, device = tmp_path / NAMED.file, device_by_id("open-profile")
    write_session(path, NAMED, device)
    before = path.read_bytes()
    write_session(path, NAMED, device)
    assert path.read_bytes() == before


def test_truth_beside_the_recordings(tmp_path: Path):
    """A folder of sessions gets a recording each, and the truth of all in three tables."""
    folder = tmp_path / "new" / "folder"
    truth = write_sessions(folder, [NAMED], device_by_id("witmotion"))
    assert {path.name for path in folder.iterdir()} == {"three.mcap", "recordings.csv", "sets.csv", "reps.csv"}
    assert len(truth.reps) == 3
