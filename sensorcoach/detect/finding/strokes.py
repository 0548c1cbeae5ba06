"""Cut the motion into strokes: from one turning point of the attitude to the next.

A stroke is a movement one way. It ends where the segment turns back by a share of it, or comes to a stop. This needs no
axis and no idea of how the sensor is worn, at any speed and of any size (segmentation by turning points, Lin and Kulić
2014). Read first: strokes, then `cycles`, `evidence`, `search`.
"""

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.phase_shares import STILL_SHARE
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.units import RAD_PER_DEG

STEP = 2
"""Grid points between looks: 0.04 s, a fifteenth of the quickest cycle."""

LEAST_TURN_RAD = 1.6 * RAD_PER_DEG
"""Smallest movement that makes a stroke; breathing and a good sensor's noise stay below."""

SET_OFF_RAD = 3.0 * RAD_PER_DEG
"""Movement after a stop that is worth showing."""

BACK_SHARE = 0.35
"""A stroke is over when this share of it has been taken back; less is a sag or a wobble."""

STOP_POINTS = round(0.3 * RATE_HZ)
"""Time without progress after which the segment has stopped."""

PROGRESS_SHARE = 0.04
"""Growth of a stroke, as a share of it, that counts as progress."""

SLOW_STEPS = 3
"""Looks over which the speed of a stroke is taken: 0.12 s."""

KEPT_TURNS = 160
"""Turning points kept to look back at."""

Attitude = tuple[float, float, float]
"""Up in the sensor frame, a unit vector."""


class PauseKind(StrEnum):
    """What has become known of a stroke."""

    TURN = "turn"
    """The segment has turned back."""
    STOP = "stop"
    """It has stopped."""
    START = "start"
    """It has set off again after a stop: no stroke has ended."""
    SLOW = "slow"
    """It hardly gets any farther: the stroke may be about to end. Nobody but an armed set asks for it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: its grid point and the attitude there."""

    point: int
    up: Attitude


@dataclass(frozen=True, slots=True)
class Pause:
    """A stroke has ended, or set off, at `turn`; known from grid point `known` on."""

    turn: Turn
    known: int
    kind: PauseKind


