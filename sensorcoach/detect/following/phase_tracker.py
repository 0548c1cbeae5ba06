"""A state machine over the lift angle of one set.

    phase  | goes to | when
    -------+---------+------------------------------------------------------------------
    rest   | lift    | the angle has risen from the bottom by a small share of the range
    lift   | rest    | it falls back before the lift is complete
           |         | or it stops there: the body lies a little differently
           | hold    | the lift is complete and hardly turns any more
           | lower   | the lift is complete and sinks
    hold   | lift    | it rises on to a new top: a lift in two parts
           | rest    | it stops near the set's usual bottom: the lift began below that
           | lower   | it sinks by a small share of the lift, and does not just sag
    lower  | hold    | it rises again, or stops, before it was down: a sagging hold
           | rest    | it is down and slow, or rises again: a rep, if the set accepts it

A set ends when nothing has been lifted for a while or the segment has left the arc. `timing/refine.py` finds the exact
times.
"""

import math
from collections.abc import Sequence

from sensorcoach.detect.following.thresholds import LONGEST_REP_S
from sensorcoach.detect.following.tracker_events import SetEndReason, TrackedPhase, TrackedRep
from sensorcoach.detect.following.tracker_state import RATE_POINTS, STALL_POINTS, STILL_POINTS, TrackerState
from sensorcoach.detect.phase_shares import (
    BACK_SHARE,
    CREEP_SHARE,
    DEEP_SHARE,
    DOWN_SHARE,
    END_SHARE,
    LOW_STAY_S,
    MOST_SAGS,
    RESUME_SHARE,
    SAG_SHARE,
    STILL_SHARE,
    TURN_UP_LEAST,
    TURN_UP_SHARE,
)
from sensorcoach.events import Phase
from sensorcoach.motion.resampling import RATE_HZ

_LOW_STAY_POINTS = round(LOW_STAY_S * RATE_HZ)


