"""The C file that firmware authors take, against our own decoder, encoder and fake sensor."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensorcoach.devices.device import RefusedError
from sensorcoach.devices.families.open_profile.device import OpenProfileDecoder
from sensorcoach.devices.families.open_profile.encoder import OpenProfileEncoder
from sensorcoach.devices.families.open_profile.fake import OpenProfilePeripheral
from sensorcoach.devices.families.open_profile.info import Info, encode_info
from sensorcoach.devices.families.open_profile.ring import Ring
from sensorcoach.devices.families.open_profile.wire import REPLAY, Row, encode_replay, encode_start
from sensorcoach.packets import Packet
from sensorcoach.samples import Samples
from tests.devices.open_profile_frames import device_time_s_of, index_of, joined
from tests.firmware.host import SANITIZERS, FirmwareHost, compiled

STREAM_VECTOR = bytes.fromhex(
    "01 01 0500 63000000 40420f00 0010 0000 00f0 a400 0000 5cff 0008 0100 ffff 0000 0000 0000"
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""`host` is reset by each example."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirmwareHost]:
    """The C side, with sanitizers where the compiler has them."""
    folder = tmp_path_factory.mktemp("firmware")
    program = compiled(folder, SANITIZERS) or compiled(folder)
    assert program is not None
    host = FirmwareHost(program)
    yield host
    assert host.end() == 0


@pytest.fixture
def host(running: FirmwareHost) -> FirmwareHost:
    """The same, with an empty ring of 12 s at 100 Hz."""
    running.reset(1200)
    return running


def raw(samples: Samples) -> list[list[int]]:
    """The numbers on the wire at +-8 g and 2000 deg/s."""
    info = Info()
    acc = samples.acc_mps2 / info.acc_mps2_per_lsb
    assert samples.gyro_radps is not None
    both = np.concatenate([acc, samples.gyro_radps / info.gyro_radps_per_lsb], axis=1)
    return np.clip(np.rint(both), -32768, 32767).astype(int).tolist()


def drawn(count: int, seed: int, start: int = 0) -> Samples:
    """Noise over more than the whole scale, at 100 Hz."""
    rng = np.random.default_rng([seed, start])
    time_s = np.arange(start, start + count) / 100.0
    return Samples(time_s, rng.normal(0.0, 60.0, (count, 3)), rng.normal(0.0, 30.0, (count, 3)))


def row(index: int, time_us: int) -> Row:
    """A sample that shows its index and time in its values."""
    values = [index & 0x7FFF, time_us & 0x7FFF, -(index & 0x7FFF), 1, -2, -32768]
    return Row(index, time_us, np.array(values, dtype="<i2").tobytes())


def pushed(host: FirmwareHost, one: Row) -> None:
    """The same sample into the C side."""
    host.push(one.time_us, np.frombuffer(one.payload, dtype="<i2").tolist())


def test_info_is_the_same(host: FirmwareHost):
    """The 16 bytes of the specification come out of the C file."""
    assert host.info(4096, 100_000, 164, 0x0102, 0xDEADBEEF, 1).hex() == "01030010a0860100a4000201efbeadde"
    assert host.info(2048, 25_000, 655, 7, 1, 0) == encode_info(Info(2048, 65.5, 25.0, False, 1, 7))  # noqa: FBT003 - as in the table


def test_the_vectors_of_the_specification(host: FirmwareHost):
    """The packets of the specification come out of the C file, byte for byte."""
    host.reset(100, index=99, packet=5)
    assert host.control(bytes.fromhex("0164000802")) == 0
    host.push(1_000_000, [4096, 0, -4096, 164, 0, -164])
    assert host.next() is None
    host.push(1_010_000, [2048, 1, -1, 0, 0, 0])
    assert host.next() == STREAM_VECTOR
    assert host.control(bytes.fromhex("0463000000")) == 0
    assert host.next() == bytes.fromhex("01 05 0600") + STREAM_VECTOR[4:]
    assert host.control(bytes.fromhex("0464000000")) == 0
    assert host.next() == bytes.fromhex("01 05 0700 64000000 50690f00 00080100ffff000000000000")
    assert host.control(bytes.fromhex("0465000000")) == 0x81


@SLOW
@given(
    count=st.integers(1, 120),
    seed=st.integers(0, 2**16),
    batch=st.integers(1, 255),
    payload_bytes=st.integers(24, 514),
    holes=st.dictionaries(st.integers(0, 119), st.integers(1, 500), max_size=3),
)
def test_the_same_bytes_as_the_encoder(
    host: FirmwareHost, count: int, seed: int, batch: int, payload_bytes: int, holes: dict[int, int]
):
    """For the same samples, batch and MTU the C file and our encoder send the same bytes, gaps included."""
    host.reset(1200)
    assert host.control(encode_start(100.0, 8, batch), payload_bytes) == 0
    encoder = OpenProfileEncoder(100.0, samples_per_packet=batch)
    encoder.max_payload = payload_bytes
    samples = drawn(count, seed)
    shift = 0
    ours: list[bytes] = []
    theirs: list[bytes] = []
    for number, values in enumerate(raw(samples)):
        missing = holes.get(number, 0) if number else 0
        shift += missing
        host.skip(missing)
        time_s = samples.time_s[number : number + 1] + 0.01 * shift
        cut = slice(number, number + 1)
        gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[cut]
        ours += encoder.feed(Samples(time_s, samples.acc_mps2[cut], gyro_radps))
        host.push(round(float(time_s[0]) * 1e6), values)
        theirs += list(host.due())
    assert [bytes((p[0], p[1] & ~2, *p[2:])) for p in theirs] == ours  # the encoder does not report discarded samples
    assert all(len(packet) <= payload_bytes for packet in theirs)


ACTIONS = st.one_of(
    st.tuples(st.just("push"), st.integers(1, 30)),
    st.tuples(st.just("skip"), st.integers(1, 50)),
    st.tuples(st.just("due"), st.just(0)),
    st.tuples(st.just("replay"), st.integers(-5, 120)),
    st.tuples(st.just("replay at"), st.integers(0, 2**32 - 1)),
    st.tuples(st.just("start"), st.integers(1, 40)),
    st.tuples(st.just("disconnected"), st.just(0)),
    st.tuples(st.just("stopped"), st.just(0)),
)


@SLOW
@given(
    actions=st.lists(ACTIONS, max_size=30),
    capacity=st.integers(1, 60),
    payload_bytes=st.sampled_from([20, 23, 24, 60, 244, 514]),
    first=st.sampled_from([0, 2**31 - 40, 2**32 - 40]),
)
def test_the_same_ring_as_the_fake_sensor(
    host: FirmwareHost, actions: list[tuple[str, int]], capacity: int, payload_bytes: int, first: int
):
    """Whatever comes, the C file sends what our fake sensor sends: batches, replays, overflows, over every wrap."""
    ring = Ring(capacity)
    host.reset(capacity, index=first)
    index = first
    for what, number in [("start", 3), ("push", 20), ("due", 0), *actions, ("due", 0)]:
        match what:
            case "push":
                for _ in range(number):
                    one = row(index, 10_000 * index + 123)
                    ring.push(one)
                    pushed(host, one)
                    index += 1
            case "skip":
                host.skip(number)
                index += number
                ring.note_overflow()
            case "due":
                assert list(host.due()) == list(ring.take_packets())
            case "start":
                assert host.control(encode_start(100.0, 8, number), payload_bytes) == 0
                ring.start(number, payload_bytes)
            case "disconnected":
                host.disconnected()
                ring.pause()
            case "stopped":
                assert host.control(b"\x02") == 0
                ring.pause()
                ring.clear()
            case _:
                wanted = (index - number if what == "replay" else number) % (1 << 32)
                assert host.control(encode_replay(wanted), payload_bytes) == ring.replay(wanted)


@SLOW
@given(payload=st.one_of(st.binary(max_size=12), st.binary(min_size=4, max_size=7).map(lambda b: b"\x01" + b)))
def test_hostile_commands_are_answered_alike(host: FirmwareHost, payload: bytes):
    """Any bytes written to control are taken or refused, with the same error on both sides, and do no harm."""
    host.reset(50)
    sensor = OpenProfilePeripheral(100.0)
    before = (encode_start(100.0, 8, 2), payload, payload[::-1], payload)
    for command in before:
        try:
            sensor.write("control", command)
            error = 0
        except RefusedError as refused:
            error = refused.att_error
        assert host.control(command) == error
        host.push(0, [1, 2, 3, 4, 5, 6])
    assert host.control(encode_start(50.0, 2, 1)) == 0


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("", 0x0D),
        ("01640008", 0x0D),
        ("0164000800", 0x80),
        ("016500080a", 0x80),
        ("016400030a", 0x80),
        ("016400080a", 0),
        ("016400080affff", 0),
        ("02", 0),
        ("03", 0),
        ("04000000", 0x0D),
        ("0400000000", 0x81),
        ("05", 0x80),
        ("ff", 0x80),
    ],
)
def test_each_refusal_has_its_code(host: FirmwareHost, command: str, error: int):
    """Too short, not offered, nothing there: the table of the specification, on both sides."""
    assert host.control(bytes.fromhex(command)) == error
    sensor = OpenProfilePeripheral(100.0)
    if not error:
        sensor.write("control", bytes.fromhex(command))
        return
    with pytest.raises(RefusedError) as refused:
        sensor.write("control", bytes.fromhex(command))
    assert refused.value.att_error == error


def test_a_packet_the_radio_did_not_take_comes_again(host: FirmwareHost):
    """When the notification queue is full nothing is lost, and the number of the packet does not jump."""
    host.control(encode_start(100.0, 8, 2))
    for number in range(4):
        host.push(10_000 * number, [number] * 6)
    refused = host.next(is_taken=False)
    assert refused is not None
    assert host.next() == refused
    after = host.next()
    assert after is not None
    assert (after[2], after[4]) == (1, 2)


def test_a_stall_longer_than_the_ring_is_reported(host: FirmwareHost):
    """Samples beyond the ring are missing in the index, and the flag is set once."""
    host.reset(10)
    host.control(encode_start(100.0, 8, 5))
    for number in range(25):
        host.push(10_000 * number, [number] * 6)
    packets = list(host.due())
    assert [packet[4] for packet in packets] == [15, 20]
    assert [packet[1] & 2 for packet in packets] == [2, 0]


@settings(SLOW, max_examples=20)
@given(
    seed=st.integers(0, 2**16),
    payload_bytes=st.sampled_from([20, 24, 60, 244]),
    batch=st.integers(1, 19),
    first=st.sampled_from([0, 2**32 - 150, 2**31 - 100]),
    first_us=st.sampled_from([0, 2**32 - 1_500_000]),
)
def test_losses_are_brought_back_from_the_c_side(
    host: FirmwareHost, seed: int, payload_bytes: int, batch: int, first: int, first_us: int
):
    """C sensor, lossy link, our decoder: every sample arrives once, in order, over the wraps of index, time, number."""
    host.reset(1200, index=first)
    assert host.control(encode_start(100.0, 8, batch), payload_bytes) == 0
    dice = np.random.default_rng(seed)
    decoder = OpenProfileDecoder()
    samples = drawn(260, seed)
    parts = [decoder.feed([])]
    for number, values in enumerate(raw(samples)):
        host.push(first_us + 10_000 * number, values)
        for write in decoder.requests() if number % 7 == 0 else ():
            assert write.payload[0] == REPLAY
            host.control(write.payload, payload_bytes)
        heard = [packet for packet in host.due() if not 20 <= number < 200 or dice.random() >= 0.1]
        parts.append(decoder.feed([Packet(0.01 * number, packet) for packet in heard]))
    frames = joined(parts)
    count = len(frames)
    assert count > 240
    assert decoder.lost_samples == 0
    assert np.array_equal(index_of(frames), first + np.arange(count))
    np.testing.assert_allclose(device_time_s_of(frames), first_us * 1e-6 + 0.01 * np.arange(count), atol=1e-4)
    scaled = np.rint(frames.acc_mps2 / Info().acc_mps2_per_lsb).astype(int)
    assert scaled.tolist() == [values[:3] for values in raw(samples)[:count]]
    assert (frames.gyro_radps is None) == (payload_bytes < 24)


def test_the_number_of_the_packet_wraps(host: FirmwareHost):
    """After 65536 packets the number begins at 0 again, and nothing else changes."""
    host.reset(100, packet=65_534)
    host.control(encode_start(100.0, 8, 1))
    numbers: list[int] = []
    for index in range(4):
        host.push(index, [0] * 6)
        numbers += [int.from_bytes(packet[2:4], "little") for packet in host.due()]
    assert numbers == [65_534, 65_535, 0, 1]
