"""Causal recursive filters with explicit state, the same sample by sample and in blocks."""

import math

import numpy as np
from scipy import signal

from sensorcoach.samples import FloatArray


class CausalFilter:
    """Second-order sections run over blocks of rows, started as if the first row had always been.

    `sections`: (k, 6) as SciPy's `sosfilt` wants them. SciPy runs them sample after sample, so
    the result does not depend on how the rows were cut.
    """

    def __init__(self, sections: FloatArray) -> None:
        self._sections = sections
        self._state: FloatArray | None = None
        """Delay line of each section and column; None before the first row."""

    def feed(self, rows: FloatArray) -> FloatArray:
        """Filter (n, columns) rows, giving as many."""
        if len(rows) == 0:
            return rows
        if self._state is None:
            steady = signal.sosfilt_zi(self._sections)
            self._state = steady[:, :, None] * rows[0][None, None, :]
        filtered, self._state = signal.sosfilt(self._sections, rows, axis=0, zi=self._state)
        return filtered


def bessel_low_pass(cutoff_hz: float, rate_hz: float, order: int = 4) -> FloatArray:
    """Sections of a Bessel low-pass with its -3 dB point at `cutoff_hz`: every frequency is delayed alike."""
    return signal.bessel(order, cutoff_hz, fs=rate_hz, norm="mag", output="sos")


def bessel_delay_s(cutoff_hz: float, rate_hz: float, order: int = 4) -> float:
    """Group delay at low frequency of that filter, seconds."""
    numerator, denominator = signal.sos2tf(bessel_low_pass(cutoff_hz, rate_hz, order))
    _, delay = signal.group_delay((numerator, denominator), w=[2 * math.pi * 0.05 / rate_hz])
    return float(delay[0]) / rate_hz


def butterworth_band(low_hz: float, high_hz: float, rate_hz: float) -> FloatArray:
    """Sections of a Butterworth band-pass, second order at each edge."""
    return signal.butter(2, [low_hz, high_hz], "bandpass", fs=rate_hz, output="sos")


def norms(rows: FloatArray) -> FloatArray:
    """Euclidean length of each row of (n, 3): elementwise, hence the same in any block."""
    return np.sqrt(rows[:, 0] * rows[:, 0] + rows[:, 1] * rows[:, 1] + rows[:, 2] * rows[:, 2])


def dots(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """Dot product of each row of (n, 3) with one vector: elementwise, hence the same in any block."""
    return rows[:, 0] * vector[0] + rows[:, 1] * vector[1] + rows[:, 2] * vector[2]
