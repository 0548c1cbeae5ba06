"""Smoothness of a movement: the spectral arc length of its speed."""

import functools
import math

import numpy as np

from sensorcoach.samples import FloatArray

PAD_LEVEL = 4
"""Powers of two by which the spectrum is padded."""

HIGHEST_HZ = 10.0
"""Highest frequency of the spectrum that counts."""

THRESHOLD = 0.05
"""Amplitude, as a share of the largest, below which the spectrum ends."""


def sparc(speed: FloatArray, rate_hz: float) -> float:
    """SPARC of a speed profile (n,) at `rate_hz`: about -1.4 for a minimum-jerk movement, lower is jerkier.

    It is the negative length of the curve of the amplitude spectrum, with both axes scaled to 1. The curve ends at the
    last frequency at which it reaches `THRESHOLD` (Balasubramanian, Melendez-Calderon, Roby-Brami and Burdet 2015, with
    padding level 4, 10 Hz and threshold 0.05).
    """
    size = 2 ** (math.ceil(math.log2(max(len(speed), 2))) + PAD_LEVEL)
    amplitude = np.abs(np.fft.rfft(speed, size))
    frequency_hz, steps_hz = _frequencies(size, rate_hz)
    amplitude = amplitude[: len(frequency_hz)] / max(float(amplitude.max()), 1e-12)
    last = int(np.flatnonzero(amplitude >= THRESHOLD)[-1]) + 1
    if last < 2:
        return 0.0
    along = steps_hz[: last - 1] / (frequency_hz[last - 1] - frequency_hz[0])
    risen = amplitude[1:last] - amplitude[: last - 1]
    return -float(np.sqrt(along * along + risen * risen).sum())


@functools.cache
def _frequencies(size: int, rate_hz: float) -> tuple[FloatArray, FloatArray]:
    """Frequencies up to `HIGHEST_HZ` in the spectrum of `size` values, and the steps between them."""
    frequency_hz = np.arange(size // 2 + 1) * rate_hz / size
    frequency_hz = frequency_hz[frequency_hz <= HIGHEST_HZ]
    return frequency_hz, np.diff(frequency_hz)
