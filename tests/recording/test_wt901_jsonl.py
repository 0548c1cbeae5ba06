"""Recordings of the WT901 project: JSON lines with the bytes of each notification."""

import json
from pathlib import Path

import pytest

from bench.real_folder import HOW_TO_NAME, real_folder
from sensorcoach.devices.families.witmotion.device import DEVICE
from sensorcoach.errors import InputError
from sensorcoach.events import GapFound
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.runner.offline.recording_run import PacketRun
from sensorcoach.runner.options import SessionOptions
from sensorcoach.simulator.radio import RadioModel, transmit
from sensorcoach.simulator.session import random_session

CAPTURE = real_folder() / "wire" / "wt901-100hz-capture.jsonl"
HEAD = '{"format": "wt901-recording", "version": 1}'


def opened(path: Path) -> PacketRecording:
    """The file as a recording of packets."""
    recording = open_recording(path)
    assert isinstance(recording, PacketRecording)
    return recording


@pytest.mark.skipif(not CAPTURE.exists(), reason=f"needs a capture of a real sensor: {HOW_TO_NAME}")
def test_a_real_sensors_stall_and_its_lost_frames_are_reported():
    """Three seconds of a real WT901: the stall is one gap, just before 0.6 s, and 12 or 13 frames were lost in it."""
    run = PacketRun(opened(CAPTURE), SessionOptions())
    events = [event for _, known in run.event_groups(60.0) for event in known]
    (gap,) = [event for event in events if isinstance(event, GapFound)]
    assert 0.3 < gap.start_s < 0.5
    assert 0.11 < gap.end_s - gap.start_s < 0.15
    told = [notice for notice in run.facts(0.0).notices if "lost" in notice]
    assert told[0].startswith(("About 12 samples", "About 13 samples"))


def test_the_packets_are_those_in_the_file(tmp_path: Path):
    """Every notification comes out with its bytes and its arrival, and their number gives the rate."""
    packets = transmit(random_session(3), DEVICE, RadioModel(), 3)[:200]
    rows = [json.dumps({"hex": one.payload.hex(), "t": one.arrival_s}) for one in packets]
    path = tmp_path / "session.jsonl"
    path.write_text("\n".join([HEAD, *rows]) + "\n")
    recording = opened(path)
    read = [one for group in recording.packets(1.0) for one in group]
    assert read == packets
    assert [one for group in recording.packets(1e9) for one in group] == packets
    assert recording.description is not None
    assert (recording.description.device_id, recording.description.rate_hz) == ("witmotion", 100.0)
    assert recording.duration_s == packets[-1].arrival_s


@pytest.mark.parametrize(
    "line", ['{"hex": "55", "t": "soon"}', '{"t": 1.0}', "nothing", '{"hex": "5", "t": 1.0}', "[]"]
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str):
    """The error for any other line has its number."""
    path = tmp_path / "session.jsonl"
    path.write_text(f"{HEAD}\n{line}\n")
    with pytest.raises(InputError, match="Line 2"):
        open_recording(path)
