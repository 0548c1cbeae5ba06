"""Follows the height of the worn segment from rest to rest, and says which steps it took."""

from collections import deque

import numpy as np

from sensorcoach.detect.height.rest_force import RestForce
from sensorcoach.detect.height.step import Step
from sensorcoach.detect.height.stillness import REST_POINTS, is_rest
from sensorcoach.detect.height.track import steps_of
from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.grid import RATE_HZ
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

LAST_REST_POINTS = round(0.4 * RATE_HZ)
"""So short a rest is enough where the recording ends."""

KEPT_STEPS = 64


class HeightWatch:
    """Looks every `LOOK_POINTS` whether the body rests; tells the steps of the movement before the rest."""

    def __init__(self, record: MotionRecord) -> None:
        self._record = record
        self._force = RestForce()
        self._next = 0
        """Grid point of the next look."""
        self._rested = -1
        """Last grid point of the latest rest; -1 before the first and after moving for too long."""
        self._steps: deque[Step] = deque(maxlen=KEPT_STEPS)
        """The latest steps, oldest first."""

    def upto(self, end: int) -> list[tuple[int, Step]]:
        """Look at all points before `end` whose turn it is: the steps found, and where each became known."""
        found: list[tuple[int, Step]] = []
        while self._next < end:
            found += [(self._next, step) for step in self._look(self._next)]
            self._next += LOOK_POINTS
        return found

    def steps_in(self, start: int, now: int) -> list[Step]:
        """Steps after grid point `start`, taking it that the segment neither rises nor sinks `now`."""
        steps = list(self._steps)
        if self._rested >= 0 and now - self._rested > LEAST_POINTS:
            steps += self._moved(self._rested, now + 1, 0)
        return [step for step in steps if step.end > start]

    def finish(self, now: int) -> list[Step]:
        """The steps since the latest rest, where the recording ends `now` and the segment has come to rest."""
        moved = self._rested >= 0 and now - self._rested > LEAST_POINTS
        if not moved or not is_rest(self._record, now, LAST_REST_POINTS):
            return []
        stop = now - LAST_REST_POINTS + INTO_REST_POINTS
        return self._moved(self._rested, stop, now + 1 - stop)

    def _look(self, now: int) -> list[Step]:
        record, before = self._record, self._rested
        if not is_rest(record, now):
            if now - before > LONGEST_POINTS:
                self._rested = -1
            return []
        start = now - REST_POINTS
        self._rested = now
        if before >= 0 and start <= before + LEAST_POINTS:
            return []
        self._force.learn(record.up(start, now + 1), record.vertical(start, now + 1))
        if before < 0:
            return []
        steps = self._moved(before, start + INTO_REST_POINTS, LEVEL_POINTS)
        self._steps.extend(steps)
        return steps

    def _moved(self, rested: int, stop: int, level_points: int) -> list[Step]:
        """Steps since a rest's last point; the force settles to what it is in the `level_points` after `stop`."""
        start = rested - INTO_REST_POINTS
        if self._record.has_hole(start, stop):
            return []
        before = float(self._acceleration(rested - LEVEL_POINTS, rested).mean())
        after = float(self._acceleration(stop, stop + level_points).mean()) if level_points else before
        acceleration_mps2 = self._acceleration(start, stop)
        return steps_of(acceleration_mps2 - np.linspace(before, after, len(acceleration_mps2)), start)

    def _acceleration(self, start: int, stop: int) -> FloatArray:
        return self._force.taken_off(self._record.up(start, stop), self._record.vertical(start, stop))
