"""The lift angle for drawing: along the arc within a set, away from the last rest while one is looked for."""

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.events import LiftTrace
from sensorcoach.motion.lift_axis import LiftAxis, angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray, freeze

SETTLED_POINTS = round(8.0 * RATE_HZ)
"""After so much stillness the present attitude is the new zero."""


class TraceReader:
    """Gives stretches of the lift angle; joined end to end they do not depend on how they were cut."""

    def __init__(self, record: MotionHistory, *, drawn: bool = True) -> None:
        self._record = record
        self._drawn = drawn
        """Whether somebody looks at it."""
        self._next = 0
        """Grid point from which nothing has been given yet."""
        self._zero: FloatArray | None = None
        """Attitude that counts as zero while no set is known; None before the first rest."""
        self._still_since = 0
        """Grid point since which the segment has been still."""

    def look(self, now: int, *, still: bool) -> list[LiftTrace]:
        """No set at this point; the segment is still or not. A new zero closes the stretch before it."""
        if not self._drawn:
            return []
        if not still:
            self._still_since = now
            return []
        if self._zero is not None and now - self._still_since < SETTLED_POINTS:
            return []
        given = self.away(now)
        self._zero, self._still_since = self._record.up(now, now + 1)[0].copy(), now
        return given

    def away(self, stop: int) -> list[LiftTrace]:
        """The angle from the last rest, of the points before `stop` that have not been given."""
        if not self._drawn:
            return []
        up = self._record.up(self._next, stop)
        angle_rad = np.zeros(len(up)) if self._zero is None else angles_between(up, self._zero)
        return self._given(self._next, angle_rad)

    def along(self, axis: LiftAxis, start: int, stop: int) -> list[LiftTrace]:
        """The lift angle of these points; they may have been given before, as angles from the rest."""
        if not self._drawn:
            return []
        return self._given(start, axis.angle_rad(self._record.up(start, stop)))

    def _given(self, start: int, angle_rad: FloatArray) -> list[LiftTrace]:
        if len(angle_rad) == 0:
            return []
        self._next = start + len(angle_rad)
        time_s = self._record.time_s(0) + (start + np.arange(len(angle_rad))) / RATE_HZ
        freeze(time_s)
        freeze(angle_rad)
        return [LiftTrace(time_s, angle_rad)]
