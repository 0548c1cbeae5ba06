"""WitMotion: the wire as it really is, and as it arrives when the radio is bad."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.real_folder import HOW_TO_NAME, real_folder
from sensorcoach.devices.device import Ask, Step
from sensorcoach.devices.families.witmotion.device import DEVICE, WitMotionDecoder, startup
from sensorcoach.devices.families.witmotion.fake import WitMotionEncoder, WitMotionPeripheral
from sensorcoach.devices.families.witmotion.frames import ACC_MPS2_PER_LSB, GYRO_RADPS_PER_LSB
from sensorcoach.devices.families.witmotion.registers import decode_battery_v, encode_reply, estimate_battery_percent
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames, Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.dialogue import steps_of, written

CAPTURE = real_folder() / "wire" / "wt901-100hz-capture.jsonl"
ONE_FRAME = bytes.fromhex("55617702a8fe92fe060230fecdfff8f053fcabc4")
FOUR_FRAMES = bytes.fromhex(
    "55612706bc0179065500e7fec4fa3e00eaff000055613806c7016b0698ff79fe74fb3e00eaff0000"
    "55618006cc017f06b2feb8fe0dfc3e00eaff000055618206ad018c0696fe58ff65fc3e00eaff0000"
)
FOUR_RAW = (
    (1575, 444, 1657, 85, -281, -1340),
    (1592, 455, 1643, -104, -391, -1164),
    (1664, 460, 1663, -334, -328, -1011),
    (1666, 429, 1676, -362, -168, -923),
)
BATTERY_REPLY = bytes.fromhex("557164008d01000047111a90") + bytes(8)


def raw_of(frames: Frames) -> list[tuple[int, ...]]:
    """Acceleration and rate of each sample in steps of the wire."""
    assert frames.gyro_radps is not None
    raw = np.hstack([frames.acc_mps2 / ACC_MPS2_PER_LSB, frames.gyro_radps / GYRO_RADPS_PER_LSB])
    return [tuple(int(value) for value in row) for row in np.rint(raw)]


def one_packet_each(chunks: list[bytes]) -> list[Packet]:
    """A packet for each chunk, a second apart."""
    return [Packet(arrival_s=float(number), payload=chunk) for number, chunk in enumerate(chunks)]


def test_a_frame_from_the_wild_has_the_values_known_for_it():
    """The acceleration and rate of a frame are those its finder published."""
    frames = WitMotionDecoder().feed([Packet(0.0, ONE_FRAME * 3)])
    assert frames.gyro_radps is not None
    np.testing.assert_allclose(frames.acc_mps2[0] / STANDARD_GRAVITY_MPS2, [0.3081, -0.1680, -0.1787], atol=1e-4)
    np.testing.assert_allclose(np.degrees(frames.gyro_radps[0]), [31.62, -28.32, -3.11], atol=0.01)


def test_all_four_frames_of_a_notification_count():
    """At 100 Hz four samples come in one notification, and none of them is thrown away."""
    decoder = WitMotionDecoder()
    assert raw_of(decoder.feed([Packet(2.5, FOUR_FRAMES)])) == list(FOUR_RAW)
    assert decoder.skipped_bytes == 0


def test_a_sample_has_the_arrival_of_the_packet_that_completed_it():
    """A frame cut in two by the notifications counts as arrived with its second half."""
    cuts = [FOUR_FRAMES[:30], FOUR_FRAMES[30:40], FOUR_FRAMES[40:]]
    frames = WitMotionDecoder().feed(one_packet_each(cuts))
    assert frames.arrival_s.tolist() == [0.0, 1.0, 2.0, 2.0]


def test_frames_of_28_bytes_are_distinguished():
    """A sensor that adds its calendar to each frame gives the same samples as one that does not."""
    calendar = bytes((26, 8, 19, 5, 30, 26, 0x9D, 0x02))
    long = b"".join(FOUR_FRAMES[k : k + 20] + calendar for k in range(0, 80, 20))
    decoder = WitMotionDecoder()
    assert raw_of(decoder.feed([Packet(0.0, long)])) == list(FOUR_RAW)
    assert decoder.skipped_bytes == 0


def test_a_vibration_sensor_is_not_read_as_frames_of_20_bytes():
    """The 28 bytes that a WTVB01 sends are never cut into 20."""
    vibration = bytes.fromhex("5561110016000200020000000100E60A430047000A00250025002500")
    frames = WitMotionDecoder().feed([Packet(0.0, vibration * 4)])
    assert len(frames) == 4


def test_the_battery_is_read_between_the_samples():
    """A register reply among the frames gives the battery and costs no sample."""
    decoder = WitMotionDecoder()
    frames = decoder.feed([Packet(0.0, BATTERY_REPLY + FOUR_FRAMES + BATTERY_REPLY + FOUR_FRAMES)])
    assert raw_of(frames) == list(FOUR_RAW) * 2
    assert decoder.battery_v == 3.97
    assert decoder.skipped_bytes == 0


def test_battery_volts_become_the_percentage_people_know():
    """The percentage is the one that the maker's application shows; a reply about another register is ignored."""
    assert [estimate_battery_percent(volts) for volts in (4.2, 3.96, 3.95, 3.77, 3.4, 3.2)] == [100, 100, 90, 40, 5, 0]
    assert decode_battery_v(bytes.fromhex("55713A00680169007A00") + bytes(10)) is None
    assert decode_battery_v(bytes.fromhex("557164000000")) is None


