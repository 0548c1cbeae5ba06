"""Movella DOT: one time-stamped sample a notification."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.device import Read, RefusedError
from sensorcoach.devices.families.movella_dot import (
    DEVICE,
    MovellaDotDecoder,
    MovellaDotEncoder,
    MovellaDotPeripheral,
    decode_output_rate_hz,
)
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from tests.devices.dialogue import steps_of, written
from tests.devices.fake_sensors import assert_same, fed_in_pieces, index_of, packets_of, swaying, talk

MODE_6 = bytes.fromhex("d8052244af9640406b2aa7405add14c000000000")
"""Time and acceleration are at the same offsets as in mode 21; the rate of turn is missing."""


def test_a_notification_from_the_wild_has_the_values_known_for_it():
    """Time stamp and acceleration are those its finder published, for the part that the modes share."""
    frames = MovellaDotDecoder(60.0).feed([Packet(0.0, MODE_6[:16] + bytes(12))])
    assert frames.device_time_s is not None
    assert frames.device_time_s.tolist() == [1143.080408]
    np.testing.assert_allclose(frames.acc_mps2, [[3.009, 5.224, -2.326]], atol=5e-4)


def test_other_modes_are_not_taken_for_ours():
    """Twenty bytes of free acceleration, without gravity, are skipped and counted."""
    decoder = MovellaDotDecoder(60.0)
    assert len(decoder.feed([Packet(0.0, MODE_6)])) == 0
    assert decoder.skipped_bytes == 20


def test_what_the_fake_sensor_sends_is_read_back():
    """Samples put on the wire come back, with their number and their time."""
    samples = swaying(300, 60.0)
    assert samples.gyro_radps is not None
    frames = MovellaDotDecoder(60.0).feed(packets_of(MovellaDotEncoder(60.0).feed(samples), 1 / 60))
    assert frames.gyro_radps is not None
    assert frames.device_time_s is not None
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, rtol=1e-6)
    np.testing.assert_allclose(frames.gyro_radps, samples.gyro_radps, rtol=1e-6)
    np.testing.assert_allclose(frames.device_time_s, samples.time_s, atol=2e-6)
    assert index_of(frames).tolist() == list(range(300))


@given(kept=st.lists(st.booleans(), min_size=200, max_size=200))
def test_losses_are_counted_exactly(kept: list[bool]):
    """Whatever part of the notifications is lost, the count of lost samples is right."""
    wire = packets_of(MovellaDotEncoder(60.0).feed(swaying(200, 60.0)), 1 / 60)
    there = [number for number, is_kept in enumerate(kept) if is_kept]
    decoder = MovellaDotDecoder(60.0)
    frames = decoder.feed([wire[number] for number in there])
    assert index_of(frames).tolist() == [number - there[0] for number in there]
    assert decoder.lost_samples == (there[-1] - there[0] + 1 - len(there) if there else 0)


def test_the_start_up_learns_the_rate_and_writes_no_setting():
    """The rate its owner has set is read, not written; the only write starts mode 21."""
    steps, rate_hz = steps_of(DEVICE.startup(60.0))
    assert isinstance(steps[0], Read)
    assert written(steps) == ["010115"]
    assert rate_hz == 60.0
    assert [write.payload.hex() for write in DEVICE.stop] == ["010015"]


@pytest.mark.parametrize(("set_hz", "streamed_hz"), [(60.0, 60.0), (30.0, 30.0), (120.0, 60.0)])
def test_the_sensor_streams_after_the_start_up(set_hz: float, streamed_hz: float):
    """It streams at the rate it is set to, or at the fastest it can live."""
    sensor = MovellaDotPeripheral(set_hz)
    assert sensor.streaming_hz is None
    _, agreed_hz = talk(DEVICE, sensor)
    assert agreed_hz == streamed_hz
    assert sensor.streaming_hz == streamed_hz
    assert len(sensor.feed(swaying(10, 60.0))) == 10
    for write in DEVICE.stop:
        sensor.write(write.role, write.payload)
    assert sensor.feed(swaying(10, 60.0)) == []


def test_a_sensor_set_too_slow_is_refused_with_the_remedy():
    """4 Hz is too low to count reps; the message says where to change it."""
    with pytest.raises(SensorError, match=r"4 Hz.*60 Hz in the maker's app"):
        talk(DEVICE, MovellaDotPeripheral(4.0))
    with pytest.raises(UsageError, match=r"100 Hz.*60"):
        steps_of(DEVICE.startup(100.0))


def test_an_unknown_command_is_refused_by_the_fake_sensor():
    """What a real sensor would not do, ours does not do either."""
    with pytest.raises(RefusedError):
        MovellaDotPeripheral(60.0).write("control", b"\x01\x01\x06")


def test_the_settings_give_the_rate_only_if_there_are_any():
    """Short or empty settings have no rate."""
    assert decode_output_rate_hz(bytes(24) + b"\x3c\x00" + bytes(6)) == 60.0
    assert [decode_output_rate_hz(settings) for settings in (None, b"", bytes(25), bytes(32))] == [None] * 4


def test_notifications_cut_to_20_bytes_give_nothing():
    """At an MTU of 23 the rest is lost on the way: no wrong sample, and an error count."""
    decoder = MovellaDotDecoder(60.0)
    frames = decoder.feed([Packet(0.0, payload[:20]) for payload in MovellaDotEncoder(60.0).feed(swaying(5, 60.0))])
    assert len(frames) == 0
    assert decoder.skipped_bytes == 100
    assert DEVICE.least_payload == 28


def test_charge_is_heard():
    """Level and whether it is charging come as two bytes; the level counts."""
    sensor = MovellaDotPeripheral(60.0)
    (level,) = sensor.battery(42)
    decoder = MovellaDotDecoder(60.0)
    decoder.feed([Packet(0.0, level.payload, level.role)])
    assert decoder.battery_percent == 42
    assert sensor.read("battery") == level.payload


def test_numbers_that_are_not_a_measurement_are_skipped():
    """Infinite, missing and absurd numbers do not get into the samples."""
    decoder = MovellaDotDecoder(60.0)
    wrong = [np.float32(value).tobytes() for value in (np.nan, np.inf, -np.inf, 3e38)]
    frames = decoder.feed([Packet(float(n), bytes(24) + value) for n, value in enumerate(wrong)])
    assert len(frames) == 0
    assert decoder.skipped_bytes == 4 * 28


@settings(max_examples=40)
@given(data=st.data())
def test_the_same_samples_however_the_packets_are_grouped(data: st.DataObject):
    """One packet at a time or all at once, with losses, repetitions, noise and new connections: the same samples."""
    wire: list[Packet] = []
    for packet in packets_of(MovellaDotEncoder(60.0).feed(swaying(60, 60.0)), 1 / 60):
        fate = data.draw(st.sampled_from(["well"] * 5 + ["lost", "twice", "noise", "up"]))
        wire += {"well": [packet], "lost": [], "twice": [packet] * 2}.get(fate, [packet])
        if fate == "noise":
            wire.append(Packet(packet.arrival_s, data.draw(st.binary(max_size=45))))
        if fate == "up":
            wire.append(Packet(packet.arrival_s, LINK_UP, LINK_ROLE))
    whole, parts = MovellaDotDecoder(60.0), MovellaDotDecoder(60.0)
    expected = whole.feed(wire)
    assert_same(fed_in_pieces(parts, wire, data.draw(st.lists(st.integers(0, len(wire)), max_size=20))), expected)
    assert (parts.lost_samples, parts.repeated_packets) == (whole.lost_samples, whole.repeated_packets)
    assert parts.skipped_bytes == whole.skipped_bytes
    assert np.all(np.diff(index_of(expected)) > 0)


@given(st.lists(st.tuples(st.binary(max_size=260), st.sampled_from(["stream", "battery", "link", "?"])), max_size=20))
def test_random_bytes_do_no_harm(pieces: list[tuple[bytes, str]]):
    """Noise of any length on any characteristic neither raises nor becomes infinite."""
    decoder = MovellaDotDecoder(None)
    for number, (payload, role) in enumerate(pieces):
        assert np.all(np.isfinite(decoder.feed([Packet(float(number), payload, role)]).acc_mps2))
