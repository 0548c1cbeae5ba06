"""Movesense: messages that may come in two halves, stamped with milliseconds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.families.movesense.device import DEVICE, MovesenseDecoder
from sensorcoach.devices.families.movesense.fake import MovesenseEncoder, MovesensePeripheral
from sensorcoach.devices.families.movesense.wire import (
    ACC_REF,
    IMU6_REF,
    decode_status,
    encode_message,
    encode_subscription,
)
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Samples
from tests.devices.dialogue import steps_of, written
from tests.devices.fake_sensors import assert_same, fed_in_pieces, index_of, packets_of, swaying, talk

PERIOD_S = 8 / 104.0


def sent(count: int, rate_hz: float = 104.0, most_bytes: int = 244, ref: int = IMU6_REF) -> list[bytes]:
    """The notifications of `count` samples."""
    encoder = MovesenseEncoder(rate_hz, ref)
    encoder.max_payload = most_bytes
    return encoder.feed(swaying(count, rate_hz))


@pytest.mark.parametrize(
    ("rate_hz", "ref", "expected"),
    [
        (52.0, ACC_REF, "01632f4d6561732f4163632f3532"),
        (104.0, IMU6_REF, "01642f4d6561732f494d55362f313034"),
    ],
)
def test_commands_are_those_of_the_protocol(rate_hz: float, ref: int, expected: str):
    """Path and reference are on the wire as in the maker's documents."""
    assert encode_subscription(rate_hz, ref).hex() == expected


def test_stop_is_that_of_the_protocol():
    """At the end the subscription is taken back."""
    assert [write.payload.hex() for write in DEVICE.stop] == ["0264"]


@pytest.mark.parametrize(
    ("result", "status"), [("0164c800", 200), ("016401fb", 507), ("01649401", 404), ("0164", None), ("0264c800", None)]
)
def test_results_are_read_in_either_byte_order(result: str, status: int | None):
    """Old firmware says 507 as 01 FB, new firmware says 200 as C8 00."""
    assert decode_status(bytes.fromhex(result)) == status


def test_a_message_of_both_sensors_holds_two_arrays():
    """First all accelerations, then all rates; the time stamp is that of the first sample."""
    values = np.arange(24.0).reshape(8, 3)
    frames = MovesenseDecoder(52.0).feed([Packet(3.0, encode_message(IMU6_REF, 5000, values))])
    assert frames.gyro_radps is not None
    assert frames.device_time_s is not None
    np.testing.assert_allclose(frames.acc_mps2, values[:4])
    np.testing.assert_allclose(np.degrees(frames.gyro_radps), values[4:])
    np.testing.assert_allclose(frames.device_time_s, 5.0 + np.arange(4) / 52.0)


@pytest.mark.parametrize("rate_hz", [52.0, 104.0])
@pytest.mark.parametrize("most_bytes", [244, 158, 150, 110, 100])
@pytest.mark.parametrize("ref", [IMU6_REF, ACC_REF])
def test_what_the_fake_sensor_sends_is_read_back(rate_hz: float, most_bytes: int, ref: int):
    """Samples put on the wire come back, whole or in halves, with their number and their time."""
    samples = swaying(416, rate_hz)
    decoder = MovesenseDecoder(rate_hz)
    frames = decoder.feed(packets_of(sent(416, rate_hz, most_bytes, ref), PERIOD_S / 2))
    assert len(frames) == 416
    assert frames.device_time_s is not None
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, rtol=1e-6)
    assert (frames.gyro_radps is None) == (ref == ACC_REF)
    if frames.gyro_radps is not None and samples.gyro_radps is not None:
        np.testing.assert_allclose(frames.gyro_radps, samples.gyro_radps, rtol=1e-6)
    late_s = samples.time_s - frames.device_time_s
    assert late_s.max() - late_s.min() < 0.0015
    assert index_of(frames).tolist() == list(range(416))
    assert (decoder.lost_samples, decoder.skipped_bytes) == (0, 0)


