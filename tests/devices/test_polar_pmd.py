"""Polar H10 and Verity Sense: raw and compressed frames, and the control point that starts and stops them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.device import Device, RefusedError
from sensorcoach.devices.families import polar_h10, polar_verity
from sensorcoach.devices.families.polar_pmd.decoder import PolarPmdDecoder
from sensorcoach.devices.families.polar_pmd.fake import PolarPmdEncoder, PolarPmdPeripheral
from sensorcoach.devices.families.polar_pmd.frames import (
    decode_acc_mg,
    encode_compressed_frame,
    encode_raw_frame,
    read_stamp,
)
from sensorcoach.devices.families.polar_pmd.start_up import (
    CHANNELS,
    FACTOR,
    RANGE,
    RATE,
    RESOLUTION,
    choose_nearest,
    decode_factor,
    decode_settings,
    encode_response,
    encode_settings,
)
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.dialogue import steps_of, written
from tests.devices.fake_sensors import assert_same, fed_in_pieces, index_of, packets_of, swaying, talk

H10, VERITY = polar_h10.DEVICE, polar_verity.DEVICE
BOTH = pytest.mark.parametrize("device", [H10, VERITY], ids=lambda device: device.id)
RAW = bytes.fromhex("02 0094357700000000 01 F7FFFFFFE703 F8FFFEFFE503")
DELTA_1 = bytes.fromhex("02 6500000000000000 81 F1FF1400F003 06 01 7B0F08")
REAL_H10_SETTINGS = bytes.fromhex("F001020000 000419003200 6400C800 01011000 0203020004000800")


def fake_of(device: Device) -> PolarPmdPeripheral:
    """The made-up sensor of this kind."""
    sensor = device.peripheral(device.usual_hz, False)  # noqa: FBT003 - the signature that all families share
    assert isinstance(sensor, PolarPmdPeripheral)
    return sensor


def mg_of(frames: Frames) -> list[list[int]]:
    """The samples in thousandths of g."""
    return np.rint(frames.acc_mps2 / STANDARD_GRAVITY_MPS2 * 1000.0).astype(int).tolist()


def values_of(frame: bytes, factor: float = 1.0) -> np.ndarray:
    """The samples of a frame that is one."""
    acc_mg = decode_acc_mg(frame, factor)
    assert acc_mg is not None
    return acc_mg


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


def test_a_compressed_frame_in_g_is_scaled_by_the_factor_told_at_the_start():
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


def test_differences_of_no_bits_are_none():
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
def test_what_is_no_frame_of_acceleration_is_skipped_and_counted(frame: str):
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
def test_what_is_compressed_comes_out_again(values: list[tuple[int, int, int]], kind: int, block: int, time_ns: int):
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
def test_what_is_lost_is_counted_exactly(device: Device, kept: list[bool]):
    """Whatever part of the notifications is lost, the count of lost samples is right."""
    size = 36 if device is H10 else 26
    wire = packets_of(device.encoder(device.usual_hz).feed(swaying(40 * size, device.usual_hz)), size / device.usual_hz)
    there = [number for number, is_kept in enumerate(kept) if is_kept]
    decoder = device.decoder(device.usual_hz)
    frames = decoder.feed([wire[number] for number in there])
    assert index_of(frames)[::size].tolist() == [size * (number - there[0]) for number in there]
    assert decoder.lost_samples == (size * (there[-1] - there[0] + 1 - len(there)) if there else 0)


@pytest.mark.parametrize(
    ("row", "settings"),
    [
        ("00 04 1900 3200 6400 C800 01 01 1000 02 03 0200 0400 0800", {0: (25, 50, 100, 200), 1: (16,), 2: (2, 4, 8)}),
        ("00 01 8200 01 01 0E00", {0: (130,), 1: (14,)}),
        (
            "00 01 3400 01 01 1000 02 04 F500 F401 E803 D007 04 01 03",
            {0: (52,), 1: (16,), 2: (245, 500, 1000, 2000), 4: (3,)},
        ),
        ("02 01 0800 00 01 C800 01 01 1000", {0: (200,), 1: (16,), 2: (8,)}),
    ],
)
def test_settings_from_the_wild_are_read(row: str, settings: dict[int, tuple[int, ...]]):
    """What real sensors allow, and what is asked of them."""
    assert decode_settings(bytes.fromhex(row)) == settings
    assert decode_settings(encode_settings(settings)) == settings


@pytest.mark.parametrize("row", ["00", "00 02 1900", "09 01 00", "00 01 1900 01"])
def test_settings_cut_short_are_none(row: str):
    """Half a row of settings says nothing."""
    assert decode_settings(bytes.fromhex(row)) is None


def test_the_factor_is_that_of_the_start_response():
    """One is told, or it is 1; a refusal, another answer or nonsense tells none."""
    assert decode_factor(encode_response(2, 0, encode_settings({FACTOR: (0.25,)}))) == 0.25
    assert decode_factor(encode_response(2)) == 1.0
    assert decode_factor(encode_response(2, 0, encode_settings({FACTOR: (float("nan"),)}))) == 1.0
    assert decode_factor(encode_response(2, 13)) is None
    assert decode_factor(encode_response(1)) is None
    assert decode_factor(b"\xf0\x02\x02") is None


def test_the_start_up_of_an_h10_writes_what_the_maker_documents():
    """Settings are read first; then acceleration at 100 Hz, 16 bits, 8 g; at the end it is stopped."""
    answers = {"0102": REAL_H10_SETTINGS, "0202": encode_response(2)}
    steps, rate_hz = steps_of(
        H10.startup(100.0), lambda step: answers.get(written([step])[0][:4]) if written([step]) else None
    )
    assert written(steps) == ["0102", "0202" + "00016400" + "01011000" + "02010800"]
    assert rate_hz == 100.0
    assert [write.payload.hex() for write in H10.stop] == ["0302"]


@pytest.mark.parametrize(
    ("device", "allowed", "start"),
    [
        (H10, {RATE: (100,), RESOLUTION: (16,), RANGE: (2, 4)}, "02020001640001011000 02010400"),
        (H10, {RATE: (25, 200), RESOLUTION: (16,), RANGE: (8,)}, "02020001190001011000 02010800"),
        (VERITY, {RATE: (52,), RESOLUTION: (16,), RANGE: (8,), CHANNELS: (3,)}, "02020001340001011000 02010800 040103"),
    ],
)
def test_the_closest_setting_that_is_allowed_is_used(device: Device, allowed: dict[int, tuple[int, ...]], start: str):
    """A sensor that lacks what we want is asked for what it has."""
    answers = {"0102": encode_response(1, 0, encode_settings(allowed)), "0202": encode_response(2)}
    steps, rate_hz = steps_of(
        device.startup(device.usual_hz), lambda step: answers.get(written([step])[0][:4]) if written([step]) else None
    )
    assert bytes.fromhex(written(steps)[1]) == bytes.fromhex(start)
    assert rate_hz == choose_nearest(tuple(map(float, allowed[RATE])), device.usual_hz)


@BOTH
def test_the_sensor_streams_after_the_start_up(device: Device):
    """After the dialogue it sends at the rate agreed on, in the scale it told, and stops when it is told."""
    sensor = fake_of(device)
    heard, agreed_hz = talk(device, sensor)
    assert (agreed_hz, sensor.streaming_hz, sensor.has_gyro) == (device.usual_hz, device.usual_hz, False)
    samples = swaying(36 * 26, agreed_hz)
    decoder = device.decoder(agreed_hz)
    frames = decoder.feed([*heard, *(Packet(1.0, one.payload, one.role) for one in sensor.feed(samples))])
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51e-3 * STANDARD_GRAVITY_MPS2)
    assert decoder.skipped_bytes == 0
    for write in device.stop:
        sensor.write(write.role, write.payload)
    assert sensor.streaming_hz is None
    assert sensor.feed(samples) == []


@BOTH
def test_a_sensor_left_measuring_is_stopped_and_started_again(device: Device):
    """Whoever was here before may have set it otherwise: it is not taken as it is."""
    sensor = fake_of(device)
    talk(device, sensor)
    sensor.disconnected()
    assert sensor.streaming_hz is None
    heard, _ = talk(device, sensor)
    assert sensor.streaming_hz == device.usual_hz
    assert [packet.payload[3] for packet in heard if packet.payload[:2] == b"\xf0\x02"] == [6, 0]


def test_a_refusal_is_told_with_its_reason_and_the_remedy():
    """In its charger, or over a Bluetooth adapter that cuts its frames: the user is told what to do."""
    sensor = fake_of(VERITY)
    sensor.is_in_charger = True
    with pytest.raises(SensorError, match=r"in its charger.*Take it out"):
        talk(VERITY, sensor)
    short = fake_of(H10)
    short.max_payload = 20
    with pytest.raises(SensorError, match=r"longer notifications.*adapter"):
        talk(H10, short)
    assert short.streaming_hz is None
    assert H10.least_payload == 226


@pytest.mark.parametrize(
    ("status", "words"),
    [(3, "Update its firmware"), (9, "range"), (12, "not in a state"), (14, "memory"), (99, "status 99")],
)
def test_every_status_is_told(status: int, words: str):
    """Also one that nobody has heard of."""
    answers = {"0102": REAL_H10_SETTINGS, "0202": encode_response(2, status)}
    with pytest.raises(SensorError, match=words):
        steps_of(H10.startup(100.0), lambda step: answers.get(written([step])[0][:4]) if written([step]) else None)


def test_no_answer_no_acceleration_and_no_such_rate_are_told():
    """Silence, a sensor without acceleration and a rate that there is not end with a remedy."""
    with pytest.raises(SensorError, match=r"does not answer.*Close other apps"):
        steps_of(H10.startup(100.0))
    with pytest.raises(SensorError, match="no acceleration"):
        steps_of(H10.startup(100.0), lambda _: b"\x0f\x01")
    with pytest.raises(UsageError, match="25, 50, 100, 200"):
        steps_of(H10.startup(60.0))
    with pytest.raises(UsageError, match=r"Verity Sense.*52"):
        steps_of(VERITY.startup(104.0))


def test_the_fake_sensor_refuses_what_the_real_one_does():
    """Unknown operations, other measurements, wrong rates; and it answers only who listens."""
    sensor = fake_of(H10)
    with pytest.raises(RefusedError):
        sensor.write("control", b"\x01\x02")
    sensor.subscribed("control")
    starts = [{RATE: (60,), RESOLUTION: (16,), RANGE: (8,)}, {RATE: (50,), RESOLUTION: (16,), RANGE: (16,)}, {}]
    wrong = [b"\x2a\x02", b"\x01\x00", *(b"\x02\x02" + encode_settings(row) for row in starts)]
    assert [sensor.write("control", payload)[0].payload[3] for payload in wrong] == [1, 2, 8, 9, 5]


def test_a_sensor_that_stop_by_itself_is_heard():
    """Taken off the skin it may stop: it says so, and we count that."""
    sensor = fake_of(H10)
    talk(H10, sensor)
    decoder = PolarPmdDecoder((100.0,), 100.0)
    decoder.feed([Packet(0.0, told.payload, told.role) for told in sensor.stop_by_itself()])
    assert decoder.stopped == 1
    assert sensor.streaming_hz is None


def test_charge_is_heard():
    """The standard battery level is the charge."""
    sensor = fake_of(H10)
    (told,) = sensor.battery(42)
    decoder = PolarPmdDecoder((100.0,), 100.0)
    decoder.feed([Packet(0.0, told.payload, told.role)])
    assert decoder.battery_percent == 42
    assert sensor.read("battery") == b"\x2a"


@pytest.mark.parametrize("range_g", [2.0, 8.0])
def test_what_is_out_of_range_sticks_at_the_end_of_the_scale(range_g: float):
    """A blow beyond the range reads as the range."""
    samples = swaying(36, 100.0)
    hard = type(samples)(samples.time_s, samples.acc_mps2 * 100.0)
    (frame,) = PolarPmdEncoder(100.0, polar_h10.MODEL, range_g).feed(hard)
    assert np.abs(values_of(frame)).max() == range_g * 1000.0


def test_a_calendar_that_begins_anew_costs_nothing():
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
            told = encode_settings({FACTOR: (data.draw(st.sampled_from([1.0, 0.25])),)})
            wire.append(Packet(packet.arrival_s, encode_response(2, 0, told), "control"))
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
