"""The open profile: what our own firmware sends, and what the radio makes of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.families.open_profile.device import OpenProfileDecoder, OpenProfileEncoder, startup
from sensorcoach.devices.families.open_profile.fake import OpenProfilePeripheral
from sensorcoach.devices.families.open_profile.info import Info, decode_info, encode_info
from sensorcoach.errors import UsageError
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames, Samples
from tests.devices.dialogue import steps_of, written
from tests.devices.open_profile_frames import device_time_s_of, index_of, joined
from tests.packet_tables import table_of

INFO_VECTOR = bytes.fromhex("01 03 0010 a0860100 a400 0201 efbeadde")
STREAM_VECTOR = bytes.fromhex(
    "01 01 0500 63000000 40420f00 0010 0000 00f0 a400 0000 5cff 0008 0100 ffff 0000 0000 0000"
)


def still(count: int, rate_hz: float = 100.0, start_s: float = 0.0) -> Samples:
    """Samples of a sensor that turns slowly, different from one to the next."""
    time_s = start_s + np.arange(count) / rate_hz
    wave = np.column_stack([np.sin(time_s), np.cos(time_s), 0.1 * time_s % 1.0])
    return Samples(time_s, 9.81 * wave, 2.0 * wave)


def packets_of(payloads: list[bytes], period_s: float = 0.1) -> list[Packet]:
    """The payloads as they arrive, one each `period_s`."""
    return [Packet(1.0 + number * period_s, payload) for number, payload in enumerate(payloads)]


def whole(decoder: OpenProfileDecoder, packets: list[Packet]) -> Frames:
    """All samples of packets that are all there will be."""
    frames, held = decoder.feed(packets), decoder.finish()
    return joined([frames, held] if held else [frames])


def patched(payload: bytes, index: int, time_us: int) -> bytes:
    """The same packet with other counters."""
    return payload[:4] + index.to_bytes(4, "little") + time_us.to_bytes(4, "little") + payload[12:]


def test_the_info_vector_of_the_specification_is_read():
    """Firmware authors can check their 16 bytes against ours."""
    info = decode_info(INFO_VECTOR)
    assert info == Info(4096, 16.4, 100.0, has_gyro=True, boot_id=0xDEADBEEF, firmware=0x0102)
    assert info is not None
    assert encode_info(info) == INFO_VECTOR


def test_a_subscription_to_info_is_answered_at_once():
    """The sensor sends its info as soon as a client subscribes to it, and to nothing else."""
    fake = OpenProfilePeripheral(100.0)
    assert [(one.role, one.payload) for one in fake.subscribed("info")] == [("info", fake.read("info"))]
    assert fake.subscribed("stream") == []


def test_the_stream_vector_of_the_specification_is_read():
    """Firmware authors can check their packet against ours: index 99, 1 s, 1 g on x, 10 deg/s."""
    frames = OpenProfileDecoder().feed([Packet(3.0, STREAM_VECTOR)])
    assert index_of(frames).tolist() == [99, 100]
    np.testing.assert_allclose(device_time_s_of(frames), [1.0, 1.01])
    np.testing.assert_allclose(frames.acc_mps2[0], [9.80665, 0.0, -9.80665])
    assert frames.gyro_radps is not None
    np.testing.assert_allclose(np.degrees(frames.gyro_radps[0]), [10.0, 0.0, -10.0])
    assert frames.arrival_s.tolist() == [3.0, 3.0]


@pytest.mark.parametrize("batch", [None, 1, 19])
@pytest.mark.parametrize("gyro", ["with", "without"])
def test_what_the_fake_sensor_sends_is_read_back(batch: int | None, gyro: str):
    """Samples put on the wire come back within half a step, with their index and their time."""
    samples = still(190)
    if gyro == "without":
        samples = Samples(samples.time_s, samples.acc_mps2)
    encoder = OpenProfileEncoder(100.0, samples_per_packet=batch)
    frames = OpenProfileDecoder().feed(packets_of(encoder.feed(samples)))
    assert (frames.gyro_radps is None) == (gyro == "without")
    assert index_of(frames).tolist() == list(range(190))
    np.testing.assert_allclose(device_time_s_of(frames), samples.time_s, atol=2e-6)
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51 * Info().acc_mps2_per_lsb)


def test_a_notification_delivered_twice_counts_once():
    """Where the system delivers every notification twice, no rep is counted twice."""
    payloads = OpenProfileEncoder(100.0).feed(still(100))
    decoder = OpenProfileDecoder()
    frames = decoder.feed(packets_of([payload for payload in payloads for _ in range(2)]))
    assert index_of(frames).tolist() == list(range(100))
    assert decoder.repeated_packets == len(payloads)


def test_lost_packets_leave_a_gap_of_their_size():
    """What did not arrive is counted, and the time goes on as if it had."""
    payloads = OpenProfileEncoder(100.0, samples_per_packet=10).feed(still(100))
    decoder = OpenProfileDecoder()
    frames = whole(decoder, packets_of(payloads[:3] + payloads[6:]))
    assert decoder.lost_samples == 30
    assert np.diff(index_of(frames)).max() == 31


def test_counters_that_wrap_go_on_rising():
    """A sensor that has been on for an hour and a quarter goes on counting, in index and in time."""
    payloads = OpenProfileEncoder(100.0, samples_per_packet=10).feed(still(40))
    first, first_us = (1 << 32) - 15, (1 << 32) - 150_000
    wrapped = [
        patched(payload, (first + 10 * k) % (1 << 32), (first_us + 100_000 * k) % (1 << 32))
        for k, payload in enumerate(payloads)
    ]
    frames = OpenProfileDecoder().feed(packets_of(wrapped))
    assert np.diff(index_of(frames)).tolist() == [1] * 39
    np.testing.assert_allclose(np.diff(device_time_s_of(frames)), 0.01, atol=1e-5)


def test_a_sensor_that_starts_again_is_followed():
    """After a reboot the counters begin at nothing; time goes on by arrival, and no sample is refused."""
    encoder = OpenProfileEncoder(100.0, samples_per_packet=10)
    before = packets_of(
        [patched(p, 100_000 + 10 * k, 10**9 + 10**5 * k) for k, p in enumerate(encoder.feed(still(50)))]
    )
    after = [Packet(p.arrival_s + 30.0, p.payload) for p in packets_of(OpenProfileEncoder(100.0).feed(still(50)))]
    frames = OpenProfileDecoder().feed(before + after)
    assert len(frames) == 100
    assert np.diff(device_time_s_of(frames)).min() > 0.0
    np.testing.assert_allclose(np.diff(device_time_s_of(frames)).max(), 29.6 - 0.09, atol=0.02)


def test_a_new_boot_id_starts_a_new_count():
    """If the sensor reports a restart, even a small step back is not taken for a repetition."""
    payloads = OpenProfileEncoder(100.0, samples_per_packet=10).feed(still(50))
    infos = [Packet(0.0, encode_info(Info(boot_id=number)), "info") for number in (1, 2)]
    decoder = OpenProfileDecoder()
    frames = decoder.feed([infos[0], *packets_of(payloads), infos[1], *packets_of(payloads)])
    assert len(frames) == 100
    assert np.diff(index_of(frames)).min() == 1


def test_the_scale_is_the_one_the_sensor_reported():
    """A sensor set to another range reports it, and its samples are read accordingly."""
    info = Info(lsb_per_g=2048, lsb_per_dps=65.5, rate_hz=50.0)
    samples = still(20, 50.0)
    payloads = OpenProfileEncoder(50.0, info).feed(samples)
    frames = OpenProfileDecoder().feed([Packet(0.5, encode_info(info), "info"), *packets_of(payloads)])
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51 * info.acc_mps2_per_lsb)


def test_battery_and_overflow_are_heard():
    """The sensor reports the level of its battery, and that it discarded samples."""
    overflowed = STREAM_VECTOR[:1] + b"\x03" + STREAM_VECTOR[2:]
    decoder = OpenProfileDecoder()
    decoder.feed([Packet(0.0, b"\x5a", "battery"), Packet(0.1, overflowed), Packet(0.2, b"\x59", "battery")])
    assert decoder.battery_percent == 89
    assert decoder.overflows == 1


def test_a_gap_in_the_samples_is_a_gap_in_the_index():
    """The fake sensor keeps the gaps of its input."""
    encoder = OpenProfileEncoder(100.0, samples_per_packet=10)
    payloads = [*encoder.feed(still(25)), *encoder.feed(still(25, start_s=1.25))]
    frames = whole(OpenProfileDecoder(), packets_of(payloads))
    assert index_of(frames)[24:26].tolist() == [24, 125]


def test_start_up_asks_for_the_rate():
    """100 Hz, 8 g, ten samples to a packet; an unknown rate is refused with those there are."""
    steps, rate_hz = steps_of(startup(100.0))
    assert written(steps) == ["016400080a"]
    assert rate_hz == 100.0
    with pytest.raises(UsageError, match="25, 50, 100, 200, 400"):
        steps_of(startup(60.0))


@st.composite
def wires(draw: st.DrawFn) -> list[Packet]:
    """Packets in bad weather: lost, repeated, late, from another start of the device, torn, or plain noise."""
    payloads = OpenProfileEncoder(100.0, samples_per_packet=draw(st.integers(1, 19))).feed(still(150))
    wire: list[Packet] = []
    arrival_s = 0.0
    for payload in payloads:
        arrival_s += draw(st.sampled_from([0.0, 0.1, 40.0]))
        fate = draw(
            st.sampled_from(["well"] * 6 + ["lost", "replay", "twice", "again", "torn", "noise", "info", "link"])
        )
        if fate == "link":
            wire.append(Packet(arrival_s, draw(st.sampled_from([LINK_UP, LINK_DOWN])), LINK_ROLE))
        if fate == "info":
            wire.append(Packet(arrival_s, encode_info(Info(boot_id=draw(st.integers(0, 2)))), "info"))
        elif fate not in {"lost", "link"}:
            wire.append(Packet(arrival_s, payload[:-1] if fate == "torn" else payload))
        if fate == "replay":
            back = draw(st.integers(0, len(wire) - 1))
            again = [packet.payload for packet in wire[back:] if packet.role == "stream" and len(packet.payload) > 12]
            ring = payloads[max(0, payloads.index(payload) - draw(st.integers(0, 9))) : payloads.index(payload)]
            wire += [Packet(arrival_s, p[:1] + bytes((p[1] | 4,)) + p[2:]) for p in (*ring, *again[:3])]
        if fate == "twice":
            wire.append(wire[-1])
        if fate == "again":
            wire.append(
                Packet(arrival_s, patched(payload, draw(st.integers(0, 2**32 - 1)), draw(st.integers(0, 2**32 - 1))))
            )
        if fate == "noise":
            wire.append(
                Packet(arrival_s, draw(st.binary(max_size=40)), draw(st.sampled_from(["stream", "info", "battery"])))
            )
    return wire


@settings(max_examples=40)
@given(wire=wires(), data=st.data())
def test_the_same_samples_however_the_packets_are_grouped(wire: list[Packet], data: st.DataObject):
    """One packet at a time or all at once: same samples, indices, times and counts; both always rise."""
    at_once, parts = OpenProfileDecoder(), OpenProfileDecoder()
    expected = whole(at_once, wire)
    pieces: list[Frames] = [parts.feed([])]
    position = 0
    while position < len(wire):
        size = data.draw(st.integers(1, 5))
        pieces.append(parts.feed(wire[position : position + size]))
        position += size
    pieces.append(parts.finish() or parts.feed([]))
    got = joined(pieces)
    for name in ("arrival_s", "acc_mps2", "gyro_radps", "index", "device_time_s"):
        assert np.array_equal(getattr(got, name), getattr(expected, name))
    counts = ("lost_samples", "recovered_samples", "repeated_packets", "skipped_bytes", "overflows")
    for name in (*counts, "battery_percent"):
        assert getattr(parts, name) == getattr(at_once, name)
    assert np.all(np.diff(index_of(expected)) > 0)


@given(st.lists(st.tuples(st.binary(max_size=260), st.sampled_from(["stream", "info", "battery", "?"])), max_size=20))
def test_random_bytes_do_no_harm(pieces: list[tuple[bytes, str]]):
    """Noise on any characteristic never raises."""
    decoder = OpenProfileDecoder()
    for number, (payload, role) in enumerate(pieces):
        prefix = b"\x01" if number % 2 else b""
        decoder.feed([Packet(float(number), prefix + payload, role)])


SENT = OpenProfileEncoder(100.0, samples_per_packet=3).feed(still(60))
SENT_WITHOUT_GYRO = OpenProfileEncoder(100.0, samples_per_packet=3).feed(Samples(still(60).time_s, still(60).acc_mps2))


@given(
    kinds=st.lists(st.sampled_from(["gyro", "gyro", "gyro", "plain", "noise", "short", "info", "up"]), max_size=20),
    cut=st.integers(0, 20),
)
def test_packets_side_by_side_are_read_as_one_by_one(kinds: list[str], cut: int):
    """Out of a recording or live, sound or not, packets give the same samples, and the same is skipped."""
    packets = [
        {
            "gyro": Packet(0.1 * k, SENT[k]),
            "plain": Packet(0.1 * k, SENT_WITHOUT_GYRO[k]),
            "noise": Packet(0.1 * k, b"\x02" + SENT[k][1:]),
            "short": Packet(0.1 * k, SENT[k][:-1]),
            "info": Packet(0.1 * k, INFO_VECTOR, "info"),
            "up": Packet(0.1 * k, LINK_UP, LINK_ROLE),
        }[kind]
        for k, kind in enumerate(kinds)
    ]
    single, tabled = OpenProfileDecoder(100.0), OpenProfileDecoder(100.0)
    found = [single.feed([packet]) for packet in packets]
    tables = [tabled.feed(table_of(packets[:cut])), tabled.feed(table_of(packets[cut:]))]
    for name in ("arrival_s", "acc_mps2", "index", "device_time_s"):
        parts, wholes = ([getattr(one, name) for one in frames] for frames in (found, tables))
        assert b"".join(part.tobytes() for part in parts) == b"".join(whole.tobytes() for whole in wholes)
    assert single.skipped_bytes == tabled.skipped_bytes