@given(kept=st.lists(st.booleans(), min_size=100, max_size=100))
def test_losses_are_counted_exactly(kept: list[bool]):
    """Whatever part of the notifications is lost, the count of lost samples is right."""
    wire = packets_of(sent(416, 52.0), 4 / 52.0)
    there = [number for number in range(100) if kept[number]]
    decoder = MovesenseDecoder(52.0)
    frames = decoder.feed([wire[number] for number in there])
    assert index_of(frames).tolist() == [4 * (n - there[0]) + k for n in there for k in range(4)]
    assert decoder.lost_samples == (4 * (there[-1] - there[0] + 1 - len(there)) if there else 0)


@given(lost=st.sets(st.integers(1, 40).map(lambda number: 3 * number)))
def test_half_a_message_is_ignored(lost: set[int]):
    """A message whose first or second half is lost is lost whole, counted so, and does no harm to its neighbours."""
    wire = packets_of(sent(8 * 70, most_bytes=150), PERIOD_S / 2)
    decoder = MovesenseDecoder(104.0)
    frames = decoder.feed([packet for number, packet in enumerate(wire) if number not in lost])
    gone = {number // 2 for number in lost}
    whole = [number for number in range(70) if number not in gone]
    assert index_of(frames).tolist() == [8 * number + k for number in whole for k in range(8)]
    np.testing.assert_allclose(frames.acc_mps2, swaying(560, 104.0).acc_mps2[index_of(frames)], rtol=1e-6)
    assert decoder.lost_samples == 8 * len(gone)


def test_halves_of_two_messages_are_not_put_together():
    """The second half of one message and the first of the next are lost: both messages are, and are counted so."""
    wire = packets_of(sent(80, most_bytes=158), 0.005)
    wire = [replace(packet, arrival_s=PERIOD_S * (number // 2 + 1)) for number, packet in enumerate(wire)]
    decoder = MovesenseDecoder(104.0)
    frames = decoder.feed([packet for number, packet in enumerate(wire) if number not in {7, 8}])
    assert index_of(frames).tolist() == [*range(24), *range(40, 80)]
    np.testing.assert_allclose(frames.acc_mps2, swaying(80, 104.0).acc_mps2[index_of(frames)], rtol=1e-6)
    assert decoder.lost_samples == 16
    assert decoder.skipped_bytes > 0


def test_halves_torn_apart_by_a_stall_are_put_together():
    """A stall between the two halves of a message costs nothing: the next message shows that they belong together."""
    wire = packets_of(sent(80, most_bytes=158), 0.005)
    late_s = [PERIOD_S * (number // 2 + 1) + (0.24 if number >= 7 else 0.0) for number in range(len(wire))]
    wire = [replace(packet, arrival_s=at_s) for packet, at_s in zip(wire, late_s, strict=True)]
    decoder = MovesenseDecoder(104.0)
    assert index_of(decoder.feed(wire)).tolist() == list(range(80))
    assert (decoder.lost_samples, decoder.skipped_bytes) == (0, 0)


def test_halves_delivered_twice_count_once():
    """Where the system delivers every notification twice, each half is joined once."""
    wire = packets_of([half for half in sent(80, most_bytes=158) for _ in range(2)], PERIOD_S / 4)
    decoder = MovesenseDecoder(104.0)
    assert index_of(decoder.feed(wire)).tolist() == list(range(80))
    assert decoder.repeated_packets == 20
    assert decoder.skipped_bytes == 0


def test_half_a_message_of_a_lost_connection_is_forgotten():
    """What a split message left over fits nothing that comes on the next connection."""
    wire = packets_of(sent(32, most_bytes=158), PERIOD_S / 2)
    decoder = MovesenseDecoder(104.0)
    frames = decoder.feed([*wire[:3], Packet(0.2, LINK_UP, LINK_ROLE), *wire[3:]])
    assert index_of(frames).tolist() == [*range(8), *range(16, 32)]
    assert decoder.lost_samples == 8


def test_a_message_shorter_than_usual_comes_with_the_next():
    """At an unknown rate, messages of 52 Hz look like halves; each is given out as soon as the next one shows."""
    wire = packets_of(sent(40, 52.0), 4 / 52.0)
    frames = MovesenseDecoder(None).feed(wire)
    assert len(frames) == 36
    assert frames.arrival_s[:4].tolist() == [1.0] * 4


@pytest.mark.parametrize("most_bytes", [244, 158, 100])
@pytest.mark.parametrize("rate_hz", [52.0, 104.0])
def test_the_sensor_streams_after_the_start_up(most_bytes: int, rate_hz: float):
    """After the dialogue it sends at the agreed rate, and stops on request."""
    sensor = MovesensePeripheral(104.0)
    sensor.max_payload = most_bytes
    heard, agreed_hz = talk(DEVICE, sensor, rate_hz)
    assert (agreed_hz, sensor.streaming_hz) == (rate_hz, rate_hz)
    decoder = DEVICE.decoder(agreed_hz)
    came = [Packet(1.0, one.payload, one.role) for one in sensor.feed(swaying(104, rate_hz))]
    assert len(decoder.feed([*heard, *came])) == 104
    assert decoder.skipped_bytes == 0
    for write in DEVICE.stop:
        sensor.write(write.role, write.payload)
    assert sensor.streaming_hz is None
    assert sensor.feed(swaying(104, rate_hz)) == []


class OldSensor(MovesensePeripheral):
    """Old firmware: no word about a encode_subscription, but data at once."""

    def write(self, role: str, payload: bytes):
        sending = self.streaming_hz is not None
        began = super().write(role, payload)
        return began + (self.feed(swaying(8, 104.0)) if sending else [])


def test_old_firmware_that_sends_without_an_answer_is_accepted():
    """The first data are the answer to the subscription."""
    sensor = OldSensor(104.0)
    sensor.is_old = True
    _, agreed_hz = talk(DEVICE, sensor)
    assert agreed_hz == 104.0


def test_a_silent_sensor_is_refused_with_the_remedy():
    """No answer and no data: the message says what to try."""
    with pytest.raises(SensorError, match=r"does not answer.*Take it off"):
        steps_of(DEVICE.startup(104.0))


@pytest.mark.parametrize(
    ("old", "status", "words"), [("new", 404, "status 404.*firmware 2.3"), ("old", 507, "status 507.*Close other apps")]
)
def test_a_refusal_is_reported_with_the_remedy(old: str, status: int, words: str):
    """The message contains the sensor's own status, in either byte order, and the remedy."""
    sensor = MovesensePeripheral(104.0)
    sensor.is_old, sensor.refusal = old == "old", status
    with pytest.raises(SensorError, match=words):
        talk(DEVICE, sensor)
    assert sensor.streaming_hz is None


def test_a_rate_we_do_not_ask_for_is_named():
    """The message lists the possible rates."""
    with pytest.raises(UsageError, match="52, 104"):
        steps_of(DEVICE.startup(100.0))
    assert written(steps_of(DEVICE.startup(52.0), lambda _: bytes.fromhex("0164c800"))[0]) == [
        encode_subscription(52.0).hex()
    ]


def test_notifications_cut_to_20_bytes_give_nothing():
    """At an MTU of 23 messages are cut on the way: no wrong sample, and an error count."""
    decoder = MovesenseDecoder(104.0)
    cut = [payload[:20] for payload in sent(80, most_bytes=20)]
    assert len(decoder.feed(packets_of(cut, PERIOD_S / 2))) == 0
    assert decoder.skipped_bytes > 0
    assert DEVICE.least_payload == 100


def test_a_gap_in_the_samples_is_a_gap_in_the_index():
    """What the sensor itself did not take is missing, and counted, and the times are right behind it."""
    first, then = swaying(100, 104.0), swaying(200, 104.0, start_s=10.0 + 250 / 104.0)
    samples = Samples(np.concatenate([first.time_s, then.time_s]), np.concatenate([first.acc_mps2, then.acc_mps2]))
    decoder = MovesenseDecoder(104.0)
    frames = decoder.feed(packets_of(MovesenseEncoder(104.0).feed(samples), PERIOD_S))
    assert decoder.lost_samples == 150
    assert frames.device_time_s is not None
    assert np.abs(frames.device_time_s - samples.time_s[: len(frames)]).max() < 0.0015


def test_charge_is_heard():
    """The standard battery level is the charge."""
    (level,) = MovesensePeripheral(104.0).battery(42)
    decoder = MovesenseDecoder(104.0)
    decoder.feed([Packet(0.0, level.payload, level.role)])
    assert decoder.battery_percent == 42


def test_numbers_that_are_not_a_measurement_are_skipped():
    """Infinite and absurd numbers do not get into the samples."""
    decoder = MovesenseDecoder(104.0)
    signalling = bytes.fromhex("0100807f")
    for value in (np.nan, np.inf, -np.inf, 3e38, -2e4, *np.frombuffer(signalling, "<f4").tolist()):
        assert len(decoder.feed([Packet(0.0, encode_message(IMU6_REF, 0, np.full((16, 3), value)))])) == 0
    assert len(decoder.feed([Packet(0.0, bytes((2, IMU6_REF, 0, 0, 0, 0)) + signalling * 48)])) == 0
    assert decoder.skipped_bytes == 7 * 198


@settings(max_examples=40)
@given(data=st.data(), most_bytes=st.sampled_from([244, 158, 150]))
def test_the_same_samples_however_the_packets_are_grouped(data: st.DataObject, most_bytes: int):
    """One packet at a time or all at once, with losses, repetitions, noise and new connections: the same samples."""
    wire: list[Packet] = []
    for packet in packets_of(sent(240, most_bytes=most_bytes), PERIOD_S):
        fate = data.draw(st.sampled_from(["well"] * 5 + ["lost", "twice", "noise", "up"]))
        wire += {"lost": [], "twice": [packet] * 2}.get(fate, [packet])
        if fate == "noise":
            head = data.draw(st.sampled_from([b"", b"\2\x64", b"\3\x64", b"\2\x63"]))
            wire.append(Packet(packet.arrival_s, head + data.draw(st.binary(max_size=45))))
        if fate == "up":
            wire.append(Packet(packet.arrival_s, LINK_UP, LINK_ROLE))
    whole, parts = MovesenseDecoder(104.0), MovesenseDecoder(104.0)
    expected = whole.feed(wire)
    assert_same(fed_in_pieces(parts, wire, data.draw(st.lists(st.integers(0, len(wire)), max_size=20))), expected)
    assert (parts.lost_samples, parts.repeated_packets) == (whole.lost_samples, whole.repeated_packets)
    assert parts.skipped_bytes == whole.skipped_bytes
    assert np.all(np.diff(index_of(expected)) > 0)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"", b"\1", b"\2\x64", b"\3\x64", b"\2\x63", b"\3\x63"]),
            st.binary(max_size=260),
            st.sampled_from(["stream", "stream", "battery", "link", "?"]),
        ),
        max_size=20,
    )
)
def test_random_bytes_do_no_harm(pieces: list[tuple[bytes, bytes, str]]):
    """Noise of any length on any characteristic neither raises nor becomes infinite nor is kept."""
    decoder = MovesenseDecoder(None)
    for number, (head, payload, role) in enumerate(pieces):
        assert np.all(np.isfinite(decoder.feed([Packet(float(number), head + payload, role)]).acc_mps2))
