"""The description of a recording of packets: duration, rate and faults."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sensorcoach.devices.registry import device_by_id
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.report.table import format_table
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation
from sensorcoach.runner.options import SessionOptions

DEVICES = ["open-profile", "witmotion"]


@pytest.fixture(scope="module", params=DEVICES)
def recording(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated set, nothing lost."""
    order = SimulationRequest("glute-bridge", sets=1, reps=3, life=False, device=request.param)
    return write_simulation(order, tmp_path_factory.mktemp("simulated"))[0]


def packets_of(path: Path) -> list[Packet]:
    """All packets of a recording."""
    return [packet for group in RecordingReader(path).packets() for packet in group]


def document_of(
    path: Path, packets: Sequence[Packet], device_id: str, rate_hz: float | None = 50.0
) -> AnalysisDocument:
    """The document of a recording of these packets."""
    with RecordingWriter.create(path, Description(device_id, rate_hz, "glute-bridge", "pelvis")) as writer:
        writer.write(packets)
    return analyze_file(str(path), SessionOptions())


def device_of(path: Path) -> str:
    """The id of the sensor that a recording names."""
    description = RecordingReader(path).description
    assert description is not None
    return description.device_id


def test_the_time_before_the_first_packet_does_not_count(recording: Path, tmp_path: Path):
    """A recording whose first packet came after a minute is as long and as fast as one where it came at once."""
    late = [replace(packet, arrival_s=packet.arrival_s + 60.0) for packet in packets_of(recording)]
    early = analyze_file(str(recording), SessionOptions())["recording"]
    found = document_of(tmp_path / "late.mcap", late, device_of(recording))["recording"]
    assert found["duration_s"] == pytest.approx(early["duration_s"], abs=0.002)
    assert found["rate_hz"] == pytest.approx(early["rate_hz"], abs=0.02)
    assert found["rate_hz"] == pytest.approx(50.0, rel=0.01)


@pytest.mark.parametrize("rate_hz", [50.0, None])
def test_all_at_once(recording: Path, tmp_path: Path, rate_hz: float | None):
    """Packets noted with one and the same time still have a length and a rate: what the sensor is set to."""
    at_once = [replace(packet, arrival_s=5.0) for packet in packets_of(recording)]
    found = document_of(tmp_path / "once.mcap", at_once, device_of(recording), rate_hz)["recording"]
    assert found["rate_hz"] == (rate_hz or 100.0)
    assert found["duration_s"] > 5.0


def test_another_sensor_than_the_recording_names(recording: Path, tmp_path: Path):
    """Bytes of another sensor than the recording names are an error that says how many there were, not silence."""
    (other,) = set(DEVICES) - {device_of(recording)}
    packets = packets_of(recording)
    document = document_of(tmp_path / "other.mcap", packets, other)
    error = document.get("error")
    assert error is not None
    assert error["code"] == "no_samples"
    assert f"{len(packets)} packets with {sum(len(packet.payload) for packet in packets)} bytes" in error["message"]
    assert other in error["message"]


def test_nothing_received(tmp_path: Path):
    """A recording without one packet is an error as well."""
    error = document_of(tmp_path / "none.mcap", [], "witmotion").get("error")
    assert error is not None
    assert error["code"] == "no_samples"


def test_bytes_that_make_no_sense(recording: Path, tmp_path: Path):
    """Bytes that were left out are counted in a notice, in the document and in the table."""
    packets = packets_of(recording)
    packets.insert(40, replace(packets[40], payload=bytes(17)))
    document = document_of(tmp_path / "noise.mcap", packets, device_of(recording))
    (notice,) = document["recording"]["notices"]
    assert notice.startswith("17 of ")
    assert f"notice: {notice}" in format_table(document)


def test_lost_samples(tmp_path: Path):
    """Where a sensor numbers its samples, those that did not arrive are counted in a notice."""
    whole = write_simulation(SimulationRequest("glute-bridge", sets=1, reps=3, life=False), tmp_path / "s")[0]
    packets = [packet for packet in packets_of(whole) if packet.role == "stream"]
    decoded = len(device_by_id("open-profile").decoder(None).feed(packets[40:41]))
    document = document_of(tmp_path / "lost.mcap", packets[:40] + packets[41:], "open-profile")
    (notice,) = document["recording"]["notices"]
    assert notice.startswith(f"{decoded} samples were lost")
