"""Upright, from gravity alone and for any mounting: the attitude of walking is upright.

The mounting of the sensor is unknown, so a posture has no name until the person has walked. Then the attitude of
walking is upright, and other postures follow from it. The person may take the sensor off and put it on again at any
time, so the attitude is trusted for a limited time only.
"""

import math
from typing import Annotated

import numpy as np

from sensorcoach.motion.lift_axis import normalize
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.motion.walking import WALK_WINDOW_S
from sensorcoach.parameters import Within
from sensorcoach.posture.mounting import UPRIGHT_RAD
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

KNOWN_S: Annotated[float, Within(3.0, 30.0, "s")] = 8.0
"""Time of walking after which its attitude is known. Lying down and settling can jolt for five seconds."""

DOUBTED_S: Annotated[float, Within(1.0, 20.0, "s")] = 5.0
"""Time of walking in another attitude that makes the former one doubtful. Less may be settling down."""

PAUSE_S: Annotated[float, Within(1.0, 30.0, "s")] = 5.0
"""Longest pause within a walk. After a longer one the sensor may have been put on again."""

ALIKE_RAD: Annotated[float, Within(0.1, 0.8, "rad")] = 25.0 * RAD_PER_DEG
"""Largest angle between the attitudes of two walks with an unmoved sensor."""

TRUSTED_S: Annotated[float, Within(15.0, 1800.0, "s")] = 90.0
"""Time after a walk while its attitude is trusted, if nothing is known of the sensor's handling since."""

MIDDLE_POINTS = round(0.5 * WALK_WINDOW_S * RATE_HZ)
"""Grid points from the steps that mark a point as walking, in the mean, to that point."""

_ALIKE_COS = math.cos(ALIKE_RAD)


class UprightEstimator:
    """Learns upright, and the swing of the segment, from walking. Points are grid points."""

    def __init__(self, hop_points: int) -> None:
        """`hop_points`: grid points between two observations."""
        self._hop_points = hop_points
        self.changes = 0
        """Number of changes to the latest walk; its swing changes only with them."""
        self._sum: FloatArray = np.zeros(3)
        """Sum of the attitudes of the present or latest walk, one for each observation."""
        self._count = 0
        """Number of observations in that sum."""
        self._toward: FloatArray = np.zeros(3)
        """Direction of that sum."""
        # Sum, outer products and number of the attitudes at all points of that walk:
        self._all: FloatArray = np.zeros(3)
        self._scatter: FloatArray = np.zeros((3, 3))
        self._points = 0
        self._first, self._last = 0, 0
        """Points of the first and the latest observation of that walk."""
        self._before: tuple[FloatArray, int] | None = None
        """Attitude and last point of the latest earlier walk that was long enough."""
        self._swing: tuple[float, float, FloatArray] | None = None
        """Swing of the segment in that walk, once it has been computed."""

    def walk(self, now: int, up: FloatArray) -> None:
        """Add an observation of walking at this point; `up` (n, 3) are the attitudes up to `MIDDLE_POINTS` earlier."""
        if self._count == 0 or now - self._last > PAUSE_S * RATE_HZ:
            self._before = self._present() or self._before
            self._begin()
            self._first = now
        self._sum = self._sum + up[-1]
        self._toward = normalize(self._sum)
        self._count += 1
        self._all = self._all + up.sum(axis=0)
        self._scatter = self._scatter + up.T @ up
        self._points += len(up)
        self._swing = None
        self._last = now
        self.changes += 1

    def forget_since(self, since: int) -> None:
        """Forget a walk that began after this grid point: it was a set of lifts."""
        if self._count and self._first > since:
            self._begin()

    def forget(self) -> None:
        """Forget all walks: the sensor has been moved."""
        self._before = None
        self._begin()

    def _begin(self) -> None:
        self._sum, self._toward, self._count = np.zeros(3), np.zeros(3), 0
        self._all, self._scatter, self._points = np.zeros(3), np.zeros((3, 3)), 0
        self._swing = None
        self.changes += 1

    def is_upright(self, now: int, up: FloatArray) -> bool:
        """Return whether this attitude (3,) is known to be upright."""
        head = self.head(now, TRUSTED_S)
        return head is not None and float(head @ up) > math.cos(UPRIGHT_RAD)

    def head(self, now: int, trusted_s: float) -> FloatArray | None:
        """The attitude of walking (3,), or None; see `dated_head`."""
        known = self.dated_head(now, trusted_s)
        return known and known[0]

    def dated_head(self, now: int, trusted_s: float) -> tuple[FloatArray, int] | None:
        """The attitude (3,) of the latest walk that was long enough, and the point of its latest step.

        None where that point is longer ago than `trusted_s`, or where later steps have another attitude: the sensor may
        be mounted differently now. Equal points mean equal attitudes.
        """
        if self._count == 0 and self._before is None:
            return None
        known = self._present() or self._before
        if known is None or now - known[1] > trusted_s * RATE_HZ:
            return None
        jolts = self._count * self._hop_points < DOUBTED_S * RATE_HZ
        return known if jolts or float(known[0] @ self._toward) > _ALIKE_COS else None

    def _present(self) -> tuple[FloatArray, int] | None:
        """Attitude and last grid point of the present walk, once it is long enough."""
        enough = self._count * self._hop_points >= KNOWN_S * RATE_HZ
        return (self._toward, self._last) if enough else None

    def spread_rad(self) -> float:
        """RMS swing of the segment in the latest walk, all directions together; along each line it is less."""
        if self._points == 0:
            return 0.0
        mean = self._all / self._points
        return math.sqrt(max(float(self._scatter.trace()) / self._points - float(mean @ mean), 0.0))

    def swing(self) -> tuple[float, float, FloatArray]:
        """Swing of the segment in the latest walk: RMS in radians along its widest line and across it; that line.

        The line (3,) lies across the attitude of walking; its sign has no meaning.
        """
        if self._swing is None:
            self._swing = self._measure_swing()
        return self._swing

    def _measure_swing(self) -> tuple[float, float, FloatArray]:
        if self._points == 0:
            return 0.0, 0.0, np.zeros(3)
        mean = self._all / self._points
        spread, lines = np.linalg.eigh(self._scatter / self._points - np.outer(mean, mean))
        rms = np.sqrt(np.maximum(spread, 0.0))
        return float(rms[2]), float(rms[1]), lines[:, 2]
