"""Upright or not, from gravity alone and any mounting: while a person walks, up is up.

How the sensor sits is not known, so a posture has no name of its own until the wearer has walked:
then the attitude of walking is upright, and others are told from it. The sensor may be taken off and
put on anew at any time; so the attitude is trusted for a while only.
"""

import math

import numpy as np

from sensorcoach.motion.gait import WALK_WINDOW_S
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import unit
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

UPRIGHT_RAD = 35.0 * RAD_PER_DEG
"""Attitudes this close to that of walking are upright."""

LYING_RAD = 55.0 * RAD_PER_DEG
"""Attitudes this far from it are lying."""

KNOWN_S = 8.0
"""So much walking makes its attitude known: lying down and settling can jolt for five seconds."""

MIDDLE_POINTS = round(0.5 * WALK_WINDOW_S * RATE_HZ)
"""The steps that mark a point as walking lie around this much earlier."""

PAUSE_S = 5.0
"""A walk after a longer pause is another one: the sensor may have been put on anew."""

TRUSTED_S = 90.0
"""So long after a walk its attitude is trusted."""


class Posture:
    """Learns upright from walking. Points are grid points; the attitudes come from the caller."""

    def __init__(self, look_points: int) -> None:
        self._look_points = look_points
        """Grid points between two looks."""
        self._sum: FloatArray = np.zeros(3)
        """Sum of the attitudes of the present or latest walk."""
        self._looks = 0
        """How many those are."""
        self._last = 0
        """Grid point of the latest of them."""

    def walk(self, now: int, up: FloatArray) -> None:
        """The wearer walks at this point; `up` (3,) is the attitude `MIDDLE_POINTS` earlier."""
        if now - self._last > PAUSE_S * RATE_HZ:
            self._sum, self._looks = np.zeros(3), 0
        self._sum = self._sum + up
        self._looks += 1
        self._last = now

    def is_upright(self, now: int, up: FloatArray) -> bool:
        """Is this attitude (3,) known to be upright?"""
        return self._known(now) and self._cosine(up) > math.cos(UPRIGHT_RAD)

    def name(self, now: int, up: FloatArray) -> str:
        """`upright`, `lying` or `unknown`."""
        if self.is_upright(now, up):
            return "upright"
        return "lying" if self._known(now) and self._cosine(up) < math.cos(LYING_RAD) else "unknown"

    def _known(self, now: int) -> bool:
        enough = self._looks * self._look_points >= KNOWN_S * RATE_HZ
        return enough and now - self._last <= TRUSTED_S * RATE_HZ

    def _cosine(self, up: FloatArray) -> float:
        return float(unit(self._sum) @ up)
