"""Follows the height of the worn segment from rest to rest, and says which steps it took."""

import math
from collections import deque

import numpy as np

from sensorcoach.detect.height.accelerometer_bias import AccelerometerBias
from sensorcoach.detect.height.rest import REST_POINTS, is_rest, measure_unrest
from sensorcoach.detect.height.steps import SHORT_POINTS, Step, find_likely_steps, find_steps
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

LOOK_POINTS = round(0.2 * RATE_HZ)
"""Grid points between two looks."""

INTO_REST_POINTS = round(0.1 * RATE_HZ)
"""A movement is read from so far inside the rest before it to as far inside the rest after it."""

LEVEL_POINTS = round(0.5 * RATE_HZ)
"""The force at the ends of a movement is that of so much of the rests beside it."""

LEAST_POINTS = round(0.3 * RATE_HZ)
"""Between two rests so close no step is taken."""

LONGEST_POINTS = round(40.0 * RATE_HZ)
"""After moving for so long the height is not known any more."""

BRIEF_REST_POINTS = round(0.4 * RATE_HZ)
FIRST_REST_POINTS = round(2.0 * RATE_HZ)
"""So brief a rest is enough in the first two seconds of a recording and where it ends."""

PAUSE_UNREST = 2.5
PART_POINTS = round(1.0 * RATE_HZ)
"""A movement too long to be followed is parted at the quietest pause that is so far from a rest at the
most, and so far from its ends at the least: holding a squat is not lying still."""

KEPT_STEPS = 64


class HeightTracker:
    """Looks every `LOOK_POINTS` whether the body rests; tells the steps of the movement before the rest."""

    def __init__(self, record: MotionHistory) -> None:
        self._record = record
        self._force = AccelerometerBias()
        self._next = 0
        """Grid point of the next look."""
        self._rested = -1
        """Last grid point of the latest rest; -1 before the first and after moving for too long."""
        self._lost = -1
        """Up to this grid point the height was not known."""
        self._steps: deque[Step] = deque(maxlen=KEPT_STEPS)
        """The latest steps, oldest first."""

    def upto(self, end: int) -> list[tuple[int, Step]]:
        """Look at all points before `end` whose turn it is: the steps found, and where each became known."""
        found: list[tuple[int, Step]] = []
        while self._next < end:
            found += [(self._next, step) for step in self._look(self._next)]
            self._next += LOOK_POINTS
        return found

    def finish(self, now: int) -> list[Step]:
        """The steps since the latest rest, where the recording ends `now` and the segment has come to rest."""
        moved = self._rested >= 0 and now - self._rested > LEAST_POINTS
        if not moved or not is_rest(self._record, now, BRIEF_REST_POINTS):
            return []
        return self._between(self._rested, now - BRIEF_REST_POINTS)

    def rested_until(self, now: int) -> int:
        """Last grid point of the latest rest; `now` where there is none to go by."""
        return self._rested if self._rested >= 0 else now

    def is_pending(self, now: int) -> bool:
        """Is a movement under way of which the next rest may tell the height?"""
        return self._rested >= 0 and LEAST_POINTS < now - self._rested <= SHORT_POINTS

    def is_known_since(self, start: int) -> bool:
        """Has the height been followed from this grid point on?"""
        return self._rested >= 0 and self._lost <= start

    def steps_since(self, start: int, now: int) -> list[Step]:
        """Steps after grid point `start`; where the segment still moves `now`, as if it turned."""
        steps = list(self._steps)
        if self._rested >= 0 and now - self._rested > LEAST_POINTS:
            begin = self._rested - INTO_REST_POINTS
            steps += find_likely_steps(self._levelled(begin, now + 1, self._level(self._rested), None), begin)
        return [step for step in steps if step.end > start]

    def _look(self, now: int) -> list[Step]:
        before = self._rested
        points = REST_POINTS if before >= 0 or now > FIRST_REST_POINTS else BRIEF_REST_POINTS
        if not is_rest(self._record, now, points):
            if now - before > LONGEST_POINTS:
                self._rested = -1
            return []
        start = now - points
        self._rested = now
        if before >= 0 and start <= before + LEAST_POINTS:
            return []
        self._force.learn(self._record.up(start, now + 1), self._record.vertical(start, now + 1))
        if before < 0:
            self._lost = start if now > FIRST_REST_POINTS else 0
            return []
        steps = self._between(before, start)
        self._steps.extend(steps)
        return steps

    def _between(self, rested: int, resting: int) -> list[Step]:
        """Steps between the last point of a rest and the first of the next; a long way is parted where it pauses."""
        if self._record.has_unsure(rested, resting):
            self._lost = resting
            return []
        if resting - rested > SHORT_POINTS:
            pause = self._pause(rested, resting)
            if pause is not None:
                return self._between(rested, pause - REST_POINTS) + self._between(pause, resting)
        start, stop = rested - INTO_REST_POINTS, resting + INTO_REST_POINTS
        steps = find_steps(self._levelled(start, stop, self._level(rested), self._level(resting + LEVEL_POINTS)), start)
        if not steps and resting - rested > SHORT_POINTS:
            self._lost = resting
        return steps

    def _pause(self, rested: int, resting: int) -> int | None:
        """Where a long movement all but rests: the last grid point of that; None where it does not."""
        points = range(rested + REST_POINTS + PART_POINTS, resting - PART_POINTS, LOOK_POINTS)
        unrests = [(measure_unrest(self._record, point), point) for point in points]
        least, point = min(unrests, default=(math.inf, 0))
        return point if least < PAUSE_UNREST else None

    def _level(self, point: int) -> float:
        """The force left over in the half second before a grid point, m/s²."""
        return float(self._acceleration(point - LEVEL_POINTS, point).mean())

    def _levelled(self, start: int, stop: int, before: float, after: float | None) -> FloatArray:
        """Acceleration (n,) between two grid points, so that it is none in the rests before and after."""
        acceleration_mps2 = self._acceleration(start, stop)
        ends = (before, before if after is None else after)
        return acceleration_mps2 - np.linspace(*ends, len(acceleration_mps2))

    def _acceleration(self, start: int, stop: int) -> FloatArray:
        return self._force.taken_off(self._record.up(start, stop), self._record.vertical(start, stop))