class StrokeCutter:
    """Finds turning points and stops; `turns` holds the turning points so far, oldest first."""

    def __init__(self) -> None:
        self.turns: deque[Turn] = deque(maxlen=KEPT_TURNS)
        self._start: Turn | None = None
        """Where the stroke in progress began."""
        self._far: Turn | None = None
        """The farthest point from there so far."""
        self._reach2 = 0.0
        """Squared chord from start to farthest point."""
        self._mark2 = 0.0
        """The same when progress was last made."""
        self._mark = 0
        """Grid point at which progress was last made."""
        self._reaches: deque[float] = deque([0.0] * SLOW_STEPS, maxlen=SLOW_STEPS)
        """The latest chords from start to farthest point, oldest first."""
        self._fastest = 0.0
        """The most that the stroke has gained over them."""
        self._still = True
        """Whether the segment has not set off since it stopped."""
        self.next = 0
        """Grid point looked at next."""
        self._ahead: list[list[float]] = [[], [], []]
        """Attitudes at looks as columns, as far as they were read."""
        self._at = 0
        """The place among them of the one at `next`."""

    def skip_to(self, point: int) -> None:
        """Forget all strokes: nothing before this grid point belongs to those to come."""
        self.turns.clear()
        self._ahead, self._at = [[], [], []], 0
        self._start = None
        self.next = -(-point // STEP) * STEP

    def turns_before(self, point: int) -> list[Turn]:
        """The turning points before this grid point, oldest first, and the start of the stroke in progress."""
        start = [] if self._start is None else [self._start]
        return [turn for turn in (*self.turns, *start) if turn.point < point]

    def next_pause(self, record: MotionHistory, stop: int, *, slow: bool = False) -> Pause | None:
        """Read on up to grid point `stop` until a stroke ends; None when none does before it.

        `slow`: also where it may be about to end.
        """
        while self.next < stop:
            if self._at >= len(self._ahead[0]):
                # Worked out together as far as there is motion: which is quicker, and changes nothing.
                self._ahead, self._at = record.up(self.next, record.end)[::STEP].T.tolist(), 0
            if not slow:
                self._pass_over(min(len(self._ahead[0]), self._at - (self.next - stop) // STEP))
            if self.next >= stop or self._at >= len(self._ahead[0]):
                continue
            x, y, z = self._ahead
            pause = self._look(self.next, x[self._at], y[self._at], z[self._at])
            if pause is None and slow:
                pause = self._slowed(self.next)
            self._go_on(1)
            if pause is not None:
                return pause
        return None

    def _go_on(self, looks: int) -> None:
        self._at += looks
        self.next += looks * STEP

    def _pass_over(self, last: int) -> None:
        """Go on, at most to this place, while the stroke neither ends nor sets off; `_look` sees the next one."""
        start, far = self._start, self._far
        if start is None or far is None:
            return
        (a, b, c), (d, e, f), farthest = start.up, far.up, -1
        reach2, mark2, mark, set_off2 = self._reach2, self._mark2, self._mark, _SET_OFF2 if self._still else math.inf
        (xs, ys, zs), at, first = self._ahead, self._at, self.next - self._at * STEP
        while at < last:
            x, y, z = xs[at], ys[at], zs[at]
            now2 = (x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c)
            if now2 > reach2:
                if now2 > set_off2:
                    break
                reach2, farthest, d, e, f = now2, at, x, y, z
                if now2 > mark2 * _GROWTH2:
                    mark2, mark = now2, first + at * STEP
            elif reach2 > _LEAST2:
                back2 = (x - d) * (x - d) + (y - e) * (y - e) + (z - f) * (z - f)
                if back2 > _LEAST2 and back2 > _BACK2 * reach2:
                    break
            if reach2 > _LEAST2 and first + at * STEP - mark >= STOP_POINTS:
                break
            at += 1
        if farthest >= 0:
            self._far = Turn(first + farthest * STEP, (d, e, f))
        self._reach2, self._mark2, self._mark = reach2, mark2, mark
        self._go_on(at - self._at)

    def _slowed(self, point: int) -> Pause | None:
        """Whether the stroke in progress hardly gets any farther."""
        far, reach = self._far, math.sqrt(self._reach2)
        gained = reach - self._reaches[0]
        self._reaches.append(reach)
        self._fastest = max(self._fastest, gained)
        slows = far is not None and self._reach2 > _LEAST2 and gained < STILL_SHARE * self._fastest
        return Pause(far, point, PauseKind.SLOW) if far is not None and slows else None

    def _look(self, point: int, x: float, y: float, z: float) -> Pause | None:
        start, far = self._start, self._far
        if start is None or far is None:
            self._begin(Turn(point, (x, y, z)), Turn(point, (x, y, z)), 0.0, point)
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
                self._begin(far, Turn(point, (x, y, z)), back2, point)
                return Pause(far, point, PauseKind.TURN)
        if self._reach2 > _LEAST2 and point - self._mark >= STOP_POINTS:
            return self._stop(point, (x, y, z))
        return None

    def _stop(self, point: int, up: Attitude) -> Pause | None:
        """The stroke ends where the segment has stopped; what comes next is another, however small."""
        start, far = self._start, self._far
        if start is None or far is None:
            return None
        self.turns.append(start)
        self._begin(far, Turn(point, up), 0.0, point)
        self._still = True
        return Pause(far, point, PauseKind.STOP)

    def _begin(self, start: Turn, far: Turn, reach2: float, point: int) -> None:
        self._start, self._far, self._reach2 = start, far, reach2
        self._mark2, self._mark = reach2, point
        self._reaches.extend([math.sqrt(reach2)] * SLOW_STEPS)
        self._fastest = 0.0


def chord(one: Attitude, other: Attitude) -> float:
    """Distance between two attitudes."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return math.sqrt(x * x + y * y + z * z)


_LEAST2 = LEAST_TURN_RAD * LEAST_TURN_RAD
_SET_OFF2 = SET_OFF_RAD * SET_OFF_RAD
_BACK2 = BACK_SHARE * BACK_SHARE
_GROWTH2 = (1.0 + PROGRESS_SHARE) ** 2
