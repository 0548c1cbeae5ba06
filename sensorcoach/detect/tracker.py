"""One set, followed along its arc: a state machine over the lift angle.

    phase  | goes to | when
    -------+---------+------------------------------------------------------------------
    rest   | lift    | the angle has risen from the bottom by a small share of the range
    lift   | rest    | it came back before it was a lift
           |         | or it has stopped there: the body lies a little differently
           | hold    | it has become a lift and hardly turns any more
           | lower   | it has become a lift and sinks
    hold   | lift    | it rises on to a new top: a lift in two parts
           | rest    | it has stopped near the set's usual bottom: the lift began below that
           | lower   | it sinks by a small share of the lift, not just sags
    lower  | hold    | it rises again, or stops, before it was down: a sagging hold
           | rest    | it is down and slow, or rises again: a rep, if the set takes it

A set ends when nothing has been lifted for a while or the segment has left the arc. `refinement` finds exact times.
"""

from collections import deque
from collections.abc import Callable, Sequence

from sensorcoach.detect.bounds import LONGEST_HOLD_S, LONGEST_REP_S, Bounds
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.shares import (
    BACK_SHARE,
    CREEP_SHARE,
    DEEP_SHARE,
    DOWN_SHARE,
    END_SHARE,
    LOW_STAY_S,
    LOW_STAY_SHARE,
    MOST_SAGS,
    RESUME_SHARE,
    SAG_SHARE,
    STALL_S,
    STILL_S,
    STILL_SHARE,
    TURN_UP_LEAST,
    TURN_UP_SHARE,
)
from sensorcoach.detect.swing_watch import SwingWatch
from sensorcoach.detect.tracked import Left, TrackedPhase, TrackedRep, TrackedSwing
from sensorcoach.events import Phase
from sensorcoach.motion.grid import RATE_HZ

_STALL_POINTS, _STILL_POINTS = round(STALL_S * RATE_HZ), round(STILL_S * RATE_HZ)
_LOW_STAY_POINTS = round(LOW_STAY_S * RATE_HZ)
_RATE_POINTS = 5  # the rate is taken over 0.1 s


