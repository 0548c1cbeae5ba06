"""What is fuzzed: every reader of a file or text, and every decoder. A target raises only where it found a fault.

A target takes any bytes. Errors of the program's own tree are right answers; any other exception is a fault.
"""

import io
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from sensorcoach.devices.device import Device
from sensorcoach.devices.families.phone.body import MORE_ROLE, ROLE
from sensorcoach.devices.families.phone.message import read_message
from sensorcoach.devices.registry import OURS
from sensorcoach.errors import InternalError, SensorcoachError
from sensorcoach.exercises.loading import parse_exercise
from sensorcoach.link.last_sensor import load_last_sensor
from sensorcoach.packets import LINK_ROLE, Packet
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.packet_block import decode_block
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.recordings import SampleRecording
from sensorcoach.references.kept_reference import from_toml
from sensorcoach.report.all_exporters import EXPORTERS
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions
from sensorcoach.samples import Frames

Target = Callable[[bytes], None]

CORPUS = Path(__file__).parent / "corpus"
"""A folder for each target: small inputs, and findings."""
_PACKET_HEAD = 3
"""Bytes before the payload of a packet in the input of a decoder: its length (2), and its role and pause (1)."""
_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz")


class FaultError(AssertionError):
    """A reader gave a value that it must never give."""


def read_file(suffix: str, data: bytes) -> None:
    """Open a file and read all of it."""
    path = _write(suffix, data)
    try:
        recording = open_recording(path)
        if isinstance(recording, SampleRecording):
            _check_samples(recording)
        else:
            for group in recording.packets():
                for packet in group:
                    _require(math.isfinite(packet.arrival_s), "an arrival that is not finite")
            _require(math.isfinite(recording.duration_s), "a duration that is not finite")
    except SensorcoachError as error:
        _check_error(error)


def analyze(suffix: str, data: bytes) -> None:
    """Analyze a file and write its document in every format."""
    document = analyze_file(str(_write(suffix, data)), SessionOptions())
    for exporter in EXPORTERS:
        exporter.write(document, io.StringIO())


def read_events(data: bytes) -> None:
    """Read the events of a recording."""
    try:
        for time_s, _ in RecordingReader(_write(".mcap", data)).events():
            _require(math.isfinite(time_s), "a time that is not finite")
    except SensorcoachError as error:
        _check_error(error)


def read_exercise(data: bytes) -> None:
    """Parse a file of the catalogue."""
    _contain(lambda: parse_exercise(data.decode(errors="replace"), "my.toml"))


def read_reference(data: bytes) -> None:
    """Parse a stored reference."""
    _contain(lambda: from_toml(data.decode(errors="replace"), "anna.toml"))


def read_last_sensor(data: bytes) -> None:
    """Read the sensor used last."""
    (Path(_FOLDER.name) / "sensor.toml").write_bytes(data)
    load_last_sensor(Path(_FOLDER.name))


def decode(device: Device, data: bytes) -> None:
    """Decode packets of a sensor, twice: with its usual rate and without any."""
    packets = list(_split_packets(device, data))
    for rate_hz in (device.usual_hz, None):
        decoder = device.decoder(rate_hz)
        for packet in packets:
            _check_frames(decoder.feed([packet]))
            _ = list(decoder.requests())
        held = decoder.finish()
        if held:
            _check_frames(held)


def join_packets(device: Device, packets: Sequence[Packet]) -> bytes:
    """Return the input of `decode` for these packets."""
    roles = _list_roles(device)
    return b"".join(
        len(one.payload).to_bytes(2, "little") + bytes([16 + roles.index(one.role)]) + one.payload for one in packets
    )


def _list_roles(device: Device) -> list[str]:
    return list(dict.fromkeys([*(one.role for one in device.characteristics), ROLE, MORE_ROLE, LINK_ROLE]))


def _split_packets(device: Device, data: bytes) -> Iterator[Packet]:
    roles = _list_roles(device)
    position, arrival_s = 0, 0.0
    while position + _PACKET_HEAD <= len(data):
        length, head = int.from_bytes(data[position : position + 2], "little"), data[position + 2]
        position += _PACKET_HEAD
        arrival_s += 0.01 * (head >> 4)
        yield Packet(arrival_s, data[position : position + length], roles[head % 16 % len(roles)])
        position += length


def _contain(work: Callable[[], object]) -> None:
    try:
        work()
    except SensorcoachError as error:
        _check_error(error)


def _check_error(error: SensorcoachError) -> None:
    _require(not isinstance(error, InternalError), "an internal error")
    _require(bool(error.message and error.remedy), "an error without message or remedy")
    _require(len(error.message) < 3000, "an error as long as its file")


def _check_samples(recording: SampleRecording) -> None:
    last_s = -math.inf
    _require(math.isfinite(recording.duration_s) and math.isfinite(recording.rate_hz), "facts that are not finite")
    for block in recording.samples():
        _require(bool(np.isfinite(block.time_s).all() and np.isfinite(block.acc_mps2).all()), "values not finite")
        _require(bool((np.diff(block.time_s, prepend=last_s) > 0.0).all()), "times that do not rise")
        _require(block.gyro_radps is None or bool(np.isfinite(block.gyro_radps).all()), "gyro not finite")
        last_s = float(block.time_s[-1])


def _check_frames(frames: Frames) -> None:
    _require(frames.acc_mps2.shape == (len(frames), 3), "a wrong shape")
    _require(bool(np.isfinite(frames.acc_mps2).all()), "acceleration that is not finite")
    _require(frames.gyro_radps is None or bool(np.isfinite(frames.gyro_radps).all()), "gyro not finite")


def _require(condition: bool, found: str) -> None:  # noqa: FBT001 - a condition is what it is
    if not condition:
        raise FaultError(found)


def _write(suffix: str, data: bytes) -> Path:
    path = Path(_FOLDER.name) / f"input{suffix}"
    path.write_bytes(data)
    return path


def _read_block(data: bytes) -> None:
    _ = decode_block(data)


def _read_push(data: bytes) -> None:
    _ = read_message(data, 1.0)


TARGETS: dict[str, Target] = {
    "csv": partial(read_file, ".csv"),
    "csv-analyzed": partial(analyze, ".csv"),
    "jsonl": partial(read_file, ".jsonl"),
    "jsonl-analyzed": partial(analyze, ".jsonl"),
    "mcap": partial(read_file, ".mcap"),
    "mcap-analyzed": partial(analyze, ".mcap"),
    "events": read_events,
    "packet-block": _read_block,
    "exercise": read_exercise,
    "reference": read_reference,
    "last-sensor": read_last_sensor,
    "push": _read_push,
    **{f"decoder-{device.id}": partial(decode, device) for device in OURS},
}
"""Name and function of each target."""

SHARED_CORPUS = {"csv-analyzed": "csv", "jsonl-analyzed": "jsonl", "mcap-analyzed": "mcap", "events": "mcap"}
"""Targets that use the corpus of another."""


def load_corpus(name: str) -> list[bytes]:
    """Return the inputs of a target in the order of their names."""
    folder = CORPUS / SHARED_CORPUS.get(name, name)
    return [path.read_bytes() for path in sorted(folder.iterdir())]
