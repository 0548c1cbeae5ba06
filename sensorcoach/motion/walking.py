"""Steps: footfalls jolt the sensor several times a second, lifts do not.

A jolt is a point at which the part of |a| between 2.5 and 5.5 Hz exceeds 0.4 m/s². Footfalls have their harmonics
there, lifts lie below and tremor above. When 60 % of the points of the last four seconds are jolts, the person is
walking, on the stairs, running or in a vehicle. In recordings of daily life 45 to 70 % of the points of a walk are
jolts, in bridges and leg raises 0 to 10 %, in brisk bird dogs with a leg set down hard up to 45 %.
"""

from typing import Annotated

import numpy as np

from sensorcoach.dsp.filtering import CausalFilter, Sections
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

JOLT_BAND_HZ: Annotated[tuple[float, float], Within(1.0, 15.0, "Hz")] = (2.5, 5.5)
"""Band of |a| in which jolts are found. Footfalls have their harmonics there, lifts lie below and tremor above."""

JOLT_BAND: Sections = (
    (0.02785976611713602, 0.05571953223427204, 0.02785976611713602, 1.0, -1.3868620772532825, 0.713270848048921),
    (1.0, -2.0, 1.0, 1.0, -1.7136431230562434, 0.8228564361864056),
)
"""Sections of a Butterworth band-pass for that band on the grid, second order at each edge. A test compares them with
SciPy."""

JOLT_MPS2: Annotated[float, Within(0.1, 2.0, "m/s²")] = 0.4
"""Smallest size of a jolt in that band. Lifts stay below it."""

WALK_WINDOW_S: Annotated[float, Within(1.0, 10.0, "s")] = 4.0
"""Time whose jolts show walking. It contains several steps, but not a whole set."""

WALK_SHARE: Annotated[float, Within(0.4, 0.9, "share")] = 0.6
"""Share of points with a jolt that shows walking. Brisk bird dogs reach 0.45."""

_WINDOW = round(WALK_WINDOW_S * RATE_HZ)


class Gait:
    """Marks jolts and walking, point by point."""

    def __init__(self) -> None:
        self._filter = CausalFilter(JOLT_BAND)
        self._recent: FloatArray = np.zeros(_WINDOW)
        """The jolt marks of the last window, oldest first."""

    def feed(self, acc_norm_mps2: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return jolt and walking marks (n,) and (n,), 0 or 1, of the next force lengths (n,)."""
        fast = self._filter.feed(acc_norm_mps2[:, None])[:, 0]
        jolt = (np.abs(fast) > JOLT_MPS2).astype(np.float64)
        both = np.concatenate([self._recent, jolt])
        sums = np.cumsum(both)
        walking = (sums[_WINDOW:] - sums[:-_WINDOW] > WALK_SHARE * _WINDOW).astype(np.float64)
        self._recent = both[-_WINDOW:]
        return jolt, walking
