"""MetaMotion: two chips, and whatever the last program left behind."""

from collections.abc import Callable

import numpy as np
import pytest

from sensorcoach.devices.device import Ask, Step
from sensorcoach.devices.families.metamotion.device import DEVICE, MetaMotionDecoder, startup
from sensorcoach.devices.families.metamotion.fake import MetaMotionEncoder, MetaMotionPeripheral
from sensorcoach.devices.families.metamotion.wire import BMI160, BMI270, Chip, decode_range_g, decode_rate_hz
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.against_fake import SessionWithFake, movement
from tests.devices.dialogue import steps_of, written

SINGLE_4_G = bytes.fromhex("0304 16c4 94a2 2ad0")
PACKED_8_G = bytes.fromhex("0305 62b7 530d e9fd 16d0 4d0e 5702 8aff a105 0a01")
BATTERY_REPLY = bytes.fromhex("118C 63 3410")
CHIPS = pytest.mark.parametrize("chip", [BMI160, BMI270], ids=lambda chip: chip.name)


def saying(identity: str, config: str = "") -> Callable[[Step], bytes | None]:
    """A sensor that reports its identity and its settings, and nothing else."""
    replies = [bytes.fromhex(reply) for reply in (identity, config)]

    def answer(step: Step) -> bytes | None:
        asked = step.begins if isinstance(step, Ask) else b"?"
        return next((reply for reply in replies if reply.startswith(asked)), None)

    return answer


def test_a_single_frame_has_the_values_known_for_it():
    """The maker's example at 4 g."""
    frames = MetaMotionDecoder(range_g=4.0).feed([Packet(1.0, SINGLE_4_G)])
    np.testing.assert_allclose(frames.acc_mps2 / STANDARD_GRAVITY_MPS2, [[-1.872, -2.919, -1.495]], atol=6e-4)
    assert frames.gyro_radps is None


@pytest.mark.parametrize("register", ["05", "1c"])
def test_a_packed_frame_has_the_values_known_for_it(register: str):
    """The maker's example at 8 g: three samples, oldest first, under the register of either chip."""
    payload = bytes.fromhex("03" + register) + PACKED_8_G[2:]
    frames = MetaMotionDecoder(range_g=8.0).feed([Packet(1.0, payload)])
    expected = [[-4.539, 0.833, -0.131], [-2.995, 0.894, 0.146], [-0.029, 0.352, 0.065]]
    np.testing.assert_allclose(frames.acc_mps2 / STANDARD_GRAVITY_MPS2, expected, atol=6e-4)
    assert frames.arrival_s.tolist() == [1.0, 1.0, 1.0]


def test_the_battery_is_read():
    """99 % at 4148 mV; a percentage that cannot be is not believed."""
    decoder = MetaMotionDecoder()
    decoder.feed([Packet(0.0, BATTERY_REPLY), Packet(0.1, bytes.fromhex("118C FF 3410"))])
    assert decoder.battery_percent == 99
    assert decoder.skipped_bytes == 5


@pytest.mark.parametrize(
    ("chip", "rate_hz", "range_g", "config"),
    [
        (BMI160, 25.0, 2.0, "2603"),
        (BMI160, 50.0, 4.0, "2705"),
        (BMI160, 100.0, 16.0, "280c"),
        (BMI160, 200.0, 8.0, "2908"),
        (BMI270, 25.0, 2.0, "a600"),
        (BMI270, 50.0, 4.0, "a701"),
        (BMI270, 100.0, 16.0, "a803"),
        (BMI270, 200.0, 8.0, "a902"),
    ],
)
def test_rate_and_range_have_the_codes_of_the_chip(chip: Chip, rate_hz: float, range_g: float, config: str):
    """The codes are those of the maker's table, and decode to the same values."""
    assert chip.encode_config(rate_hz, range_g).hex() == config
    assert (decode_rate_hz(bytes.fromhex(config)), decode_range_g(bytes.fromhex(config))) == (rate_hz, range_g)


@pytest.mark.parametrize(
    ("identity", "config", "packed", "subscribed"),
    [
        ("03800101", "0303280c", "031c", "031c01"),
        ("03800100", "0303280c", "031c", "030401"),  # firmware before 1.2.3 packs nothing
        ("03800400", "0303a803", "0305", "030501"),
    ],
)
def test_start_up_at_100_hz_is_that_of_the_chip(identity: str, config: str, packed: str, subscribed: str):
    """A running measurement is stopped first; then the chip's own codes, 16 g, packed frames, and the battery."""
    steps, rate_hz = steps_of(startup(100.0), saying(identity, "0383" + config[4:]))
    assert rate_hz == 100.0
    stop = ["030100", "03020001", "030400"]
    start = [subscribed, "03020100", "030101"]
    assert written(steps) == [*stop, "0380", packed + "00", config, "0383", *start, "118c"]
    assert [write.payload.hex() for write in DEVICE.stop] == stop