class PhaseTracker(TrackerState):
    """Follows the lift angle point by point."""

    def run(self, angles_rad: Sequence[float], first: int) -> tuple[int, SetEndReason | None]:
        """Follow the angles of consecutive grid points; return how many were read and why the set ends, if it does."""
        read, left = 0, None
        while read < len(angles_rad) and left is None:
            more, left = self.run_to_rep(angles_rad[read:], first + read)
            read += more
        return read, left

    def run_to_rep(self, angles_rad: Sequence[float], first: int) -> tuple[int, SetEndReason | None]:
        """Follow the angles as `run` does, but only up to a rep: what it teaches holds from the next point on."""
        earlier_rad = [*(self._recent or [*angles_rad[:1]] * RATE_POINTS), *angles_rad]
        read, left, counted = 0, None, False
        while read < len(angles_rad) and left is None and not counted:
            before = self.phase
            if before is Phase.REST:
                read, left = self._follow_rest(angles_rad, read, first)
                continue
            if before is Phase.LIFT:
                read = self._pass_lift(angles_rad, earlier_rad, read, first)
            elif before is Phase.HOLD:
                read = self._pass_hold(angles_rad, read, first)
            else:
                read = self._pass_lowering(angles_rad, earlier_rad, read, first)
            if read < len(angles_rad):
                left = self._step(first + read, angles_rad[read], angles_rad[read] - earlier_rad[read])
                read += 1
            counted = before is Phase.LOWER and self.phase is Phase.REST
        self._recent = earlier_rad[read : read + RATE_POINTS]
        return read, left

    def finish(self, point: int, share: float) -> None:
        """End the angles at a grid point. A lowering that has sunk this share of its lift is a rep."""
        sunk_rad, lift_rad = self._top_rad - self._low_rad, self._top_rad - self._bottom_rad
        if self.phase is Phase.LOWER and sunk_rad > share * lift_rad:
            self._end_rep(point)

    def _step(self, point: int, angle: float, turned: float) -> SetEndReason | None:
        bounds = self._bounds
        if angle < bounds.below_rad:
            return SetEndReason.BELOW
        phase = self.phase
        if angle > self._top_rad and phase is not Phase.LOWER:
            self._top_rad, self._top = angle, point
            if angle > self._mark_rad + bounds.foot_rad:
                self._mark_rad, self._mark = angle, point
        if phase is Phase.LIFT:
            if self._step_lift(point, angle, turned) is not None:
                return SetEndReason.IDLE
        elif phase is Phase.HOLD:
            self._step_hold(point, angle, turned)
        else:
            self._step_lowering(point, angle, turned)
        lift_rad = self._top_rad - self._bottom_rad
        if lift_rad > bounds.beyond_rad:
            return SetEndReason.RANGE
        longest_s = self._limits.idle_s if lift_rad > bounds.high_rad else self.longest_hold_s
        held_long = point - self._top > longest_s * RATE_HZ or point - self._bottom > LONGEST_REP_S * RATE_HZ
        if held_long and lift_rad <= bounds.high_rad and phase is Phase.HOLD:
            return SetEndReason.REST
        return SetEndReason.LONG if held_long or self._sags >= MOST_SAGS else None

    def _enter(self, phase: Phase, point: int, decided: int) -> None:
        self.phase = phase
        self.found.append(TrackedPhase(phase, point, decided))

    def _follow_rest(self, angles_rad: Sequence[float], read: int, first: int) -> tuple[int, SetEndReason | None]:
        """Follow the bottom until a lift begins; return where to read on, and why the set ends, if it does."""
        if self._bottom < 0:
            self._bottom, self._bottom_rad, self._active = first + read, angles_rad[read], first + read
        bounds, bottom_rad, bottom = self._bounds, self._bottom_rad, self._bottom
        below_rad, onset_rad, foot_rad, fade_rad = bounds.below_rad, bounds.onset_rad, bounds.foot_rad, bounds.fade_rad
        idle_after = math.inf if self.catching_up else self._active + self._limits.idle_s * RATE_HZ
        point, left, rises = first + read, None, False
        for point, angle in enumerate(angles_rad[read:], start=first + read):
            risen_rad = angle - bottom_rad
            if angle < below_rad:
                left = SetEndReason.BELOW
            elif risen_rad <= 0.0:
                bottom_rad, bottom = angle, point
            elif risen_rad >= onset_rad:
                rises = True
            else:
                bottom = point if risen_rad <= foot_rad else bottom
                # Without a return the bottom rises slowly: the body may settle a little higher.
                bottom_rad += min(risen_rad, fade_rad)
            if rises or left is not None or point > idle_after:
                break
        self._bottom_rad, self._bottom = bottom_rad, bottom
        if rises:
            self._begin_lift(point, angles_rad[point - first])
        elif self.catching_up:
            self._active = point
        return point - first + 1, left or self._check_idle(point)

    def _begin_lift(self, point: int, angle: float) -> None:
        self._top_rad, self._top, self._fastest, self._sags = angle, point, 0.0, 0
        self.swing.begin()
        self._mark_rad, self._mark = angle, point
        self._enter(Phase.LIFT, point, point)
        if self.catching_up:
            self._active = point

    def _check_idle(self, point: int) -> SetEndReason | None:
        return SetEndReason.IDLE if point - self._active > self._limits.idle_s * RATE_HZ else None

    def _step_lift(self, point: int, angle: float, turned: float) -> SetEndReason | None:
        self._fastest = max(self._fastest, turned)
        lift_rad = self._top_rad - self._bottom_rad
        share = lift_rad / self._bounds.range_rad
        self.found += self.swing.check(self._bottom, point, turned * RATE_HZ / RATE_POINTS, share)
        sunk_rad = self._top_rad - angle
        if lift_rad < self._bounds.lift_rad:
            if sunk_rad > BACK_SHARE * lift_rad or point - self._mark > STALL_POINTS:
                self._rest_again(point, angle)
            return self._check_idle(point)
        if sunk_rad > SAG_SHARE * lift_rad:
            self._begin_lower(point, angle)
        elif turned < STILL_SHARE * self._fastest:
            self._enter(Phase.HOLD, self._top, point)
        return None

    def _step_hold(self, point: int, angle: float, turned: float) -> None:
        lift_rad = self._top_rad - self._bottom_rad
        sunk_rad = self._top_rad - angle
        sinking = turned < -STILL_SHARE * self._fastest
        stayed = point - self._mark
        if (self._top_rad < self._bounds.low_rad and stayed > STALL_POINTS) or (
            self._is_low() and stayed > _LOW_STAY_POINTS
        ):
            self._rest_again(point, angle)
        elif turned > RESUME_SHARE * self._fastest and angle == self._top_rad:
            self._enter(Phase.LIFT, point, point)
        elif sunk_rad > DOWN_SHARE * lift_rad or (sinking and sunk_rad > SAG_SHARE * lift_rad):
            self._begin_lower(point, angle)

    def _rest_again(self, point: int, angle: float) -> None:
        """Discard the lift: the body lies a little differently."""
        self._bottom_rad, self._bottom = angle, point
        self._enter(Phase.REST, point, point)

    def _begin_lower(self, point: int, angle: float) -> None:
        self._low_rad, self._low, self._fastest_down = angle, point, 0.0
        self._enter(Phase.LOWER, point, point)

    def _step_lowering(self, point: int, angle: float, turned: float) -> None:
        lift_rad = self._top_rad - self._bottom_rad
        self._fastest_down = max(self._fastest_down, -turned)
        if angle < self._low_rad - CREEP_SHARE * lift_rad:
            self._low_rad, self._low = angle, point
        risen_rad = angle - self._low_rad
        turned_up = risen_rad > max(TURN_UP_SHARE * lift_rad, TURN_UP_LEAST * self._limits.least_rad)
        sunk_rad = self._top_rad - self._low_rad
        # Old movements are read to their end: nobody waits for them.
        slow = -turned < STILL_SHARE * self._fastest_down and not self.catching_up
        if sunk_rad >= DOWN_SHARE * lift_rad:
            if turned_up or point - self._low > STILL_POINTS or (slow and sunk_rad >= END_SHARE * lift_rad):
                self._end_rep(point)
        elif risen_rad > SAG_SHARE * lift_rad or point - self._low > STILL_POINTS:
            self._sags += sunk_rad > DEEP_SHARE * self._bounds.range_rad and lift_rad > self._bounds.high_rad
            self._enter(Phase.HOLD, self._low, point)

    def _end_rep(self, point: int) -> None:
        lift_rad = self._top_rad - self._bottom_rad
        movement = TrackedRep(self._bottom, self._top, self._low, lift_rad, self._top_rad - self._low_rad, point)
        weighed = self._judge.weigh(movement, self.usual_rad)
        self._judge.record(movement, weighed)
        if weighed.counts:
            self.found.append(movement)
            self._ranges.append(lift_rad)
            self._active = point
        self._bottom_rad, self._bottom = self._low_rad, self._low
        self._bounds = self._bounds.after(self._low_rad, self._ranges, self._limits)
        self._enter(Phase.REST, self._low, point)
