"""Looks at the motion at fixed grid points, for whoever learns how the sensor is worn.

They are worked out together as far as there is motion, which is quicker; what they show does not depend on it.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.filtering import row_norms
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.posture.upright import MIDDLE_POINTS
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

HOP = 10
"""Grid points between looks: 0.2 s."""

RECENT_POINTS = round(0.5 * RATE_HZ)
MOVED_RAD = 0.7 * RAD_PER_DEG
"""A turn of this much in 0.3 s, within the last half second, is a movement; less is stillness."""


class Observation(NamedTuple):
    """At grid point `point`: up (3,), how far it turned, to and fro, since the look before.

    `moved`: it has moved just now. `walked` (n, 3): attitudes at the steps that mark the point as walking; None where
    nobody walks.
    """

    point: int
    up: FloatArray
    turned_rad: float
    moved: bool
    walked: FloatArray | None


class MotionObserver:
    """Hands out each look once, in order."""

    def __init__(self) -> None:
        self._next = 0
        """Grid point of the first look not yet worked out."""
        self._ahead: deque[Observation] = deque()
        """Those worked out and not yet handed out."""

    def until(self, record: MotionHistory, stop: int) -> Iterator[Observation]:
        """The looks that come next, up to grid point `stop`, which is not looked at; `stop` must have been reached."""
        while True:
            if not self._ahead:
                self._work_out(record)
            if not self._ahead or self._ahead[0].point >= stop:
                return
            yield self._ahead.popleft()

    def _work_out(self, record: MotionHistory) -> None:
        """All looks for which there is motion."""
        points = range(self._next, record.end, HOP)
        if not points:
            return
        up = record.up(self._next - HOP, points[-1] + 1)
        missing = HOP * len(points) + 1 - len(up)
        if missing > 0:
            up = np.concatenate([np.tile(up[0], (missing, 1)), up])
        turned_rad = row_norms(up[1:] - up[:-1]).reshape(-1, HOP).sum(axis=1).tolist()
        walking = record.walking(points[0], points[-1] + 1)[::HOP].tolist()
        moved = _moved(record, points)
        for k, (point, attitude) in enumerate(zip(points, up[HOP::HOP].copy(), strict=True)):
            walked = _walked(record, point) if walking[k] else None
            self._ahead.append(Observation(point, attitude, turned_rad[k], moved[k], walked))
        self._next = points[-1] + HOP


def _moved(record: MotionHistory, points: range) -> list[bool]:
    """Whether the segment has moved within the last half second, at each of these points."""
    turned = record.turned(points[0] - RECENT_POINTS, points[-1] + 1)
    missing = points[-1] - points[0] + RECENT_POINTS + 1 - len(turned)
    turned = np.concatenate([np.zeros(max(missing, 0)), turned])
    spans = np.lib.stride_tricks.sliding_window_view(turned, RECENT_POINTS + 1)[::HOP]
    return (spans.max(axis=1) >= MOVED_RAD).tolist()


def _walked(record: MotionHistory, now: int) -> FloatArray:
    """Attitudes at the steps that mark this point as walking."""
    middle = max(now - MIDDLE_POINTS, record.first)
    return record.up(middle - HOP + 1, middle + 1).copy()