def test_after_lost_bytes_the_frames_are_found_again():
    """Half a frame lost on the way costs that frame and its neighbour, not the rest of the session."""
    decoder = WitMotionDecoder()
    frames = decoder.feed([Packet(0.0, FOUR_FRAMES + FOUR_FRAMES[:50] + FOUR_FRAMES * 2)])
    spliced = raw_of(frames)[6]
    assert raw_of(frames) == [*FOUR_RAW, *FOUR_RAW[:2], spliced, *FOUR_RAW[1:], *FOUR_RAW]
    assert decoder.skipped_bytes == 10


def test_other_characteristics_are_ignored():
    """What came from another characteristic is not taken for samples."""
    assert len(WitMotionDecoder().feed([Packet(0.0, FOUR_FRAMES, role="battery")])) == 0


@pytest.mark.parametrize(("rate_hz", "frames"), [(20.0, 1), (50.0, 1), (100.0, 4), (200.0, 12)])
def test_what_the_fake_sensor_sends_is_read_back(rate_hz: float, frames: int):
    """Samples put on the wire come back within half a step, batched as the real sensor does it."""
    random = np.random.default_rng(1)
    acc_mps2 = random.uniform(-150.0, 150.0, (48, 3))
    gyro_radps = random.uniform(-34.0, 34.0, (48, 3))
    encoder = WitMotionEncoder(rate_hz)
    samples = Samples(np.arange(48) / rate_hz, acc_mps2, gyro_radps)
    payloads = encoder.feed(samples)
    assert {len(payload) for payload in payloads} == {frames * 20}
    back = WitMotionDecoder().feed(one_packet_each(payloads))
    assert back.gyro_radps is not None
    assert np.abs(back.acc_mps2 - acc_mps2).max() <= 0.51 * ACC_MPS2_PER_LSB
    assert np.abs(back.gyro_radps - gyro_radps).max() <= 0.51 * GYRO_RADPS_PER_LSB


def test_start_up_for_100_hz_is_the_sequence_the_sensor_wants():
    """What it sends, unlock, full bandwidth, rate, read back, battery: and nothing that writes to its flash."""
    steps, rate_hz = steps_of(startup(100.0))
    assert rate_hz == 100.0
    assert written(steps) == ["ffaa279600", "ffaa6988b5", "ffaa1f0000", "ffaa030900", "ffaa270300", "ffaa276400"]


def answering(register: int, value: int) -> Callable[[Step], bytes | None]:
    """A sensor that has this value in this register, and does not answer about the others."""

    def answer(step: Step) -> bytes | None:
        return encode_reply(register, value) if isinstance(step, Ask) and step.begins[2] == register else None

    return answer


@pytest.mark.parametrize(("code", "told_hz"), [(0x09, 100.0), (0x0A, 100.0), (0x06, 10.0), (0x0B, 200.0)])
def test_the_rate_is_the_one_that_the_sensor_reports(code: int, told_hz: float):
    """A sensor that did not take the rate is used at its own rate, which is also the reported one."""
    assert steps_of(startup(100.0), answering(0x03, code))[1] == told_hz


def test_a_sensor_set_to_send_displacement_is_refused_with_the_remedy():
    """Displacement under the header of acceleration would count nonsense: nothing starts, and the message says why."""
    with pytest.raises(SensorError, match=r"0x96 is 1.*Set its output to acceleration"):
        steps_of(startup(100.0), answering(0x96, 1))
    assert steps_of(startup(100.0), answering(0x96, 0))[1] == 100.0


