"""Which way is up, with a gyroscope and without, on rotations that are known."""

import math

import numpy as np
import pytest
from scipy import signal
from scipy.spatial.transform import Rotation

from sensorcoach.dsp.filtering import CausalFilter
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.orientation import ACC_ONLY_CUTOFF_HZ, ACC_ONLY_DELAY_S, ACC_ONLY_LOW_PASS, AccUp, GyroUp
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

AXIS = np.array([0.0, 0.6, 0.8])
START = Rotation.from_rotvec([0.4, -1.0, 0.3])


def swing(duration_s: float, range_deg: float, period_s: float) -> tuple[FloatArray, FloatArray]:
    """True up (n, 3) and the readings (n, 6) of a sensor that swings about an axis of its own, its place at rest.

    Three seconds of stillness come first.
    """
    time_s = np.maximum(np.arange(0.0, duration_s, CELL_S) - 3.0, 0.0)
    phase = 2.0 * np.pi * time_s / period_s
    angle_rad = 0.5 * range_deg * RAD_PER_DEG * (1.0 - np.cos(phase))
    rate_radps = 0.5 * range_deg * RAD_PER_DEG * np.sin(phase) * 2.0 * np.pi / period_s
    world_from_sensor = START * Rotation.from_rotvec(angle_rad[:, None] * AXIS)
    up = np.asarray(world_from_sensor.inv().apply([0.0, 0.0, 1.0]), dtype=np.float64)
    return up, np.column_stack([STANDARD_GRAVITY_MPS2 * up, rate_radps[:, None] * AXIS])


def errors_deg(found: FloatArray, true: FloatArray) -> FloatArray:
    """Angle between found and true up, point by point."""
    return np.array([angles_between(f[None, :], t)[0] for f, t in zip(found, true, strict=True)]) / RAD_PER_DEG


def test_the_low_pass_is_a_bessel_filter():
    """The written coefficients are SciPy's for the cutoff and the grid, and so is the delay."""
    designed = signal.bessel(4, ACC_ONLY_CUTOFF_HZ, fs=RATE_HZ, norm="mag", output="sos")
    np.testing.assert_allclose(ACC_ONLY_LOW_PASS, designed, rtol=1e-9)
    _, delay = signal.group_delay(signal.sos2tf(designed), w=[0.05], fs=RATE_HZ)
    assert abs(float(delay[0]) / RATE_HZ - ACC_ONLY_DELAY_S) < 1e-6


@pytest.mark.parametrize("slow_hz", [0.1, 0.3, 0.6, 1.2])
def test_every_slow_movement_is_delayed_alike(slow_hz: float):
    """A slow sine comes out late by the stated delay, whatever its frequency."""
    time_s = np.arange(0.0, 60.0, CELL_S)
    out = CausalFilter(ACC_ONLY_LOW_PASS).feed(np.sin(2 * np.pi * slow_hz * time_s)[:, None])[:, 0]
    late = np.sin(2 * np.pi * slow_hz * (time_s - ACC_ONLY_DELAY_S))
    settled = time_s > 10.0
    gain = float((out[settled] * late[settled]).sum() / (late[settled] ** 2).sum())
    np.testing.assert_allclose(out[settled], gain * late[settled], atol=0.01)


def test_gyro_follows_without_delay():
    """With a gyroscope, up is right to half a degree at every moment of a fast swing, at its stated time."""
    up, values = swing(20.0, 90.0, 3.0)
    time_s = np.arange(len(up)) * CELL_S
    when_s = time_s[:-1] - GyroUp.delay_s
    true = np.column_stack([np.interp(when_s, time_s, up[:, axis]) for axis in range(3)])
    assert errors_deg(GyroUp().feed(values)[:-1], true).max() < 0.5


@pytest.mark.parametrize("range_deg", [5.0, 40.0, 90.0])
def test_gyro_stays_near(range_deg: float):
    """With a gyroscope, up is never further off than two hundredths of a large swing."""
    up, values = swing(20.0, range_deg, 3.0)
    assert errors_deg(GyroUp().feed(values), up).max() < 0.02 * range_deg


def test_gyro_learns_its_bias_at_rest():
    """A gyroscope that is a degree a second off does not drive up away while the sensor lies still."""
    up, values = swing(60.0, 0.0, 3.0)
    values[:, 3:] += np.array([1.0, -0.7, 0.5]) * RAD_PER_DEG
    assert errors_deg(GyroUp().feed(values), up)[-1] < 1.0


@pytest.mark.parametrize("period_s", [4.0, 6.0])
def test_without_gyro_late_by_the_stated_delay(period_s: float):
    """Without one, slow swings come out late by the stated time, and right to two degrees."""
    up, values = swing(30.0, 40.0, period_s)
    found = AccUp().feed(values[:, :3])
    lag = round(AccUp.delay_s * RATE_HZ)
    assert errors_deg(found[lag:], up[: len(up) - lag]).max() < 2.0
    assert 0.05 < AccUp.delay_s < 0.5


@pytest.mark.parametrize("kind", [GyroUp, AccUp])
def test_blocks_make_no_difference(kind: type[GyroUp] | type[AccUp]):
    """In blocks of any size up is the same to the last bit."""
    _, values = swing(10.0, 40.0, 3.0)
    values = values if kind is GyroUp else np.ascontiguousarray(values[:, :3])
    up, cut_up = kind(), kind()
    cut = np.concatenate([cut_up.feed(block) for block in np.split(values, [1, 2, 9, 100, 101, 400])])
    assert up.feed(values).tobytes() == cut.tobytes()


@pytest.mark.parametrize("kind", [GyroUp, AccUp])
def test_after_a_restart_up_is_taken_from_gravity(kind: type[GyroUp] | type[AccUp]):
    """After a turn during a gap, the next sample shows where up is."""
    up, values = swing(10.0, 0.0, 3.0)
    turned = Rotation.from_rotvec([0.0, 1.2, 0.0])
    other = np.column_stack([turned.apply(values[:, :3]), values[:, 3:]])
    columns = slice(0, 6 if kind is GyroUp else 3)
    attitude = kind()
    attitude.feed(np.ascontiguousarray(values[:, columns]))
    attitude.restart()
    found = attitude.feed(np.ascontiguousarray(other[:, columns]))
    assert errors_deg(found[:1], np.asarray(turned.apply(up[:1])))[0] < 1.0


def test_up_is_a_unit_vector():
    """Up has length one, shaken or not, and even without any force."""
    shaken = np.random.default_rng(1).normal(size=(300, 6)) * [20.0, 20.0, 20.0, 3.0, 3.0, 3.0]
    for up in (GyroUp().feed(shaken), AccUp().feed(np.ascontiguousarray(shaken[:, :3]))):
        np.testing.assert_allclose(np.linalg.norm(up, axis=1), 1.0, atol=1e-6)
    assert np.isfinite(AccUp().feed(np.zeros((10, 3)))).all()
    assert math.isfinite(float(GyroUp().feed(np.zeros((10, 6))).sum()))
