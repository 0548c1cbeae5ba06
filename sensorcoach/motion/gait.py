"""Steps: footfalls jolt the sensor several times a second, lifts do not.

A jolt is a point where the part of |a| above 3 Hz exceeds 0.6 m/s². When more than two in five of
the points of the last four seconds are jolts the wearer is walking, on the stairs, running or in a
vehicle. In recordings of daily life walking reaches 60th percentiles of 0.8 to 5 m/s², in exercise
0.1 to 0.5; a floor contact is one jolt in a rep and stays far below two in five.
"""

import numpy as np

from sensorcoach.dsp.filtering import CausalFilter, butterworth_high_pass
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.samples import FloatArray

JOLT_HIGH_PASS_HZ = 3.0
JOLT_MPS2 = 0.6
WALK_WINDOW_S = 4.0
WALK_SHARE = 0.4

_WINDOW = round(WALK_WINDOW_S * RATE_HZ)


class Gait:
    """Marks jolts and walking, point by point."""

    def __init__(self) -> None:
        self._filter = CausalFilter(butterworth_high_pass(JOLT_HIGH_PASS_HZ, RATE_HZ))
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
