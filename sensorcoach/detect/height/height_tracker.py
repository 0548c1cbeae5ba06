"""Follow the height of the worn segment from rest to rest, and find its steps."""

import math
from collections import deque
from typing import Annotated

import numpy as np

from sensorcoach.detect.height.accelerometer_bias import AccelerometerBias
from sensorcoach.detect.height.rest import REST_POINTS, is_rest, measure_unrest
from sensorcoach.detect.height.steps import SHORT_POINTS, Step, find_likely_steps, find_steps
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

LOOK_S: Annotated[float, Within(0.04, 0.5, "s")] = 0.2
"""Time between two looks for a rest. Shorter takes time, longer delays reps."""

INTO_REST_S: Annotated[float, Within(0.0, 0.5, "s")] = 0.1
"""Part of the rests on both sides that is integrated with a movement. It catches the first and last moment."""

LEVEL_S: Annotated[float, Within(0.1, 0.8, "s")] = 0.5
"""Part of the rests on both sides whose mean force is zero acceleration. Shorter ones are uncertain by swaying."""

LEAST_MOVE_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Shortest time between two rests that holds a step. No step is quicker."""

LONGEST_MOVE_S: Annotated[float, Within(10.0, 120.0, "s")] = 40.0
"""Longest time without a rest for which the height stays known. Its error grows with the square of the time."""

BRIEF_REST_S: Annotated[float, Within(0.2, 1.0, "s")] = 0.4
"""Shortest rest at the beginning and the end of a recording. People press the key and go."""

FIRST_REST_S: Annotated[float, Within(0.5, 10.0, "s")] = 2.0
"""Time from the beginning of a recording within which a brief rest is enough. Later a person has had time to rest."""

PAUSE_UNREST: Annotated[float, Within(1.0, 6.0, "times")] = 2.5
"""Largest unrest, in limits of a rest, of a pause that divides a long movement. Holding a squat is not lying still."""

PART_S: Annotated[float, Within(0.3, 4.0, "s")] = 1.0
"""Shortest part of a divided movement. Shorter parts hold no step."""

KEPT_STEPS: Annotated[int, Within(8, 500, "steps")] = 64
"""Number of latest steps kept. A set found late looks back at fewer."""

_LOOK_POINTS, _INTO_REST_POINTS, _LEVEL_POINTS = (round(one * RATE_HZ) for one in (LOOK_S, INTO_REST_S, LEVEL_S))
_LEAST_POINTS, _LONGEST_POINTS = round(LEAST_MOVE_S * RATE_HZ), round(LONGEST_MOVE_S * RATE_HZ)
_BRIEF_REST_POINTS, _FIRST_REST_POINTS = round(BRIEF_REST_S * RATE_HZ), round(FIRST_REST_S * RATE_HZ)
_PART_POINTS = round(PART_S * RATE_HZ)


class HeightTracker:
    """Looks every `LOOK_S` whether the body rests, and finds the steps of the movement before the rest."""

    def __init__(self, history: MotionHistory) -> None:
        self._history = history
        self._bias = AccelerometerBias()
        self._next = 0
        """Grid point of the next look."""
        self._rested = -1
        """Last grid point of the latest rest; -1 before the first and after a movement that was too long."""
        self._lost = -1
        """Grid point up to which the height was unknown."""
        self._steps: deque[Step] = deque(maxlen=KEPT_STEPS)
        """The latest steps, oldest first."""

    def follow(self, end: int) -> list[tuple[int, Step]]:
        """Look at all due points before grid point `end`; return the steps, and where each became known."""
        found: list[tuple[int, Step]] = []
        while self._next < end:
            found += [(self._next, step) for step in self._look(self._next)]
            self._next += _LOOK_POINTS
        return found

    def finish(self, now: int) -> list[Step]:
        """End the recording at grid point `now`; return the steps since the latest rest if the segment rests again."""
        moved = self._rested >= 0 and now - self._rested > _LEAST_POINTS
        if not moved or not is_rest(self._history, now, _BRIEF_REST_POINTS):
            return []
        return self._find_between(self._rested, now - _BRIEF_REST_POINTS)

    def rested_until(self, now: int) -> int:
        """Return the last grid point of the latest rest; `now` where none is known."""
        return self._rested if self._rested >= 0 else now

    def is_pending(self, now: int) -> bool:
        """Return whether a movement is under way whose height the next rest may show."""
        return self._rested >= 0 and _LEAST_POINTS < now - self._rested <= SHORT_POINTS

    def is_known_since(self, start: int) -> bool:
        """Return whether the height has been followed from this grid point on."""
        return self._rested >= 0 and self._lost <= start

    def steps_since(self, start: int, now: int) -> list[Step]:
        """Return the steps after grid point `start`; a movement that goes on is taken to turn `now`."""
        steps = list(self._steps)
        if self._rested >= 0 and now - self._rested > _LEAST_POINTS:
            begin = self._rested - _INTO_REST_POINTS
            level = self._measure_level(self._rested)
            steps += find_likely_steps(self._level_acceleration(begin, now + 1, level, None), begin)
        return [step for step in steps if step.end > start]

    def _look(self, now: int) -> list[Step]:
        before = self._rested
        points = REST_POINTS if before >= 0 or now > _FIRST_REST_POINTS else _BRIEF_REST_POINTS
        if not is_rest(self._history, now, points):
            if now - before > _LONGEST_POINTS:
                self._rested = -1
            return []
        start = now - points
        self._rested = now
        if before >= 0 and start <= before + _LEAST_POINTS:
            return []
        self._bias.learn(self._history.up(start, now + 1), self._history.vertical(start, now + 1))
        if before < 0:
            self._lost = start if now > _FIRST_REST_POINTS else 0
            return []
        steps = self._find_between(before, start)
        self._steps.extend(steps)
        return steps

    def _find_between(self, rested: int, resting: int) -> list[Step]:
        """Find the steps from the last point of a rest to the first of the next; divide a long way where it pauses."""
        if self._history.has_unsure(rested, resting):
            self._lost = resting
            return []
        if resting - rested > SHORT_POINTS:
            pause = self._find_pause(rested, resting)
            if pause is not None:
                return self._find_between(rested, pause - REST_POINTS) + self._find_between(pause, resting)
        start, stop = rested - _INTO_REST_POINTS, resting + _INTO_REST_POINTS
        levels = self._measure_level(rested), self._measure_level(resting + _LEVEL_POINTS)
        steps = find_steps(self._level_acceleration(start, stop, *levels), start)
        if not steps and resting - rested > SHORT_POINTS:
            self._lost = resting
        return steps

    def _find_pause(self, rested: int, resting: int) -> int | None:
        """Return the last grid point of the pause at which a long movement nearly rests; None where it has none."""
        points = range(rested + REST_POINTS + _PART_POINTS, resting - _PART_POINTS, _LOOK_POINTS)
        unrests = [(measure_unrest(self._history, point), point) for point in points]
        least, point = min(unrests, default=(math.inf, 0))
        return point if least < PAUSE_UNREST else None

    def _measure_level(self, point: int) -> float:
        """Return the mean acceleration in the `LEVEL_S` before a grid point, m/s²."""
        return float(self._acceleration(point - _LEVEL_POINTS, point).mean())

    def _level_acceleration(self, start: int, stop: int, before: float, after: float | None) -> FloatArray:
        """Return the acceleration (n,) between two grid points, m/s², levelled to zero in the rests on both sides."""
        acceleration_mps2 = self._acceleration(start, stop)
        ends = (before, before if after is None else after)
        return acceleration_mps2 - np.linspace(*ends, len(acceleration_mps2))

    def _acceleration(self, start: int, stop: int) -> FloatArray:
        return self._bias.remove(self._history.up(start, stop), self._history.vertical(start, stop))
