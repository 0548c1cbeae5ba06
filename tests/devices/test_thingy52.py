"""Thingy:52: one sample a notification, and settings that it keeps."""

import numpy as np
import pytest

from sensorcoach.devices.device import Read, RefusedError, Step
from sensorcoach.devices.families.thingy52 import DEVICE, ThingyDecoder, ThingyPeripheral, startup
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import Packet
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.against_fake import SessionWithFake, movement
from tests.devices.dialogue import steps_of, written

CONFIG_100_HZ = bytes.fromhex("6400 F401 F401 6400 01")
CONFIG_10_HZ = bytes.fromhex("E803 F401 2C01 0A00 00")


def telling(*configs: bytes):
    """A sensor that reports these configurations, one after the other."""
    waiting = list(configs)

    def answer(step: Step) -> bytes | None:
        return waiting.pop(0) if isinstance(step, Read) else None

    return answer


def test_a_sample_is_read_in_the_scales_of_the_firmware():
    """1 g on z, 10 deg/s about x, and a compass that is not used; the firmware shows where down is, we where up is."""
    payload = np.array([0, 512, -1024, 320, 0, -32, 16, 0, 0], dtype="<i2").tobytes()
    frames = ThingyDecoder().feed([Packet(2.0, payload)])
    np.testing.assert_allclose(frames.acc_mps2 / STANDARD_GRAVITY_MPS2, [[0.0, -0.5, 1.0]])
    assert frames.gyro_radps is not None
    np.testing.assert_allclose(np.degrees(frames.gyro_radps), [[10.0, 0.0, -1.0]])
    assert frames.arrival_s.tolist() == [2.0]


def test_only_the_rate_of_the_configuration_is_changed():
    """Pedometer, compensations and waking stay as their owner set them."""
    steps, rate_hz = steps_of(startup(100.0), telling(CONFIG_10_HZ, CONFIG_10_HZ[:6] + b"\x64\0\0"))
    assert written(steps) == ["e803f4012c01640000"]
    assert rate_hz == 100.0


def test_a_sensor_that_has_the_rate_is_not_written_to():
    """A write wears its flash: without a change of rate nothing is written."""
    steps, rate_hz = steps_of(startup(100.0), telling(CONFIG_100_HZ))
    assert (written(steps), rate_hz) == ([], 100.0)


def test_its_settings_are_put_back_at_the_end():
    """Its owner finds it after the session as it was before: it would keep our rate."""
    fake = ThingyPeripheral(100.0)
    session = SessionWithFake(DEVICE, fake, 100.0)
    assert fake.read("config") != ThingyPeripheral.FACTORY_CONFIG
    session.stop()
    assert fake.read("config") == ThingyPeripheral.FACTORY_CONFIG


def test_the_rate_is_the_one_that_the_sensor_reports():
    """One that does not take the rate is used at its own."""
    assert steps_of(startup(200.0), telling(CONFIG_100_HZ, CONFIG_100_HZ))[1] == 100.0


def test_settings_that_cannot_be_read_are_not_overwritten():
    """Without the old settings the new ones would be guesses: the sensor is refused, with the reason."""
    with pytest.raises(SensorError, match="without losing the others"):
        steps_of(startup(100.0))
    with pytest.raises(UsageError, match="25, 50, 100, 200"):
        steps_of(startup(60.0))


def test_the_fake_sensor_keeps_its_rate_over_a_reboot_and_refuses_nonsense():
    """As the real one it has its configuration in flash, takes whole ones only, and streams when subscribed to."""
    fake = ThingyPeripheral(100.0)
    session = SessionWithFake(DEVICE, fake, 100.0)
    assert session.rate_hz == fake.streaming_hz == 100.0
    fake.rebooted()
    assert fake.streaming_hz is None
    fake.subscribed("stream")
    assert fake.streaming_hz == 100.0
    for wrong in (CONFIG_100_HZ[:-1], CONFIG_100_HZ[:6] + b"\xff\xff\1", CONFIG_100_HZ[:8] + b"\2"):
        with pytest.raises(RefusedError):
            fake.write("config", wrong)


def test_battery_and_wrong_lengths():
    """The standard battery is read; a notification of another length is skipped; no charge is above 100."""
    decoder = ThingyDecoder()
    frames = decoder.feed([Packet(0.0, b"\x2a", "battery"), Packet(0.1, bytes(17)), Packet(0.2, b"\xff", "battery")])
    assert (len(frames), decoder.battery_percent, decoder.skipped_bytes) == (0, 42, 17)


def test_what_the_fake_sensor_sends_is_read_back():
    """Samples put on the wire come back within half a step, acceleration and rate."""
    session = SessionWithFake(DEVICE, ThingyPeripheral(100.0), 100.0)
    samples = movement(50, 100.0, 2.0)
    session.feed(samples)
    frames = ThingyDecoder().feed(session.packets)
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51 / 1024.0 * STANDARD_GRAVITY_MPS2)
    assert frames.gyro_radps is not None
    assert samples.gyro_radps is not None
    np.testing.assert_allclose(np.degrees(frames.gyro_radps), np.degrees(samples.gyro_radps), atol=0.51 / 32.0)
