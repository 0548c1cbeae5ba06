"""Upright, from gravity alone and any mounting: while a person walks, up is up.

How the sensor sits is not known, so a posture has no name of its own until the wearer has walked:
then the attitude of walking is upright, and others are told from it. The sensor may be taken off and
put on anew at any time; so the attitude is trusted for a while only.
"""

import math

import numpy as np

from sensorcoach.motion.lift_axis import normalize
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.motion.walking import WALK_WINDOW_S
from sensorcoach.posture.mounting import UPRIGHT_RAD
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

KNOWN_S = 8.0
"""So much walking makes its attitude known: lying down and settling can jolt for five seconds."""

DOUBTED_S = 5.0
"""So much walking in another attitude than before makes that one doubtful; less may be settling down."""

MIDDLE_POINTS = round(0.5 * WALK_WINDOW_S * RATE_HZ)
"""The steps that mark a point as walking lie around this much earlier."""

PAUSE_S = 5.0
"""A walk after a longer pause is another one: the sensor may have been put on anew."""

ALIKE_COS = math.cos(25.0 * RAD_PER_DEG)
"""A walk in an attitude this close to the one before is the same wearer with the sensor where it was."""

TRUSTED_S = 90.0
"""So long after a walk its attitude is trusted, where nothing is known of what was done to the sensor since."""


class UprightEstimator:
    """Learns upright, and the swing of the segment, from walking. Points are grid points."""

    def __init__(self, look_points: int) -> None:
        self._look_points = look_points
        """Grid points between two looks."""
        self._sum: FloatArray = np.zeros(3)
        """Sum of the attitudes of the present or latest walk, one a look."""
        self._looks = 0
        """How many those are."""
        self._toward: FloatArray = np.zeros(3)
        """The way that sum points."""
        self._all: FloatArray = np.zeros(3)
        self._scatter: FloatArray = np.zeros((3, 3))
        self._points = 0
        """Sum, outer products and number of the attitudes at all points of that walk."""
        self._first, self._last = 0, 0
        """Grid points of the first and the latest of them."""
        self._before: tuple[FloatArray, int] | None = None
        """Attitude and last grid point of the latest walk before that one which was long enough."""
        self._swing: tuple[float, float, FloatArray] | None = None
        """How that walk swings the segment, once somebody has asked."""

    def walk(self, now: int, up: FloatArray) -> None:
        """The wearer walks at this point; `up` (n, 3) are the attitudes up to `MIDDLE_POINTS` earlier."""
        if self._looks == 0 or now - self._last > PAUSE_S * RATE_HZ:
            self._before = self._present() or self._before
            self._begin()
            self._first = now
        self._sum = self._sum + up[-1]
        self._toward = normalize(self._sum)
        self._looks += 1
        self._all = self._all + up.sum(axis=0)
        self._scatter = self._scatter + up.T @ up
        self._points += len(up)
        self._swing = None
        self._last = now

    def forget_since(self, since: int) -> None:
        """Forget a walk that began after this grid point: it was a set of lifts."""
        if self._looks and self._first > since:
            self._begin()

    def forget(self) -> None:
        """The sensor has been moved: no walk tells anything any more."""
        self._before = None
        self._begin()

    def _begin(self) -> None:
        self._sum, self._toward, self._looks = np.zeros(3), np.zeros(3), 0
        self._all, self._scatter, self._points = np.zeros(3), np.zeros((3, 3)), 0
        self._swing = None

    def is_upright(self, now: int, up: FloatArray) -> bool:
        """Is this attitude (3,) known to be upright?"""
        head = self.head(now, TRUSTED_S)
        return head is not None and float(head @ up) > math.cos(UPRIGHT_RAD)

    def head(self, now: int, trusted_s: float) -> FloatArray | None:
        """The attitude of walking (3,), where a walk was long enough and is not over for longer than this.

        Steps that look otherwise make it unknown again: the sensor may sit another way now.
        """
        if self._looks == 0 and self._before is None:
            return None
        known = self._present() or self._before
        if known is None or now - known[1] > trusted_s * RATE_HZ:
            return None
        head, _ = known
        jolts = self._looks * self._look_points < DOUBTED_S * RATE_HZ
        return head if jolts or float(head @ self._toward) > ALIKE_COS else None

    def _present(self) -> tuple[FloatArray, int] | None:
        """Attitude and last grid point of the present walk, once it is long enough."""
        enough = self._looks * self._look_points >= KNOWN_S * RATE_HZ
        return (self._toward, self._last) if enough else None

    def spread_rad(self) -> float:
        """How far the latest walk swung the segment all ways taken together, RMS: along no line it is more."""
        if self._points == 0:
            return 0.0
        mean = self._all / self._points
        return math.sqrt(max(float(self._scatter.trace()) / self._points - float(mean @ mean), 0.0))

    def swing(self) -> tuple[float, float, FloatArray]:
        """How far the latest walk swung the segment: RMS in radians along its widest line and across it; that line.

        The line (3,) lies across the attitude of walking; its sign means nothing.
        """
        if self._swing is None:
            self._swing = self._measured_swing()
        return self._swing

    def _measured_swing(self) -> tuple[float, float, FloatArray]:
        if self._points == 0:
            return 0.0, 0.0, np.zeros(3)
        mean = self._all / self._points
        spread, lines = np.linalg.eigh(self._scatter / self._points - np.outer(mean, mean))
        rms = np.sqrt(np.maximum(spread, 0.0))
        return float(rms[2]), float(rms[1]), lines[:, 2]
