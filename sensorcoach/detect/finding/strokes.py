"""Cut the motion into strokes: movements one way, from one turning point of the attitude to the next.

`SetSearch` reads the motion through a `StrokeCutter`; `cycles` pairs its strokes. A stroke ends where the segment turns
back by a share of the stroke, or stops. This needs neither an axis nor the mounting of the sensor. It works at any
speed and any size (segmentation by turning points, Lin and Kulić 2014).
"""

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.phase_shares import STILL_SHARE
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.units import RAD_PER_DEG

STEP_POINTS: Annotated[int, Within(1, 5, "grid points")] = 2
"""Grid points from one attitude that is read to the next. 0.04 s is a fifteenth of the quickest cycle."""

LEAST_STROKE_RAD: Annotated[float, Within(0.5 * RAD_PER_DEG, 5.0 * RAD_PER_DEG, "rad")] = 1.6 * RAD_PER_DEG
"""Smallest movement that makes a stroke. Breathing and the noise of a good sensor stay below it."""

SET_OFF_RAD: Annotated[float, Within(1.0 * RAD_PER_DEG, 10.0 * RAD_PER_DEG, "rad")] = 3.0 * RAD_PER_DEG
"""Movement after a stop that counts as setting off. Smaller ones are not worth showing."""

TURN_BACK_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.35
"""Share of a stroke whose return ends it. Less is a sag or a wobble."""

