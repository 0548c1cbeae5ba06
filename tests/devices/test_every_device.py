"""Conformance tests for each sensor, by any author: it streams, and no input over the air does harm."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.device import BATTERY_UUID, Device
from sensorcoach.devices.registry import OURS
from sensorcoach.devices.validate import find_faults
from sensorcoach.errors import UsageError
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, MARK_DISCARD, MARK_END, MARK_ROLE, MARK_START, Packet
from sensorcoach.samples import Frames, Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.against_fake import SessionWithFake, movement

EVERY_DEVICE = pytest.mark.parametrize(
    "device", [device for device in OURS if device.over_bluetooth], ids=lambda device: device.id
)
EVERY_DEVICE_OF_OURS = pytest.mark.parametrize("device", OURS, ids=lambda device: device.id)
TELLS_A_BATTERY_LEVEL = pytest.mark.parametrize(
    "device",
    [device for device in OURS if "battery" in [one.role for one in device.characteristics]],
    ids=lambda device: device.id,
)
PAGES = Path(__file__).parents[2] / "firmware_notes"
LONGEST_NOTIFICATION = 512
FIELDS = ("arrival_s", "acc_mps2", "gyro_radps", "index", "device_time_s")
MOST_GROWTH_BYTES = 2_000
"""Of a decoder that is fed ten thousand packets more: a fifth of a byte for each."""


def session_of(device: Device, seconds: float = 4.0) -> tuple[SessionWithFake, Samples]:
    """A session at the usual rate with the device's own fake, and the samples that it was given."""
    session = SessionWithFake(device, device.peripheral(device.usual_hz, "gyro" in device.sensors), device.usual_hz)
    samples = movement(round(seconds * session.rate_hz), session.rate_hz, device.ranges_g[0])
    session.feed(samples)
    return session, samples


def joined(parts: list[Frames], field: str) -> np.ndarray | None:
    """One field of many frames; None if they have it not."""
    arrays = [getattr(part, field) for part in parts if len(part)]
    return None if not arrays or arrays[0] is None else np.concatenate(arrays)


def assert_sound(frames: Frames) -> None:
    """Every field has its length and only numbers in it, and what must rise does."""
    assert frames.acc_mps2.shape == (len(frames), 3)
    assert np.isfinite(frames.acc_mps2).all()
    assert frames.gyro_radps is None or (frames.gyro_radps.shape == (len(frames), 3))
    assert frames.gyro_radps is None or np.isfinite(frames.gyro_radps).all()
    assert frames.index is None or (len(frames.index) == len(frames) and np.all(np.diff(frames.index) > 0))
    times_s = frames.device_time_s
    assert times_s is None or (len(times_s) == len(frames) and np.all(np.diff(times_s) > 0))
    for array in (frames.arrival_s, frames.acc_mps2, frames.gyro_radps, frames.index, times_s):
        assert array is None or not array.flags.writeable


def roles_of(device: Device) -> list[str]:
    """Every role that packets of it can have, and one that they cannot."""
    return [one.role for one in device.characteristics] + ["no-such-role", LINK_ROLE, MARK_ROLE]


