"""Steps: footfalls jolt the sensor several times a second, lifts do not.

A jolt is a point where the part of |a| between 2.5 and 5.5 Hz exceeds 0.4 m/s²: footfalls have
their harmonics there, lifts lie below and tremor above. When 60 % of the points of the last four
seconds are jolts the wearer is walking, on the stairs, running or in a vehicle. In recordings of
daily life 45 to 70 % of the points of a walk are jolts, in bridges and leg raises 0 to 10 %, in
brisk bird dogs with a leg set down hard up to 45 %.
"""

import numpy as np

from sensorcoach.dsp.filtering import CausalFilter
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

JOLT_BAND_HZ = (2.5, 5.5)
JOLT_BAND = (
    (0.02785976611713602, 0.05571953223427204, 0.02785976611713602, 1.0, -1.3868620772532825, 0.713270848048921),
    (1.0, -2.0, 1.0, 1.0, -1.7136431230562434, 0.8228564361864056),
)
"""Sections of a Butterworth band-pass for it on the grid, second order at each edge."""
JOLT_MPS2 = 0.4
WALK_WINDOW_S = 4.0
WALK_SHARE = 0.6

_WINDOW = round(WALK_WINDOW_S * RATE_HZ)


class Gait:
    """Marks jolts and walking, point by point."""

    def __init__(self) -> None:
        self._filter = CausalFilter(JOLT_BAND)
        self._recent: FloatArray = np.zeros(_WINDOW)
        """The jolts of the last window, oldest first."""

    def feed(self, acc_norm_mps2: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Jolt and walking marks (n,) and (n,), 0 or 1, of the next (n,) force lengths."""
        fast = self._filter.feed(acc_norm_mps2[:, None])[:, 0]
        jolt = (np.abs(fast) > JOLT_MPS2).astype(np.float64)
        both = np.concatenate([self._recent, jolt])
        sums = np.cumsum(both)
        walking = (sums[_WINDOW:] - sums[:-_WINDOW] > WALK_SHARE * _WINDOW).astype(np.float64)
        self._recent = both[-_WINDOW:]
        return jolt, walking
