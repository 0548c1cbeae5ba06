"""A sensor's faults: bias, scale, quantum, range, clock, missing gyro, its own rate."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.physics import ExactSignal
from sensorcoach.simulator.sensor import Channel, SensorModel, random_sensor
from sensorcoach.units import STANDARD_GRAVITY_MPS2

STILL = ExactSignal(np.tile([0.0, 0.0, STANDARD_GRAVITY_MPS2], (10_000, 1)), np.zeros((10_000, 3)))


def tone(frequency_hz: float) -> ExactSignal:
    """Ten seconds of shaking at one frequency, 1 m/s²."""
    shaking = np.sin(2.0 * np.pi * frequency_hz * np.arange(10_000) / FINE_HZ)
    return ExactSignal(np.column_stack([shaking] * 3), np.zeros((10_000, 3)))


def test_faultless_sensor_reads_true():
    """A sensor without fault reads exactly one g at rest."""
    samples = SensorModel(50.0).sense(STILL, 0)
    np.testing.assert_allclose(samples.acc_mps2, STILL.acc_mps2[: len(samples)], atol=1e-9)
    assert samples.gyro_radps is not None
    np.testing.assert_allclose(samples.gyro_radps, 0.0, atol=1e-12)


def test_bias_and_scale():
    """Bias is added and scale multiplied, axis by axis."""
    channel = Channel(bias=(0.1, 0.2, 0.3), scale=(1.0, 1.0, 1.02))
    samples = SensorModel(50.0, acc=channel).sense(STILL, 0)
    np.testing.assert_allclose(samples.acc_mps2[10], [0.1, 0.2, 0.3 + 1.02 * STANDARD_GRAVITY_MPS2], atol=1e-6)


def test_quantum():
    """Every reading is a whole number of quanta."""
    samples = SensorModel(50.0, acc=Channel(noise=0.05, step=0.02)).sense(STILL, 0)
    counts = samples.acc_mps2 / 0.02
    np.testing.assert_allclose(counts, np.rint(counts), atol=1e-9)


def test_range():
    """Beyond its range a sensor sticks at the end."""
    samples = SensorModel(50.0, acc=Channel(limit=5.0)).sense(STILL, 0)
    assert samples.acc_mps2.max() == 5.0


@pytest.mark.parametrize("rate_hz", [20.0, 25.0, 50.0, 104.0, 200.0, 400.0])
def test_rates(rate_hz: float):
    """From 20 to 400 Hz, samples come at the sensor's rate and in order."""
    samples = SensorModel(rate_hz).sense(STILL, 0)
    assert len(samples) == pytest.approx(10.0 * rate_hz, abs=1)
    np.testing.assert_allclose(np.diff(samples.time_s), 1.0 / rate_hz)


@pytest.mark.parametrize("rate_hz", [10.0, 1000.0])
def test_impossible_rate(rate_hz: float):
    """A rate the simulator cannot do honestly is refused."""
    with pytest.raises(ValueError, match="expected 20 to 400"):
        SensorModel(rate_hz).sense(STILL, 0)


def test_fast_clock_takes_more_samples():
    """A clock 7000 ppm too fast takes its samples 0.7 % closer together."""
    samples = SensorModel(100.0, clock_ppm=7000.0).sense(STILL, 0)
    np.testing.assert_allclose(np.diff(samples.time_s), 0.01 / 1.007)


def test_no_gyro():
    """An accelerometer alone gives no rates."""
    assert SensorModel(50.0, gyro=None).sense(STILL, 0).gyro_radps is None


def test_slow_sensor_does_not_fold_fast_shaking():
    """At 50 Hz a shaking of 45 Hz does not show up as one of 5 Hz."""
    assert np.abs(SensorModel(50.0).sense(tone(45.0), 0).acc_mps2[20:-20]).max() < 0.05


def test_slow_movement_passes():
    """At 50 Hz a movement of 3 Hz keeps its size and its time."""
    samples = SensorModel(50.0).sense(tone(3.0), 0)
    expected = np.sin(2.0 * np.pi * 3.0 * samples.time_s)
    np.testing.assert_allclose(samples.acc_mps2[20:-20, 0], expected[20:-20], atol=0.01)


def test_random_sensor_is_a_plausible_one():
    """A sensor off the shelf has a bias under 60 mg and a clock within 7000 ppm."""
    sensors = [random_sensor(seed) for seed in range(200)]
    assert max(abs(b) for sensor in sensors for b in sensor.acc.bias) < 0.06 * STANDARD_GRAVITY_MPS2
    assert max(abs(sensor.clock_ppm) for sensor in sensors) <= 7000.0
    assert random_sensor(3) == random_sensor(3)
    assert random_sensor(3, gyro=False) == replace(random_sensor(3), gyro=None)