class Tracker:
    """Follows the lift angle point by point; `found` holds what was found since last taken."""

    def __init__(self, range_rad: float, limits: Limits, takes: Callable[[TrackedRep], bool] = lambda _: True) -> None:
        self._limits = limits
        self._takes = takes
        """Whether a tracked movement is a rep of the set; what is not leaves no trace but a new bottom."""
        self._ranges: deque[float] = deque([range_rad], maxlen=5)
        """Ranges of the latest reps, for the usual one."""
        self._recent: list[float] = []
        """The latest `_RATE_POINTS` angles, oldest first, for the rate; empty before the first."""
        self.phase = Phase.REST
        self._bottom_rad = 0.0
        """Angle of the bottom that the next lift starts from."""
        self._bottom = -1
        """The last grid point there; -1 before the first point."""
        self._top_rad = 0.0
        """Highest angle of the rep in progress."""
        self._top = 0
        """Its grid point."""
        self._mark_rad = 0.0
        """Highest angle but for creeping: a stall counts from there."""
        self._mark = 0
        """Its grid point."""
        self._fastest, self._fastest_down = 0.0, 0.0
        """Highest turn over the rate's span in the rep in progress, radians: upwards, and downwards in its lowering."""
        self._sags = 0
        """How often the rep in progress has sunk deep and risen again."""
        self._low_rad = 0.0
        """Lowest angle since the lowering began."""
        self._low = 0
        """Its grid point."""
        self._bounds = Bounds.of(range_rad, 0.0, limits)
        """For the usual range, and the usual angle of the bottom; the arc begins at 0."""
        self._active = -1
        """Grid point of the last sign of work: idleness counts from there."""
        self.longest_hold_s = LONGEST_HOLD_S
        """A longer hold is a rest: the arc has been read upside down, or the set is over."""
        self.catching_up = True
        """While old movements are read again nothing is idle."""
        self.swing = SwingWatch()
        self.found: list[TrackedRep | TrackedPhase | TrackedSwing] = []
        """Reps and changes of phase in the order in which they were decided, until taken."""

    def unseen(self, points: int) -> None:
        """The next grid points, this many, lie in a gap: nobody is idle in them."""
        self._active += points

    def unfinished_since(self, left: Left) -> int | None:
        """Grid point from which movements may belong to another set; None when from now."""
        return {Left.RANGE: self._bottom, Left.IDLE: self._bottom, Left.LONG: self._top, Left.REST: self._top}.get(left)

    @property
    def bottom(self) -> int:
        """Last grid point at the bottom before the rep in progress."""
        return self._bottom

    @property
    def top(self) -> int:
        """Grid point of the top of the rep in progress."""
        return self._top

    def run(self, angles_rad: Sequence[float], first: int) -> tuple[int, Left | None]:
        """Follow the angles of consecutive grid points; gives how many were read and why it stopped."""
        read, left = 0, None
        while read < len(angles_rad) and left is None:
            more, left = self.run_to_rep(angles_rad[read:], first + read)
            read += more
        return read, left

    def run_to_rep(self, angles_rad: Sequence[float], first: int) -> tuple[int, Left | None]:
        """The same, but no further than a rep: what is learned from it holds from the next point on."""
        if not self._recent:
            self._recent = [*angles_rad[:1]] * _RATE_POINTS
        read, left, counted = 0, None, False
        while read < len(angles_rad) and left is None and not counted:
            before = self.phase
            if before is Phase.REST:
                read, left = self._rest(angles_rad, read, first)
                continue
            if before is Phase.HOLD:
                read = self._held(angles_rad, read, first)
            if read < len(angles_rad):
                ago = angles_rad[read - _RATE_POINTS] if read >= _RATE_POINTS else self._recent[read]
                left = self._step(first + read, angles_rad[read], angles_rad[read] - ago)
                read += 1
            counted = before is Phase.LOWER and self.phase is Phase.REST
        self._recent = [*self._recent, *angles_rad[max(read - _RATE_POINTS, 0) : read]][-_RATE_POINTS:]
        return read, left

    def finish(self, point: int, share: float) -> None:
        """No more angles come. A lowering that has sunk this share of its lift is a rep."""
        sunk_rad, lift_rad = self._top_rad - self._low_rad, self._top_rad - self._bottom_rad
        if self.phase is Phase.LOWER and sunk_rad > share * lift_rad:
            self._count(point)

    def _held(self, angles_rad: Sequence[float], read: int, first: int) -> int:
        """Pass over the points of a hold that change nothing, which most are; where to read on.

        They are below the top and have not sunk, in a hold that is neither too low nor too long to stay one.
        """
        top_rad, below_rad = self._top_rad, self._bounds.below_rad
        if top_rad < self._bounds.low_rad or self._is_low():
            return read
        sag_rad = SAG_SHARE * (top_rad - self._bottom_rad)
        longest_s = min(self._limits.idle_s, self.longest_hold_s)
        last = min(self._top + int(longest_s * RATE_HZ), self._bottom + int(LONGEST_REP_S * RATE_HZ)) - first
        stop = min(len(angles_rad), last + 1)
        while read < stop and below_rad <= angles_rad[read] < top_rad and top_rad - angles_rad[read] <= sag_rad:
            read += 1
        return read

    def _step(self, point: int, angle: float, turned: float) -> Left | None:
        bounds = self._bounds
        if angle < bounds.below_rad:
            return Left.BELOW
        phase = self.phase
        if angle > self._top_rad and phase is not Phase.LOWER:
            self._top_rad, self._top = angle, point
            if angle > self._mark_rad + bounds.foot_rad:
                self._mark_rad, self._mark = angle, point
        if phase is Phase.LIFT:
            if self._lift(point, angle, turned) is not None:
                return Left.IDLE
        elif phase is Phase.HOLD:
            self._hold(point, angle, turned)
        else:
            self._lower(point, angle, turned)
        lift_rad = self._top_rad - self._bottom_rad
        if lift_rad > bounds.beyond_rad:
            return Left.RANGE
        longest_s = self._limits.idle_s if lift_rad > bounds.high_rad else self.longest_hold_s
        held_long = point - self._top > longest_s * RATE_HZ or point - self._bottom > LONGEST_REP_S * RATE_HZ
        if held_long and lift_rad <= bounds.high_rad and phase is Phase.HOLD:
            return Left.REST
        return Left.LONG if held_long or self._sags >= MOST_SAGS else None

    def _enter(self, phase: Phase, point: int, decided: int) -> None:
        self.phase = phase
        self.found.append(TrackedPhase(phase, point, decided))

    def _rest(self, angles_rad: Sequence[float], read: int, first: int) -> tuple[int, Left | None]:
        """Follow the bottom until a lift begins; where to read on, and why the set ends, if it does."""
        if self._bottom < 0:
            self._bottom, self._bottom_rad, self._active = first + read, angles_rad[read], first + read
        bounds = self._bounds
        below_rad, onset_rad, foot_rad = bounds.below_rad, bounds.onset_rad, bounds.foot_rad
        for k in range(read, len(angles_rad)):
            point, angle = first + k, angles_rad[k]
            if angle < below_rad:
                return k + 1, Left.BELOW
            risen_rad = angle - self._bottom_rad
            if risen_rad <= 0.0:
                self._bottom_rad, self._bottom = angle, point
            elif risen_rad >= onset_rad:
                self._begin_lift(point, angle)
                return k + 1, self._idle(point)
            else:
                if risen_rad <= foot_rad:
                    self._bottom = point
                # A bottom that is not returned to fades: the body may settle a little higher.
                self._bottom_rad += min(risen_rad, bounds.fade_rad)
            if self.catching_up:
                self._active = point
            elif self._idle(point):
                return k + 1, Left.IDLE
        return len(angles_rad), None

    def _begin_lift(self, point: int, angle: float) -> None:
        self._top_rad, self._top, self._fastest, self._sags = angle, point, 0.0, 0
        self.swing.begin()
        self._mark_rad, self._mark = angle, point
        self._enter(Phase.LIFT, point, point)
        if self.catching_up:
            self._active = point

    def _idle(self, point: int) -> Left | None:
        return Left.IDLE if point - self._active > self._limits.idle_s * RATE_HZ else None

    def _lift(self, point: int, angle: float, turned: float) -> Left | None:
        self._fastest = max(self._fastest, turned)
        lift_rad = self._top_rad - self._bottom_rad
        rate_radps = turned * RATE_HZ / _RATE_POINTS
        self.found += self.swing.look(self._bottom, point, rate_radps, lift_rad / self._bounds.range_rad)
        sunk_rad = self._top_rad - angle
        if lift_rad < self._bounds.lift_rad:
            if sunk_rad > BACK_SHARE * lift_rad or point - self._mark > _STALL_POINTS:
                self._rest_again(point, angle)
            return self._idle(point)
        if sunk_rad > SAG_SHARE * lift_rad:
            self._begin_lower(point, angle)
        elif turned < STILL_SHARE * self._fastest:
            self._enter(Phase.HOLD, self._top, point)
        return None

    def _hold(self, point: int, angle: float, turned: float) -> None:
        lift_rad = self._top_rad - self._bottom_rad
        sunk_rad = self._top_rad - angle
        sinking, stayed = turned < -STILL_SHARE * self._fastest, point - self._mark
        if (self._top_rad < self._bounds.low_rad and stayed > _STALL_POINTS) or (
            self._is_low() and stayed > _LOW_STAY_POINTS
        ):
            self._rest_again(point, angle)
        elif turned > RESUME_SHARE * self._fastest and angle == self._top_rad:
            self._enter(Phase.LIFT, point, point)
        elif sunk_rad > DOWN_SHARE * lift_rad or (sinking and sunk_rad > SAG_SHARE * lift_rad):
            self._begin_lower(point, angle)

    def _is_low(self) -> bool:
        """Is the top clearly lower than usual?"""
        return self._top_rad - self._bounds.floor_rad < LOW_STAY_SHARE * self._bounds.range_rad

    def _rest_again(self, point: int, angle: float) -> None:
        """It was no lift: the body lies a little differently."""
        self._bottom_rad, self._bottom = angle, point
        self._enter(Phase.REST, point, point)

    def _begin_lower(self, point: int, angle: float) -> None:
        self._low_rad, self._low, self._fastest_down = angle, point, 0.0
        self._enter(Phase.LOWER, point, point)

    def _lower(self, point: int, angle: float, turned: float) -> None:
        lift_rad = self._top_rad - self._bottom_rad
        self._fastest_down = max(self._fastest_down, -turned)
        if angle < self._low_rad - CREEP_SHARE * lift_rad:
            self._low_rad, self._low = angle, point
        risen_rad = angle - self._low_rad
        turned_up = risen_rad > max(TURN_UP_SHARE * lift_rad, TURN_UP_LEAST * self._limits.least_rad)
        sunk_rad = self._top_rad - self._low_rad
        # What is read again, long after it was done, is read to its end: nobody waits.
        slow = -turned < STILL_SHARE * self._fastest_down and not self.catching_up
        if sunk_rad >= DOWN_SHARE * lift_rad:
            if turned_up or point - self._low > _STILL_POINTS or (slow and sunk_rad >= END_SHARE * lift_rad):
                self._count(point)
        elif risen_rad > SAG_SHARE * lift_rad or point - self._low > _STILL_POINTS:
            self._sags += sunk_rad > DEEP_SHARE * self._bounds.range_rad and lift_rad > self._bounds.high_rad
            self._enter(Phase.HOLD, self._low, point)

    def _count(self, point: int) -> None:
        lift_rad = self._top_rad - self._bottom_rad
        tracked = TrackedRep(self._bottom, self._top, self._low, lift_rad, self._top_rad - self._low_rad, point)
        if self._takes(tracked):
            self.found.append(tracked)
            self._ranges.append(lift_rad)
            self._active = point
        self._bottom_rad, self._bottom = self._low_rad, self._low
        self._bounds = self._bounds.after(self._low_rad, self._ranges, self._limits)
        self._enter(Phase.REST, self._low, point)
