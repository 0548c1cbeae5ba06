"""Polar H10 and Verity Sense: raw and compressed frames."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.device import Device
from sensorcoach.devices.families import polar_h10
from sensorcoach.devices.families.polar_pmd.decoder import PolarPmdDecoder
from sensorcoach.devices.families.polar_pmd.fake import PolarPmdEncoder
from sensorcoach.devices.families.polar_pmd.frames import (
    encode_compressed_frame,
    encode_raw_frame,
    read_stamp,
)
from sensorcoach.devices.families.polar_pmd.start_up import (
    FACTOR,
    encode_response,
    encode_settings,
)
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.fake_sensors import assert_same, fed_in_pieces, index_of, packets_of, swaying, talk
from tests.devices.polar_sensors import BOTH, DELTA_1, H10, RAW, fake_of, mg_of, values_of


def test_the_raw_frame_of_the_maker_has_the_values_known_for_it():
    """(-9, -1, 999) and (-8, -2, 997) mg; the time stamp, 2 s, is that of the last."""
    frames = PolarPmdDecoder((100.0,), 100.0).feed([Packet(7.0, RAW)])
    assert mg_of(frames) == [[-9, -1, 999], [-8, -2, 997]]
    assert frames.device_time_s is not None
    np.testing.assert_allclose(frames.device_time_s, [1.99, 2.0])
    assert frames.arrival_s.tolist() == [7.0, 7.0]
    assert frames.gyro_radps is None


def test_the_compressed_frame_of_the_maker_has_the_values_known_for_it():
    """(-15, 20, 1008), then six-bit differences lead to (-20, 17, 1008)."""
    assert read_stamp(DELTA_1) == 101
    assert values_of(DELTA_1).tolist() == [[-15, 20, 1008], [-20, 17, 1008]]


def test_a_compressed_frame_in_g_is_scaled_by_the_factor_of_the_start():
    """(1905, 27376, -29282) times 2.44e-4 g is (464, 6679, -7144) mg; a difference adds to that."""
    frame = bytes.fromhex("02 0000000000000000 80 7107 F06A 9E8D")
    np.testing.assert_allclose(np.trunc(values_of(frame, 2.44e-4)), [[464, 6679, -7144]])
    values = np.array([[1905, 27376, -29282], [1905 + 190, 27376 - 105, -29282 - 85]])
    np.testing.assert_allclose(values_of(encode_compressed_frame(0, values, 0x80), 2.44e-4), values * 0.244)


@pytest.mark.parametrize(("kind", "size"), [(0, 1), (1, 2), (2, 3)])
def test_raw_samples_of_one_two_and_three_bytes(kind: int, size: int):
    """Negative numbers are negative in each width."""
    values = [[1, -1, 100], [-128, 127, 0]]
    content = b"".join(value.to_bytes(size, "little", signed=True) for row in values for value in row)
    frame = bytes((2, *bytes(8), kind)) + content
    assert values_of(frame).tolist() == values


def test_differences_of_no_bits_are_empty():
    """A sensor that lies still needs no bits at all."""
    still = bytes.fromhex("02 0000000000000000 81 010002000300 00 04")
    assert values_of(still).tolist() == [[1, 2, 3]] * 5


@pytest.mark.parametrize(
    "frame",
    [
        "02 0000000000000000 81 010002000300 06 01 7B0F",  # a block cut short
        "02 0000000000000000 81 010002000300 06",  # no count
        "02 0000000000000000 81 010002000300 06 00",  # a block of nothing
        "02 0000000000000000 81 010002000300 21 01" + "00" * 13,  # 33 bits
        "02 0000000000000000 81 010002000300" + "00FF" * 5,  # more samples than there can be
        "02 0000000000000000 81 0100020003",  # not even the first sample
        "02 0000000000000000 01 010002000300 01",  # not a whole number of samples
        "02 0000000000000000 03 010002000300",  # an unknown kind
        "05 0000000000000000 01 010002000300",  # the gyroscope
        "02 0000000000000000 01",  # nothing in it
        "",
    ],
)
def test_other_frames_than_acceleration_are_skipped_and_counted(frame: str):
    """Other measurements, unknown kinds and cut frames give no samples."""
    payload = bytes.fromhex(frame)
    decoder = PolarPmdDecoder((100.0,), 100.0)
    assert len(decoder.feed([Packet(0.0, payload)])) == 0
    assert decoder.skipped_bytes == len(payload)


@given(
    values=st.lists(st.tuples(*[st.integers(-32768, 32767)] * 3), min_size=1, max_size=60),
    kind=st.sampled_from([0x80, 0x81]),
    block=st.integers(1, 60),
    time_ns=st.integers(0, 2**64 - 1),
)
def test_compressed_samples_come_out_again(values: list[tuple[int, int, int]], kind: int, block: int, time_ns: int):
    """Any samples, however wild, in blocks of any length."""
    frame = encode_compressed_frame(time_ns, np.array(values, dtype=np.int64), kind, block)
    assert read_stamp(frame) == time_ns
    scale = 1000.0 if kind == 0x80 else 1.0
    assert (values_of(frame) / scale).astype(int).tolist() == [list(row) for row in values]


@BOTH
def test_what_the_fake_sensor_sends_is_read_back(device: Device):
    """Samples put on the wire come back within half a step, with their number and their time."""
    samples = swaying(36 * 26, device.usual_hz)
    decoder = device.decoder(device.usual_hz)
    payloads = device.encoder(device.usual_hz).feed(samples)
    frames = decoder.feed(packets_of(payloads, 0.36))
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51e-3 * STANDARD_GRAVITY_MPS2)
    assert index_of(frames).tolist() == list(range(36 * 26))
    assert frames.device_time_s is not None
    off_s = frames.device_time_s - samples.time_s
    assert off_s.max() - off_s.min() < 1e-5
    assert max(map(len, payloads)) <= device.least_payload


@BOTH
@given(kept=st.lists(st.booleans(), min_size=40, max_size=40))
def test_losses_are_counted_exactly(device: Device, kept: list[bool]):
    """Whatever part of the notifications is lost, the count of lost samples is right."""
    size = 36 if device is H10 else 26
    wire = packets_of(device.encoder(device.usual_hz).feed(swaying(40 * size, device.usual_hz)), size / device.usual_hz)
    there = [number for number, is_kept in enumerate(kept) if is_kept]
    decoder = device.decoder(device.usual_hz)
    frames = decoder.feed([wire[number] for number in there])
    assert index_of(frames)[::size].tolist() == [size * (number - there[0]) for number in there]
    assert decoder.lost_samples == (size * (there[-1] - there[0] + 1 - len(there)) if there else 0)


@pytest.mark.parametrize("range_g", [2.0, 8.0])
def test_values_out_of_range_stick_at_the_end_of_the_scale(range_g: float):
    """A blow beyond the range reads as the range."""
    samples = swaying(36, 100.0)
    hard = type(samples)(samples.time_s, samples.acc_mps2 * 100.0)
    (frame,) = PolarPmdEncoder(100.0, polar_h10.MODEL, range_g).feed(hard)
    assert np.abs(values_of(frame)).max() == range_g * 1000.0


def test_a_calendar_that_restarts_costs_nothing():
    """An H10 whose battery was out comes back in 2019: its samples go on by arrival."""
    before = [encode_raw_frame(8 * 10**17 + 360_000_000 * k, np.zeros((36, 3))) for k in range(10)]
    wire = packets_of([*before, *PolarPmdEncoder(100.0, polar_h10.MODEL).feed(swaying(360, 100.0))], 0.36)
    wire.insert(10, Packet(4.4, LINK_UP, LINK_ROLE))
    decoder = PolarPmdDecoder((100.0,), 100.0)
    frames = decoder.feed(wire)
    assert index_of(frames).tolist() == list(range(720))
    assert decoder.lost_samples == 0


@BOTH
@settings(max_examples=40)
@given(data=st.data())
def test_the_same_samples_however_the_packets_are_grouped(device: Device, data: st.DataObject):
    """One packet at a time or all at once, with losses, repetitions, noise and new connections: the same samples."""
    sensor = fake_of(device)
    wire, _ = talk(device, sensor)
    payloads = [one.payload for one in sensor.feed(swaying(36 * 26, device.usual_hz))]
    for packet in packets_of(payloads, 0.36):
        fate = data.draw(st.sampled_from(["well"] * 5 + ["lost", "twice", "noise", "up", "factor"]))
        wire += {"lost": [], "twice": [packet] * 2}.get(fate, [packet])
        if fate == "noise":
            wire.append(Packet(packet.arrival_s, data.draw(st.binary(max_size=45))))
        if fate == "up":
            wire.append(Packet(packet.arrival_s, LINK_UP, LINK_ROLE))
        if fate == "factor":
            factor = encode_settings({FACTOR: (data.draw(st.sampled_from([1.0, 0.25])),)})
            wire.append(Packet(packet.arrival_s, encode_response(2, 0, factor), "control"))
    whole, parts = device.decoder(device.usual_hz), device.decoder(device.usual_hz)
    expected = whole.feed(wire)
    assert_same(fed_in_pieces(parts, wire, data.draw(st.lists(st.integers(0, len(wire)), max_size=20))), expected)
    assert (parts.lost_samples, parts.repeated_packets) == (whole.lost_samples, whole.repeated_packets)
    assert parts.skipped_bytes == whole.skipped_bytes
    assert np.all(np.diff(index_of(expected)) > 0)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"", b"\2" + bytes(8), b"\2" + bytes(8) + b"\x81" + bytes(6), b"\xf0\2\2\0\0"]),
            st.binary(max_size=260),
            st.sampled_from(["stream", "stream", "control", "battery", "link", "?"]),
        ),
        max_size=20,
    )
)
def test_random_bytes_do_no_harm(pieces: list[tuple[bytes, bytes, str]]):
    """Noise of any length on any characteristic neither raises nor becomes infinite."""
    decoder = PolarPmdDecoder((25.0, 100.0), None)
    for number, (head, payload, role) in enumerate(pieces):
        frames = decoder.feed([Packet(float(number), head + payload, role)])
        assert np.all(np.isfinite(frames.acc_mps2))
        assert len(frames) <= 1024
