"""Observe the motion five times a second: attitude, turning, stillness and walking.

`PostureGate` reads the observations and passes them to `MountingTracker`, which learns how the sensor is worn. Several
observations are computed at once, as far as there is motion. That is faster and gives the same values.
"""

from collections import deque
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.filtering import row_norms
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.posture.upright import MIDDLE_POINTS
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

HOP_S: Annotated[float, Within(0.1, 0.5, "s")] = 0.2
"""Time between two observations. A posture changes more slowly; more observations cost time and show nothing new."""

RECENT_S: Annotated[float, Within(0.2, 2.0, "s")] = 0.5
"""Time for which a movement still counts as recent. A lift pauses for less at its turning points."""

MOVED_RAD: Annotated[float, Within(0.2 * RAD_PER_DEG, 3.0 * RAD_PER_DEG, "rad")] = 0.7 * RAD_PER_DEG
"""Smallest turn within 0.3 s that counts as a movement. Breathing and sensor noise turn less."""

HOP_POINTS = round(HOP_S * RATE_HZ)
_RECENT_POINTS = round(RECENT_S * RATE_HZ)


class Observation(NamedTuple):
    """The motion at one grid point.

    `point`: grid point. `up` (3,): attitude. `turned_rad`: length of the way since the observation before, to and fro.
    `moved`: whether the segment has moved within `RECENT_S`. `walked` (n, 3): attitudes at the steps that mark the
    point as walking, None without walking.
    """

    point: int
    up: FloatArray
    turned_rad: float
    moved: bool
    walked: FloatArray | None


class MotionObserver:
    """Yields each observation once, in order."""

    def __init__(self) -> None:
        self._next = 0
        """Grid point of the first observation that is not computed yet."""
        self._ahead: deque[Observation] = deque()
        """Observations computed and not yet yielded."""

    def read(self, history: MotionHistory, stop: int) -> Iterator[Observation]:
        """Yield the next observations before grid point `stop`, which the motion must have reached."""
        while True:
            if not self._ahead:
                self._compute(history)
            if not self._ahead or self._ahead[0].point >= stop:
                return
            yield self._ahead.popleft()

    def _compute(self, history: MotionHistory) -> None:
        """Compute all observations for which there is motion."""
        points = range(self._next, history.end, HOP_POINTS)
        if not points:
            return
        up = history.up(self._next - HOP_POINTS, points[-1] + 1)
        missing = HOP_POINTS * len(points) + 1 - len(up)
        if missing > 0:
            up = np.concatenate([np.tile(up[0], (missing, 1)), up])
        turned_rad = row_norms(up[1:] - up[:-1]).reshape(-1, HOP_POINTS).sum(axis=1).tolist()
        walking = history.walking(points[0], points[-1] + 1)[::HOP_POINTS].tolist()
        moved = _find_moved(history, points)
        for k, (point, attitude) in enumerate(zip(points, up[HOP_POINTS::HOP_POINTS].copy(), strict=True)):
            walked = _copy_steps(history, point) if walking[k] else None
            self._ahead.append(Observation(point, attitude, turned_rad[k], moved[k], walked))
        self._next = points[-1] + HOP_POINTS


def _find_moved(history: MotionHistory, points: range) -> list[bool]:
    """Return for each point whether the segment has moved within `RECENT_S`."""
    turned = history.turned(points[0] - _RECENT_POINTS, points[-1] + 1)
    missing = points[-1] - points[0] + _RECENT_POINTS + 1 - len(turned)
    turned = np.concatenate([np.zeros(max(missing, 0)), turned])
    spans = np.lib.stride_tricks.sliding_window_view(turned, _RECENT_POINTS + 1)[::HOP_POINTS]
    return (spans.max(axis=1) >= MOVED_RAD).tolist()


def _copy_steps(history: MotionHistory, now: int) -> FloatArray:
    """Return the attitudes (n, 3) at the steps that mark this point as walking."""
    middle = max(now - MIDDLE_POINTS, history.first)
    return history.up(middle - HOP_POINTS + 1, middle + 1).copy()
