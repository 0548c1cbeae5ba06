"""Trace the lift angle for drawing: along the arc within a set, from the last rest outside of one.

`Detector` and `SetFollower` ask for stretches as the motion comes. Joined end to end, the stretches are the same
however the motion was cut. Without a screen nothing is traced.
"""

from typing import Annotated

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.events import LiftTrace
from sensorcoach.motion.lift_axis import LiftAxis, angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, freeze

SETTLED_S: Annotated[float, Within(2.0, 30.0, "s")] = 8.0
"""Time of stillness after which the present attitude becomes the zero angle. A hold of most exercises is shorter."""

_SETTLED_POINTS = round(SETTLED_S * RATE_HZ)


class TraceReader:
    """Returns stretches of the lift angle, if they are `drawn`."""

    def __init__(self, history: MotionHistory, *, drawn: bool = True) -> None:
        self._history = history
        self._drawn = drawn
        """Whether a screen draws the trace."""
        self._next = 0
        """First grid point that has not been traced yet."""
        self._zero: FloatArray | None = None
        """Attitude of the zero angle outside of a set; None before the first rest."""
        self._still_since = 0
        """Grid point since which the segment has been still."""

    def note_stillness(self, now: int, *, still: bool) -> list[LiftTrace]:
        """Note at a grid point outside of a set whether the segment is still.

        A new zero angle ends the stretch before it, which is returned.
        """
        if not self._drawn:
            return []
        if not still:
            self._still_since = now
            return []
        if self._zero is not None and now - self._still_since < _SETTLED_POINTS:
            return []
        traced = self.trace_from_rest(now)
        self._zero, self._still_since = self._history.up(now, now + 1)[0].copy(), now
        return traced

    def trace_from_rest(self, stop: int) -> list[LiftTrace]:
        """Trace the angle from the last rest, at the points before `stop` that have not been traced."""
        if not self._drawn:
            return []
        up = self._history.up(self._next, stop)
        angle_rad = np.zeros(len(up)) if self._zero is None else angles_between(up, self._zero)
        return self._trace(self._next, angle_rad)

    def trace_along(self, axis: LiftAxis, start: int, stop: int) -> list[LiftTrace]:
        """Trace the lift angle at these points, also where the angle from the rest was traced before."""
        if not self._drawn:
            return []
        return self._trace(start, axis.angle_rad(self._history.up(start, stop)))

    def _trace(self, start: int, angle_rad: FloatArray) -> list[LiftTrace]:
        if len(angle_rad) == 0:
            return []
        self._next = start + len(angle_rad)
        time_s = self._history.time_s(0) + (start + np.arange(len(angle_rad))) / RATE_HZ
        freeze(time_s)
        freeze(angle_rad)
        return [LiftTrace(time_s, angle_rad)]