def hostile(device: Device, seed: int) -> Iterator[Packet]:
    """Notifications of every length on every role: noise, zeros, ones, and real ones cut, lengthened or spoilt."""
    random = np.random.default_rng(seed)
    real, _ = session_of(device, 1.0)
    by_role = {role: [p.payload for p in real.packets if p.role == role] or [b"\1"] for role in roles_of(device)}
    now_s = 10.0
    for length in range(LONGEST_NOTIFICATION + 1):
        for role, payloads in by_role.items():
            now_s += 0.001
            true = payloads[length % len(payloads)]
            spoilt = bytearray((true * (length // max(len(true), 1) + 1))[:length])
            if spoilt:
                spoilt[random.integers(length)] ^= 1 << random.integers(8)
            kinds = (
                random.bytes(length),
                bytes(length),
                b"\xff" * length,
                bytes(spoilt),
                true[:2] + random.bytes(length),
            )
            yield from (Packet(now_s, payload[:LONGEST_NOTIFICATION], role) for payload in kinds)


@EVERY_DEVICE
def test_its_description_is_right(device: Device):
    """UUIDs in full and in lower case, a usual rate among its rates, a characteristic that notifies."""
    assert not find_faults(device)


@EVERY_DEVICE
def test_it_has_a_page_that_names_what_the_code_uses(device: Device):
    """The page of a sensor names each UUID that the program uses."""
    page = PAGES / (device.page or f"{device.id}.md")
    assert page.exists(), f"firmware_notes/ has no page for {device.id}"
    text = page.read_text(encoding="utf-8").lower()
    for one in device.characteristics:
        shown = one.uuids[0] if one.uuids[0] != BATTERY_UUID else "2a19"
        assert shown in text or shown[:8] + "-…" in text, f"{one.role} {shown}"


@EVERY_DEVICE
def test_it_streams_after_its_start_up(device: Device):
    """The start-up that we play and the sensor as we know it fit each other, at the usual rate and at every other."""
    for rate_hz in (device.usual_hz, *device.rates_hz):
        session = SessionWithFake(device, device.peripheral(device.usual_hz, "gyro" in device.sensors), rate_hz)
        assert session.rate_hz == rate_hz
        assert session.fake.streaming_hz == rate_hz


@EVERY_DEVICE
def test_it_streams_again_after_a_lost_connection_and_after_a_reboot(device: Device):
    """Connected again, the same start-up brings the same stream, whatever the sensor has forgotten, kept or stored."""
    fake = device.peripheral(device.usual_hz, "gyro" in device.sensors)
    for interrupt in (fake.disconnected, fake.rebooted, fake.disconnected):
        session = SessionWithFake(device, fake, device.usual_hz)
        assert fake.streaming_hz == session.rate_hz
        session.feed(movement(100, session.rate_hz, 1.0))
        decoder = device.decoder(session.rate_hz)
        assert len(decoder.feed(session.packets))
        interrupt()


@EVERY_DEVICE
def test_a_rate_that_it_lacks_is_refused_with_those_it_has(device: Device):
    """A session at another than the requested rate is reported."""
    with pytest.raises(UsageError, match=f"{device.usual_hz:g}"):
        next(device.startup(61.5))


@EVERY_DEVICE
@pytest.mark.parametrize("way", ["over a session", "straight from the encoder"])
def test_what_its_fake_sends_is_what_it_was_given(device: Device, way: str):
    """Samples put on the wire come back in order, none missing, none twice, within half a step of the wire."""
    session, samples = session_of(device)
    packets = session.packets
    if way != "over a session":
        packets = [Packet(0.1 * k, payload) for k, payload in enumerate(device.encoder(device.usual_hz).feed(samples))]
    decoder = device.decoder(session.rate_hz)
    frames = decoder.feed(packets)
    assert_sound(frames)
    assert len(samples) - 2 * device.usual_hz < len(frames) <= len(samples)
    step_mps2 = acc_step_mps2(device)
    assert step_mps2 <= 2.0 * device.ranges_g[0] * STANDARD_GRAVITY_MPS2 / 2**11
    assert np.abs(frames.acc_mps2 - samples.acc_mps2[: len(frames)]).max() <= 0.501 * step_mps2 + 1e-5
    assert (decoder.lost_samples, decoder.repeated_packets) == (0, 0)
    assert decoder.skipped_bytes == 0


def acc_step_mps2(device: Device) -> float:
    """The smallest difference that the wire shows of an acceleration that rises very slowly."""
    acc_mps2 = np.linspace(-1.0, 1.0, 6000)[:, None] * np.ones(3)
    samples = Samples(np.arange(6000) / device.usual_hz, acc_mps2, np.zeros((6000, 3)))
    packets = [Packet(0.1 * k, payload) for k, payload in enumerate(device.encoder(device.usual_hz).feed(samples))]
    levels = np.unique(np.round(device.decoder(device.usual_hz).feed(packets).acc_mps2[:, 0], 9))
    return float(np.median(np.diff(levels)))


@EVERY_DEVICE
def test_hostile_notifications_of_every_length_do_no_harm(device: Device):
    """Noise on any characteristic is counted and never raises; what comes out of it is still numbers."""
    decoder = device.decoder(device.usual_hz)
    for packet in hostile(device, 1):
        assert_sound(decoder.feed([packet]))
    assert decoder.skipped_bytes > 10_000
    assert decoder.battery_percent is None or 0 <= decoder.battery_percent <= 100
    assert decoder.lost_samples >= 0
    assert len(decoder.requests()) < 100


@TELLS_A_BATTERY_LEVEL
def test_a_battery_level_that_makes_no_sense_changes_nothing(device: Device):
    """After 42 % neither an empty level nor one of 255 % is believed, whether they come together or one by one."""
    levels = [Packet(float(at), level, "battery") for at, level in enumerate((b"\x2a\0", b"", b"\xff\0", b""))]
    together, one_by_one = device.decoder(device.usual_hz), device.decoder(device.usual_hz)
    together.feed(levels)
    for packet in levels:
        one_by_one.feed([packet])
    assert together.battery_percent == one_by_one.battery_percent == 42


@EVERY_DEVICE
def test_after_hostile_notifications_it_still_reads_the_good_ones(device: Device):
    """A burst of noise costs what it hit; once the sensor has been connected again, samples come as before."""
    decoder = device.decoder(device.usual_hz)
    decoder.feed(list(hostile(device, 2)))
    session, samples = session_of(device)
    later = [Packet(packet.arrival_s + 1000.0, packet.payload, packet.role) for packet in session.packets]
    frames = decoder.feed(later)
    assert len(frames) > 0.5 * len(samples)
    found = frames.acc_mps2[-1]
    assert np.abs(samples.acc_mps2 - found).max(axis=1).min() <= acc_step_mps2(device)


@EVERY_DEVICE_OF_OURS
def test_marks_of_the_person_are_not_sensor_data(device: Device):
    """Marks of sets between the packets, and any other packet with their role, change neither samples nor counts."""
    packets = packets_of(device)
    said = (MARK_START, MARK_END, MARK_DISCARD, b"", packets[0].payload)
    marked = [
        one for packet in packets for one in (packet, *(Packet(packet.arrival_s, what, MARK_ROLE) for what in said))
    ]
    plain, with_marks = device.decoder(device.usual_hz), device.decoder(device.usual_hz)
    expected, got = plain.feed(packets), with_marks.feed(marked)
    assert len(expected)
    for field in FIELDS:
        one, other = getattr(got, field), getattr(expected, field)
        assert (one is None) == (other is None)
        assert one is None or np.array_equal(one, other)
    for count in ("skipped_bytes", "lost_samples", "repeated_packets", "battery_percent"):
        assert getattr(with_marks, count) == getattr(plain, count)


def packets_of(device: Device) -> list[Packet]:
    """A second of it over its fake, or what a phone pushes in a few."""
    if device.over_bluetooth:
        return session_of(device, 1.0)[0].packets
    payloads = device.encoder(device.usual_hz).feed(movement(400, device.usual_hz, 1.0))
    return [Packet(0.1 * k, payload) for k, payload in enumerate(payloads)]


@EVERY_DEVICE_OF_OURS
def test_only_a_sensor_that_numbers_its_samples_counts_losses(device: Device):
    """A sensor whose losses are counted sends numbers or times of its samples; any other sends neither."""
    frames = device.decoder(device.usual_hz).feed(packets_of(device))
    assert len(frames)
    assert (frames.index is not None or frames.device_time_s is not None) == device.numbers_samples


@EVERY_DEVICE
def test_memory_does_not_grow(device: Device):
    """However much noise comes, and however many samples, the decoder holds no more than before."""
    decoder = device.decoder(device.usual_hz)
    wire = [*hostile(device, 3), *session_of(device)[0].packets]
    assert len(wire) > 10_000
    held_bytes: list[int] = []
    for _ in range(2):
        for packet in wire:
            decoder.feed([packet])
        held_bytes.append(size_of(decoder))
    assert held_bytes[1] - held_bytes[0] < MOST_GROWTH_BYTES


def size_of(root: object) -> int:
    """Bytes of everything that can be reached from here, code left out."""
    seen: set[int] = set()
    waiting, total = [root], 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType | BuiltinFunctionType):
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        waiting += gc.get_referents(one)
        if isinstance(one, np.ndarray) and one.base is not None:
            waiting.append(one.base)
    return total


@st.composite
def wires(draw: st.DrawFn, device: Device) -> list[Packet]:
    """A session in bad weather: packets lost, twice, cut, followed by noise, and connections lost and made again."""
    session, _ = session_of(device, 1.0)
    wire: list[Packet] = []
    for packet in session.packets:
        fate = draw(st.sampled_from(["well"] * 8 + ["lost", "twice", "cut", "noise", "link"]))
        if fate == "cut":
            wire.append(Packet(packet.arrival_s, packet.payload[: draw(st.integers(0, 40))], packet.role))
        elif fate != "lost":
            wire.append(packet)
        if fate == "twice":
            wire.append(packet)
        if fate == "noise":
            role = draw(st.sampled_from(roles_of(device)))
            wire.append(Packet(packet.arrival_s, draw(st.binary(max_size=60)), role))
        if fate == "link":
            wire += [Packet(packet.arrival_s, payload, LINK_ROLE) for payload in (LINK_DOWN, LINK_UP)]
    return wire


@EVERY_DEVICE
@settings(max_examples=25)
@given(data=st.data())
def test_the_same_samples_however_the_packets_are_grouped(device: Device, data: st.DataObject):
    """One packet at a time or all at once: same samples, same counts."""
    wire = data.draw(wires(device))
    whole, parts = device.decoder(device.usual_hz), device.decoder(device.usual_hz)
    expected = [whole.feed(wire)]
    got: list[Frames] = []
    position = 0
    while position < len(wire):
        size = data.draw(st.integers(1, 9))
        got.append(parts.feed(wire[position : position + size]))
        position += size
    assert sum(map(len, got)) == len(expected[0])
    for frames in (*got, *expected):
        assert_sound(frames)
    for field in FIELDS:
        one, other = joined(got, field), joined(expected, field)
        assert (one is None) == (other is None)
        assert one is None or other is None or np.array_equal(one, other)
    for count in ("skipped_bytes", "lost_samples", "repeated_packets", "battery_percent"):
        assert getattr(parts, count) == getattr(whole, count)
    assert list(parts.requests()) == list(whole.requests())
