"""The usual rate of timed samples and its limits, and whether the gyroscope agrees with the length of a second."""

import numpy as np

from sensorcoach.dsp.running import median, running_mean
from sensorcoach.errors import InputError
from sensorcoach.samples import FloatArray, Samples

MIN_RATE_HZ = 20.0
"""Lowest usable rate: slower samples do not resolve the phases of a rep."""
_RATE_TOLERANCE = 0.97
"""Fraction of `MIN_RATE_HZ` that is accepted: a sensor sold as 20 Hz may run slightly slow."""

USUAL_RATE_HZ = 400.0
"""Highest usual rate of a worn sensor. Above it, times are often in another unit."""
MAX_RATE_HZ = 1000.0
"""Highest rate that is read."""

_WINDOW = 10
"""Samples over which gravity turns, for the comparison with the gyroscope."""
_LEAST_TURN = 1.0
"""Least turning that shows a scale: the root of its sum of squares, in windows of `_WINDOW` samples, rad."""
_LEAST_CORRELATION = 0.9
_TENFOLD = (7.0, 14.0)
"""Ratios of two times that count as ten."""


def measure_rate_hz(time_s: FloatArray, source: str) -> float:
    """One over the median time step. `source` names the data in errors.

    Raises InputError for fewer than two samples, and for a rate below `MIN_RATE_HZ` or above `MAX_RATE_HZ`.
    """
    if len(time_s) < 2:
        raise InputError(
            "no_samples",
            f"{source} has {len(time_s)} samples; at least 2 are needed.",
            "Record at least a few seconds.",
        )
    with np.errstate(over="ignore"):  # an impossible time gives an infinite step, and with it the error below
        step_s = median(np.diff(time_s))
    if not step_s * MAX_RATE_HZ >= 1.0 - 1e-6:
        shown = f"{step_s:.3g} s from one sample to the next"
        raise InputError(
            "too_fast",
            f"{source} has {shown}; at least {1.0 / MAX_RATE_HZ:g} s are possible.",
            "Check that time_s is in seconds, with at least 3 decimal places.",
        )
    rate_hz = 1.0 / step_s
    if rate_hz < MIN_RATE_HZ * _RATE_TOLERANCE:
        raise InputError(
            "too_slow",
            f"{source} has {rate_hz:.3g} samples a second; the phases of a rep need at least {MIN_RATE_HZ:g}.",
            "Set the sensor to 50 or 100 Hz and record again; check that the times are in seconds.",
        )
    return rate_hz


def check_time_scale(samples: Samples, source: str) -> None:
    """Refuse times that are ten times too small or too large. Raises InputError, naming `source`.

    Gravity turns in the sensor's frame at the rate that the gyroscope measures: du/dt = -rate x u. The ratio of both
    sides is the scale of time. Without a gyroscope or without movement nothing is refused.
    """
    scale = _measure_time_scale(samples)
    if scale is None:
        return
    low, high = _TENFOLD
    if low <= scale <= high or low <= 1.0 / scale <= high:
        raise InputError(
            "time_scale",
            f"By its gyroscope, the movement in {source} takes {scale:.2g} times as long as time_s shows.",
            "Check that time_s is in seconds and the gyroscope in rad/s.",
        )


def _measure_time_scale(samples: Samples) -> float | None:
    """Time by the gyroscope over time by the clock; None where the movement does not show it."""
    if samples.gyro_radps is None or len(samples) < 5 * _WINDOW:
        return None
    with np.errstate(over="ignore", invalid="ignore"):  # values beyond all sensors give no scale
        return _compare_turns(samples.acc_mps2, samples.gyro_radps, median(np.diff(samples.time_s)))


def _compare_turns(acc_mps2: FloatArray, gyro_radps: FloatArray, step_s: float) -> float | None:
    """The ratio of gravity's turning by the accelerometer to that by the gyroscope, samples `step_s` apart."""
    force = np.stack([running_mean(axis, _WINDOW) for axis in acc_mps2.T], axis=1)
    length = np.linalg.norm(force, axis=1, keepdims=True)
    if not (length > 0.0).all():
        return None
    up = force / length
    rate_radps = np.stack([running_mean(axis, _WINDOW) for axis in gyro_radps.T], axis=1)
    expected = np.stack([running_mean(axis, _WINDOW) for axis in np.cross(up, rate_radps).T], axis=1)[:-1] * (
        step_s * _WINDOW
    )
    turned = up[_WINDOW:] - up[:-_WINDOW]
    square, wanted = float(np.sum(turned**2)), float(np.sum(expected**2))
    product = float(np.sum(turned * expected))
    if not (np.isfinite(wanted) and wanted > 0.0 and square > _LEAST_TURN**2):
        return None
    return product / wanted if product > _LEAST_CORRELATION * np.sqrt(square * wanted) else None


class StepMean:
    """The sensor's rate over a whole recording: one over the mean of the steps near `rate_hz`.

    Gaps do not slow it, and neither does it count readings that are left out.
    """

    def __init__(self, rate_hz: float) -> None:
        self._step_s = 1.0 / rate_hz
        self._last_s: float | None = None
        self._count = 0
        self._sum_s = 0.0

    def add(self, time_s: FloatArray) -> None:
        """Add sample times (n,), at least one, that follow the earlier ones."""
        steps_s = np.diff(time_s) if self._last_s is None else np.diff(time_s, prepend=self._last_s)
        self._last_s = float(time_s[-1])
        near = steps_s[(steps_s > 0.5 * self._step_s) & (steps_s < 1.5 * self._step_s)]
        self._count += len(near)
        self._sum_s += float(near.sum())

    @property
    def rate_hz(self) -> float:
        """Samples a second; the rate given, before any step near it."""
        return self._count / self._sum_s if self._sum_s > 0.0 else 1.0 / self._step_s
