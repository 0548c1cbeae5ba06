"""A session done with a phone, over HTTP on this computer."""

import json
import random
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.devices.families.phone.device import PhoneDecoder
from sensorcoach.devices.families.phone.fake import PUSH_S, PhoneEncoder
from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import Event, RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.description import Description
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.samples import Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.radio import RadioModel, transmit
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate
from tests.sources.phone_calls import Line, on_the_line

PHONE = device_by_id("phone")


@cache
def session() -> SimulatedSession:
    """A set of glute bridges with the phone at the pelvis, simulated."""
    plan = usual_plan(find_exercise("glute-bridge"), sets=1, reps=5, life=True)
    return simulate(plan, random_person(4), random_sensor(4, 100.0), 4)


def in_disorder(bodies: list[bytes]) -> list[tuple[float, bytes]]:
    """When pushes arrive that are up to 0.3 s on their way and overtake each other, a tenth of them twice."""
    dice = random.Random(7)  # noqa: S311 - no secret
    calls = [
        (PUSH_S * (k + 1) + dice.uniform(0.0, 0.3), body)
        for k, body in enumerate(bodies)
        for _ in range(2 if dice.random() < 0.1 else 1)
    ]
    return sorted(calls)


async def pushed(line: Line) -> tuple[list[Packet], LinkStatus, int]:
    """The session pushed in disorder: the packets that came out, the status, and how many pushes came twice."""
    sent = PhoneEncoder(100.0).make_bodies(session().samples)
    calls = in_disorder(sent)
    packets: list[Packet] = []
    for arrival_s, body in calls:
        line.clock.now_s = arrival_s
        assert await line.call(body) == 200
        packets.append(await anext(line.source))
    return packets, line.source.status, len(calls) - len(sent)


@cache
def received() -> tuple[list[Packet], LinkStatus, int]:
    """As `pushed`, once for all tests."""
    return on_the_line(pushed)


def reps_of(events: list[Event]) -> list[RepCounted]:
    """The reps among events."""
    return [event for event in events if isinstance(event, RepCounted)]


def counted(pipeline: Pipeline, events: list[Event]) -> list[RepCounted]:
    """The reps among these events and the last ones."""
    return reps_of(events + pipeline.finish())


def test_samples_equal_the_sent_ones():
    """Pushed out of order and twice, every sample of the session comes out once, in order, as it was measured."""
    packets, _, _ = received()
    frames = PHONE.decoder(None).feed(packets)
    felt = session().samples
    count = len(frames)
    assert 0 <= len(felt) - count < 10
    np.testing.assert_allclose(frames.acc_mps2, felt.acc_mps2[:count], atol=1e-9)
    assert frames.gyro_radps is not None
    assert felt.gyro_radps is not None
    np.testing.assert_allclose(frames.gyro_radps, felt.gyro_radps[:count], atol=1e-9)


def test_the_same_reps_as_the_plain_way():
    """Through HTTP, recording, replay and pipeline the reps are those of the bare samples, at the same times."""
    exercise, placement = find_exercise("glute-bridge"), session().plan.placement
    plain_way = Pipeline(exercise, placement)
    plain = counted(plain_way, plain_way.feed_samples(session().samples))
    phone = Pipeline(exercise, placement, PHONE.decoder(None), 100.0)
    reps = counted(phone, [event for packet in received()[0] for event in phone.feed([packet])])
    assert len(plain) >= 5
    assert [event.rep.number for event in reps] == [event.rep.number for event in plain]
    lateness_s = [b.rep.hold_start_s - a.rep.hold_start_s for a, b in zip(plain, reps, strict=True)]
    assert np.ptp(lateness_s) < 0.05


def test_the_mirror_image_has_the_same_reps():
    """An iPhone with units not standardised turns all accelerations round; the reps are the same."""
    exercise, placement = find_exercise("glute-bridge"), session().plan.placement
    felt = session().samples
    counts: list[list[float]] = []
    for sign in (1.0, -1.0):
        pipeline = Pipeline(exercise, placement)
        turned = Samples(felt.time_s, sign * felt.acc_mps2, felt.gyro_radps)
        counts.append([event.rep.rom_rad for event in counted(pipeline, pipeline.feed_samples(turned))])
    assert counts[0]
    np.testing.assert_allclose(counts[1], counts[0], rtol=1e-3)


def test_a_recording_holds_what_came(tmp_path: Path):
    """Recorded and read back, the packets are the same, and the recording is replayed by the name of the sensor."""
    packets, _, _ = received()
    path = tmp_path / "phone.mcap"
    with RecordingWriter.create(path, Description("phone", 100.0), to_disk=False) as writer:
        writer.write(packets)
    reader = RecordingReader(path)
    assert [packet for group in reader.packets() for packet in group] == packets
    assert reader.description is not None
    assert device_by_id(reader.description.device_id) is PHONE


def test_status_of_a_session():
    """While it goes on, the screen can show that the phone streams, how fast, and what came twice."""
    _, status, repeated = received()
    assert status.state is LinkState.STREAMING
    assert status.rate_hz is not None
    assert abs(status.rate_hz * np.diff(session().samples.time_s).mean() - 1.0) < 1e-4
    assert (status.lost, status.errors, status.repeated) == (0, 0, repeated)
    assert status.batch is not None
    assert status.batch >= 10.0


@pytest.mark.parametrize("loss", [0.0, 0.05])
def test_times_are_right_on_a_bad_network(loss: float):
    """In bunches, stalled 3 % of the time, a twentieth lost: times are right to 5 ms, and losses are counted."""
    network = RadioModel(interval_s=0.045, stalls_per_s=0.12, stall_s=(0.1, 0.4), loss=loss)
    packets = transmit(session(), PHONE, network, 3)
    decoder, clock = PhoneDecoder(), SampleClock(100.0)
    frames = decoder.feed(packets)
    times_s = np.concatenate([clock.feed(frames).time_s, clock.finish().time_s])
    assert frames.device_time_s is not None
    late_s = times_s - session().samples.time_s[np.rint(frames.device_time_s * 100.0).astype(int)]
    assert np.std(late_s) < 0.005
    newest = round(frames.device_time_s[-1] * 100.0) // 10
    numbers = [json.loads(zlib.decompress(packet.payload))["messageId"] for packet in packets]
    assert decoder.lost_samples == 10 * (newest + 1 - sum(number <= newest for number in numbers))
    assert (decoder.lost_samples > 0) == (loss > 0.0)