@given(cut=st.integers(1, 79), link=st.sampled_from([LINK_UP, LINK_DOWN]))
def test_half_a_frame_before_and_the_rest_after_a_lost_connection_make_no_sample(cut: int, link: bytes):
    """The part that the connection cut off counts as lost bytes; `up` alone shows that the rest never comes."""
    decoder = WitMotionDecoder()
    wire = [Packet(0.0, FOUR_FRAMES), Packet(1.0, FOUR_FRAMES[:cut]), Packet(2.0, link, LINK_ROLE)]
    frames = decoder.feed([*wire, Packet(3.0, FOUR_FRAMES[cut:] if link == LINK_DOWN else FOUR_FRAMES)])
    whole = list(FOUR_RAW[: cut // 20]) if link == LINK_UP else []
    assert raw_of(frames) == [*FOUR_RAW, *whole, *FOUR_RAW]
    assert decoder.skipped_bytes == (cut % 20 if link == LINK_UP else 0)


def test_the_other_services_of_the_maker_are_known_too():
    """A sensor with the services of its manual, or of the old dual-mode units, is found by what it has."""
    stream, command = DEVICE.characteristic("stream"), DEVICE.characteristic("command")
    assert "0000fff1-0000-1000-8000-00805f9a34fb" in stream.uuids
    assert "0000fff2-0000-1000-8000-00805f9b34fb" in command.uuids
    assert "49535343-fe7d-4ae5-8fa9-9fafd205e455" in stream.service_uuids
    assert len(stream.uuids) == len(command.uuids) == len(stream.service_uuids)


def test_the_fake_sensor_takes_a_rate_only_when_unlocked():
    """As the real one, it ignores a command that comes before it is unlocked."""
    fake = WitMotionPeripheral(50.0)
    fake.subscribed("stream")
    fake.write("command", bytes.fromhex("ffaa030900"))
    assert fake.streaming_hz == 50.0
    fake.write("command", bytes.fromhex("ffaa6988b5"))
    fake.write("command", bytes.fromhex("ffaa030900"))
    assert fake.streaming_hz == 100.0
    fake.disconnected()
    assert fake.streaming_hz is None
    fake.rebooted()
    fake.subscribed("stream")
    assert fake.streaming_hz == 50.0


def test_a_rate_the_sensor_lacks_is_refused_with_the_ones_it_has():
    """Asking for 75 Hz names the rates there are."""
    with pytest.raises(UsageError, match="20, 50, 100, 200"):
        steps_of(startup(75.0))


def test_arrays_are_read_only():
    """Samples are read-only downstream."""
    frames = WitMotionDecoder().feed([Packet(0.0, FOUR_FRAMES)])
    with pytest.raises(ValueError, match="read-only"):
        frames.acc_mps2[0, 0] = 0.0


PIECES = st.lists(
    st.one_of(
        st.just(FOUR_FRAMES),
        st.just(ONE_FRAME),
        st.just(BATTERY_REPLY),
        st.just(FOUR_FRAMES[:33]),
        st.binary(max_size=70),
    ),
    max_size=12,
)


@given(pieces=PIECES, data=st.data())
def test_the_same_samples_however_the_packets_are_grouped(pieces: list[bytes], data: st.DataObject):
    """One packet at a time or all at once: same samples, same arrivals, same bytes skipped."""
    packets = one_packet_each(pieces)
    whole = WitMotionDecoder()
    expected = whole.feed(packets)
    parts = WitMotionDecoder()
    frames: list[Frames] = []
    position = 0
    while position < len(packets):
        size = data.draw(st.integers(1, 4))
        frames.append(parts.feed(packets[position : position + size]))
        position += size
    assert np.array_equal(np.concatenate([f.arrival_s for f in frames] or [expected.arrival_s]), expected.arrival_s)
    assert np.array_equal(np.concatenate([f.acc_mps2 for f in frames] or [expected.acc_mps2]), expected.acc_mps2)
    assert parts.skipped_bytes == whole.skipped_bytes


@given(pieces=st.lists(st.binary(max_size=300), max_size=30))
def test_random_bytes_do_no_harm(pieces: list[bytes]):
    """Noise never raises, and no more than three frames' worth of it is ever kept."""
    decoder = WitMotionDecoder()
    for packet in one_packet_each(pieces):
        decoder.feed([packet])
        assert len(decoder._stream.data) < 80


@pytest.mark.skipif(not CAPTURE.exists(), reason=f"needs a capture of a real sensor: {HOW_TO_NAME}")
def test_the_real_capture_decodes_without_a_byte_left_over():
    """Three seconds of a real sensor: 72 notifications, 288 samples, and a pull that can only be gravity and a hand."""
    lines = [json.loads(line) for line in CAPTURE.read_text(encoding="utf-8").splitlines()[1:]]
    packets = [Packet(line["t"], bytes.fromhex(line["hex"])) for line in lines]
    decoder = WitMotionDecoder()
    frames = decoder.feed(packets)
    assert len(frames) == 288
    assert decoder.skipped_bytes == 0
    assert 0.5 < np.median(np.linalg.norm(frames.acc_mps2, axis=1)) / STANDARD_GRAVITY_MPS2 < 1.5