def test_another_accelerometer_is_refused_and_so_is_silence():
    """The message names an old board with another chip, or a board that does not answer, with the remedy."""
    with pytest.raises(SensorError, match=r"type 3.*MetaMotion S, RL or R"):
        steps_of(startup(100.0), saying("03800300"))
    with pytest.raises(SensorError, match="switch the sensor off and on"):
        steps_of(startup(100.0))
    with pytest.raises(SensorError, match="which range it is set to"):
        steps_of(startup(100.0), saying("03800400"))
    with pytest.raises(UsageError, match="25, 50, 100, 200"):
        steps_of(startup(800.0))


def test_the_rate_is_the_one_that_the_sensor_reports():
    """One that does not take the rate is used at its own."""
    assert steps_of(startup(100.0), saying("03800400", "0383a703"))[1] == 50.0


@CHIPS
@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0, 200.0])
def test_what_another_program_left_does_not_change_a_sample(chip: Chip, rate_hz: float):
    """A sensor left streaming single frames at 2 g comes to the rate and range asked for, and no sample comes twice."""
    fake = MetaMotionPeripheral(25.0, chip=chip)
    for command in ("0303" + chip.encode_config(200.0, 2.0).hex(), "030401", "03020100", "030101"):
        fake.write("command", bytes.fromhex(command))
    fake.subscribed("stream")
    assert fake.streaming_hz == 200.0
    session = SessionWithFake(DEVICE, fake, rate_hz)
    assert session.rate_hz == fake.streaming_hz == rate_hz
    samples = movement(60, rate_hz, 16.0)
    session.feed(samples)
    frames = MetaMotionDecoder().feed(session.packets)
    assert frames.acc_mps2.shape == samples.acc_mps2.shape
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51 / 2048.0 * STANDARD_GRAVITY_MPS2)
    session.stop()
    fake.subscribed("stream")
    assert fake.streaming_hz is None


def test_a_connection_lost_leaves_the_sensor_running():
    """Settings outlive the connection, and data continue when I connect again; a reboot ends both."""
    fake = MetaMotionPeripheral(100.0)
    SessionWithFake(DEVICE, fake, 100.0)
    fake.disconnected()
    assert fake.streaming_hz is None
    fake.subscribed("stream")
    assert fake.streaming_hz == 100.0
    fake.rebooted()
    fake.subscribed("stream")
    assert fake.streaming_hz is None


def test_the_range_is_the_one_that_the_sensor_reports():
    """From a sensor that reports 4 g on, samples have that range; an unknown range changes nothing."""
    raw = bytes.fromhex("0304 0008 0000 0000")
    reports = [Packet(0.1, bytes.fromhex(reply)) for reply in ("0383 2805", "0383 2807")]
    frames = MetaMotionDecoder().feed([Packet(0.0, raw), reports[0], Packet(0.2, raw), reports[1], Packet(0.3, raw)])
    np.testing.assert_allclose(frames.acc_mps2[:, 0] / STANDARD_GRAVITY_MPS2, [1.0, 0.25, 0.25])


def test_samples_of_a_range_that_is_not_known_are_not_used():
    """A sensor found streaming for another program gives no samples until it has reported its range."""
    raw = bytes.fromhex("0304 0008 0000 0000")
    up = Packet(0.0, LINK_UP, LINK_ROLE)
    decoder = MetaMotionDecoder()
    assert len(decoder.feed([up, Packet(0.1, raw)])) == 0
    frames = decoder.feed([Packet(0.2, bytes.fromhex("0383 a803")), Packet(0.3, raw), up, Packet(0.4, raw)])
    np.testing.assert_allclose(frames.acc_mps2[:, 0] / STANDARD_GRAVITY_MPS2, [1.0])
    assert decoder.skipped_bytes == 0


def test_frames_of_other_modules_and_lengths_are_counted_as_errors():
    """A gyroscope that another program left on, or half a frame, gives no samples and is seen in the count."""
    decoder = MetaMotionDecoder()
    frames = decoder.feed([Packet(0.0, bytes.fromhex("1304 0008 0000 0000")), Packet(0.1, PACKED_8_G[:-1])])
    assert len(frames) == 0
    assert decoder.skipped_bytes == 8 + 19


def test_out_of_range_sticks_at_the_end_of_the_scale():
    """A blow beyond 16 g shows 16 g, as on the chip."""
    samples = movement(3, 50.0, 40.0)
    frames = MetaMotionDecoder().feed([Packet(0.0, payload) for payload in MetaMotionEncoder(50.0).feed(samples)])
    np.testing.assert_allclose(np.abs(frames.acc_mps2).max(), 16.0 * STANDARD_GRAVITY_MPS2, rtol=1e-4)