STOP_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Time without progress after which the segment has stopped. Slow movements hesitate for less."""

PROGRESS_SHARE: Annotated[float, Within(0.01, 0.2, "share")] = 0.04
"""Growth of a stroke, as a share of it, that counts as progress. Creeping grows less."""

SLOW_STEPS: Annotated[int, Within(1, 10, "steps")] = 3
"""Steps over which the speed of a stroke is measured. 0.12 s is longer than tremor."""

KEPT_TURNS: Annotated[int, Within(40, 2000, "turning points")] = 160
"""Turning points kept to look back at. Eight cycles need about 20; pulses and pauses within them add more."""

STOP_POINTS = round(STOP_S * RATE_HZ)
_LEAST2 = LEAST_STROKE_RAD * LEAST_STROKE_RAD
_SET_OFF2 = SET_OFF_RAD * SET_OFF_RAD
_BACK2 = TURN_BACK_SHARE * TURN_BACK_SHARE
_GROWTH2 = (1.0 + PROGRESS_SHARE) ** 2

Attitude = tuple[float, float, float]
"""Up in the sensor frame, a unit vector; a tuple, since strokes are cut in plain Python."""


class PauseKind(StrEnum):
    """The event of a stroke that a `Pause` reports."""

    TURN = "turn"
    """The segment has turned back."""
    STOP = "stop"
    """The segment has stopped."""
    START = "start"
    """The segment has set off again after a stop; no stroke has ended."""
    SLOW = "slow"
    """The segment hardly gets any farther, so the stroke may be about to end. Only an armed set asks for it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: its grid point and its attitude."""

    point: int
    up: Attitude


@dataclass(frozen=True, slots=True)
class Pause:
    """An event of a stroke at turning point `turn`, which becomes known at grid point `known`."""

    turn: Turn
    known: int
    kind: PauseKind


class StrokeCutter:
    """Finds turning points and stops, in order."""

    def __init__(self) -> None:
        self.turns: deque[Turn] = deque(maxlen=KEPT_TURNS)
        """Latest turning points, oldest first."""
        self._start: Turn | None = None
        """Start of the stroke in progress."""
        self._far: Turn | None = None
        """Farthest point from the start so far."""
        self._reach2 = 0.0
        """Squared chord from start to farthest point."""
        self._mark2 = 0.0
        """Squared chord from start to farthest point at the latest progress."""
        self._mark = 0
        """Grid point of the latest progress."""
        self._reaches: deque[float] = deque([0.0] * SLOW_STEPS, maxlen=SLOW_STEPS)
        """Latest chords from start to farthest point, oldest first."""
        self._fastest = 0.0
        """Largest growth of that chord over `SLOW_STEPS`."""
        self._still = True
        """Whether the segment is still where it stopped."""
        self.next = 0
        """Next grid point to be read."""
        self._ahead: list[list[float]] = [[], [], []]
        """Attitudes at the next steps, as three columns."""
        self._at = 0
        """Index of the attitude at `next` in these columns."""

    def skip_to(self, point: int) -> None:
        """Forget all strokes and go on at this grid point."""
        self.turns.clear()
        self._ahead, self._at = [[], [], []], 0
        self._start = None
        self.next = -(-point // STEP_POINTS) * STEP_POINTS

    def turns_before(self, point: int) -> list[Turn]:
        """Return the turning points before this grid point, oldest first, with the start of the present stroke."""
        start = [] if self._start is None else [self._start]
        return [turn for turn in (*self.turns, *start) if turn.point < point]

    def read_to_pause(self, history: MotionHistory, stop: int, *, slow: bool = False) -> Pause | None:
        """Read on to the next pause and return it; None if grid point `stop` is reached first.

        `slow`: also pause where a stroke may be about to end.
        """
        while self.next < stop:
            if self._at >= len(self._ahead[0]):
                # Read in one go as far as there is motion: this is faster and changes nothing.
                self._ahead, self._at = history.up(self.next, history.end)[::STEP_POINTS].T.tolist(), 0
            if not slow:
                self._skip_quiet(min(len(self._ahead[0]), self._at - (self.next - stop) // STEP_POINTS))
            if self.next >= stop or self._at >= len(self._ahead[0]):
                continue
            x, y, z = self._ahead
            pause = self._read_attitude(self.next, x[self._at], y[self._at], z[self._at])
            if pause is None and slow:
                pause = self._detect_slowing(self.next)
            self._advance(1)
            if pause is not None:
                return pause
        return None

    def _advance(self, steps: int) -> None:
        self._at += steps
        self.next += steps * STEP_POINTS

    def _skip_quiet(self, last: int) -> None:
        """Skip attitudes, at most to index `last`, at which the stroke neither ends nor sets off.

        A fast copy of `_read_attitude`, which reads the attitude that this one stops at.
        """
        start, far = self._start, self._far
        if start is None or far is None:
            return
        (a, b, c), (d, e, f), farthest = start.up, far.up, -1
        reach2, mark2, mark, set_off2 = self._reach2, self._mark2, self._mark, _SET_OFF2 if self._still else math.inf
        (xs, ys, zs), at, first = self._ahead, self._at, self.next - self._at * STEP_POINTS
        while at < last:
            x, y, z = xs[at], ys[at], zs[at]
            now2 = (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c)
            if now2 > reach2:
                if now2 > set_off2:
                    break
                reach2, farthest, d, e, f = now2, at, x, y, z
                if now2 > mark2 * _GROWTH2:
                    mark2, mark = now2, first + at * STEP_POINTS
            elif reach2 > _LEAST2:
                back2 = (x - d) * (x - d) + (y - e) * (y - e) + (z - f) * (z - f)
                if back2 > _LEAST2 and back2 > _BACK2 * reach2:
                    break
            if reach2 > _LEAST2 and first + at * STEP_POINTS - mark >= STOP_POINTS:
                break
            at += 1
        if farthest >= 0:
            self._far = Turn(first + farthest * STEP_POINTS, (d, e, f))
        self._reach2, self._mark2, self._mark = reach2, mark2, mark
        self._advance(at - self._at)

    def _detect_slowing(self, point: int) -> Pause | None:
        """Return a pause if the stroke in progress hardly gets any farther."""
        far, reach = self._far, math.sqrt(self._reach2)
        gained = reach - self._reaches[0]
        self._reaches.append(reach)
        self._fastest = max(self._fastest, gained)
        slows = far is not None and self._reach2 > _LEAST2 and gained < STILL_SHARE * self._fastest
        return Pause(far, point, PauseKind.SLOW) if far is not None and slows else None

    def _read_attitude(self, point: int, x: float, y: float, z: float) -> Pause | None:
        """Extend the stroke in progress by one attitude; return a pause if it ends or sets off."""
        start, far = self._start, self._far
        if start is None or far is None:
            self._begin_stroke(Turn(point, (x, y, z)), Turn(point, (x, y, z)), 0.0, point)
            self._still = True
            return None
        a, b, c = start.up
        reach2 = (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c)
        if reach2 > self._reach2:
            self._reach2 = reach2
            self._far = Turn(point, (x, y, z))
            if reach2 > self._mark2 * _GROWTH2:
                self._mark2, self._mark = reach2, point
            if self._still and reach2 > _SET_OFF2:
                self._still = False
                return Pause(start, point, PauseKind.START)
        elif self._reach2 > _LEAST2:
            a, b, c = far.up
            back2 = (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c)
            if back2 > max(_LEAST2, _BACK2 * self._reach2):
                self.turns.append(start)
                self._still = False
                self._begin_stroke(far, Turn(point, (x, y, z)), back2, point)
                return Pause(far, point, PauseKind.TURN)
        if self._reach2 > _LEAST2 and point - self._mark >= STOP_POINTS:
            return self._end_at_stop(point, (x, y, z))
        return None

    def _end_at_stop(self, point: int, up: Attitude) -> Pause | None:
        """End the stroke where the segment has stopped; the next movement is another stroke, however small."""
        start, far = self._start, self._far
        if start is None or far is None:
            return None
        self.turns.append(start)
        self._begin_stroke(far, Turn(point, up), 0.0, point)
        self._still = True
        return Pause(far, point, PauseKind.STOP)

    def _begin_stroke(self, start: Turn, far: Turn, reach2: float, point: int) -> None:
        self._start, self._far, self._reach2 = start, far, reach2
        self._mark2, self._mark = reach2, point
        self._reaches.extend([math.sqrt(reach2)] * SLOW_STEPS)
        self._fastest = 0.0


def chord(one: Attitude, other: Attitude) -> float:
    """Return the straight distance between two attitudes on the unit sphere."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return math.sqrt(x * x + y * y + z * z)
