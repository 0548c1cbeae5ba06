"""Contacts: the sharpness of the bend of |a| at each sample, independent of the sensor's rate.

The bend is |a| less the mean of |a| 20 ms before and after. It passes the ring of a heel, a knee or a hip on the floor
(12 Hz and up) and suppresses tremor and movement. Its gain is 1 - cos(2π f 0.02 s): 1.6 at 18 Hz, 0.5 at 8 Hz and 0.07
at 3 Hz. It is computed from the original samples: on the even grid a contact of 20 ms is half lost.
"""

from typing import Annotated

import numpy as np

from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SPAN_S: Annotated[float, Within(0.005, 0.05, "s")] = 0.02
"""Time from the middle of the bend to either end. A slow sensor has one sample there."""

MAX_STEP_S: Annotated[float, Within(0.04, 0.5, "s")] = 0.1
"""Longest step between samples across which a bend is computed. A contact hides in a longer one."""


class Impacts:
    """Bends of |a|, sample by sample, collected on the grid. A bend is known, and placed, `SPAN_S` after its middle."""

    def __init__(self) -> None:
        self._time_s: FloatArray = np.empty(0)
        """Times of the latest samples, to which future bends reach back."""
        self._norm_mps2: FloatArray = np.empty(0)
        """|a| of the latest samples."""
        self._bend_s: FloatArray = np.empty(0)
        """Times of the bends not yet collected."""
        self._bend_mps2: FloatArray = np.empty(0)
        """Absolute values of the bends not yet collected."""

    def feed(self, time_s: FloatArray, norm_mps2: FloatArray) -> None:
        """Add samples: times (n,) and |a| (n,)."""
        old = len(self._time_s)
        times, norms = np.concatenate([self._time_s, time_s]), np.concatenate([self._norm_mps2, norm_mps2])
        steps_s = times - np.concatenate([times[:1], times[:-1]])
        span_s = np.maximum(steps_s[old:], SPAN_S)
        middle, far = np.interp(time_s - span_s, times, norms), np.interp(time_s - 2.0 * span_s, times, norms)
        bend_mps2 = np.abs(middle - 0.5 * (far + norm_mps2))
        whole = time_s - 2.0 * span_s >= times[0]
        if (steps_s > MAX_STEP_S).any():
            gaps = np.cumsum(steps_s > MAX_STEP_S)
            whole &= gaps[np.maximum(np.searchsorted(times, time_s - 2.0 * span_s) - 1, 0)] == gaps[old:]
        self._bend_s = np.concatenate([self._bend_s, time_s])
        self._bend_mps2 = np.concatenate([self._bend_mps2, np.where(whole, bend_mps2, 0.0)])
        kept = max(int(np.searchsorted(times, float(times[-1]) - 2.0 * MAX_STEP_S)) - 1, 0)
        self._time_s, self._norm_mps2 = times[kept:].copy(), norms[kept:].copy()

    def collect(self, first: int, count: int, origin_s: float) -> FloatArray:
        """Return the largest bend (count,) in the cell of each grid point from `first` on; 0 without a sample in it."""
        cells = np.floor((self._bend_s - origin_s) * RATE_HZ + 0.5).astype(np.int64) - first
        most = np.zeros(count)
        inside = (cells >= 0) & (cells < count)
        np.maximum.at(most, cells[inside], self._bend_mps2[inside])
        later = cells >= count
        self._bend_s, self._bend_mps2 = self._bend_s[later].copy(), self._bend_mps2[later].copy()
        return most
