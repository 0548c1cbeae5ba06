"""The state of a tracker, and its loops over points at which nothing is decided.

Most points are such: a lift rises on, a hold stays, a lowering sinks on. Small loops pass over them and stop at the
point that may decide something. On the way they update the state as the tracker would, for that point too: to read the
point once more changes nothing.
"""

import math
from collections import deque
from collections.abc import Sequence
from typing import Annotated, Protocol

from sensorcoach.detect.finding.evidence_report import WeighedMovement
from sensorcoach.detect.following.swing_alarm import SwingAlarm
from sensorcoach.detect.following.thresholds import LONGEST_HOLD_S, LONGEST_REP_S, Thresholds
from sensorcoach.detect.following.tracker_events import SetEndReason, TrackedItem, TrackedRep
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.detect.phase_shares import (
    BACK_SHARE,
    CREEP_SHARE,
    DOWN_SHARE,
    END_SHARE,
    LOW_STAY_SHARE,
    SAG_SHARE,
    STALL_S,
    STILL_S,
    STILL_SHARE,
    TURN_UP_LEAST,
    TURN_UP_SHARE,
)
from sensorcoach.events import Phase
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

RATE_SPAN_S: Annotated[float, Within(0.04, 0.3, "s")] = 0.1
"""Span of the tracker's rate. A shorter one sees tremor, a longer one misses the top of a quick lift."""

USUAL_REPS: Annotated[int, Within(1, 15, "reps")] = 5
"""Number of latest reps whose median is the usual range. The cycles that proved the set count as the first."""

RATE_POINTS = round(RATE_SPAN_S * RATE_HZ)
STALL_POINTS, STILL_POINTS = round(STALL_S * RATE_HZ), round(STILL_S * RATE_HZ)


class MovementJudge(Protocol):
    """Decides which movements along the arc are reps of the set."""

    def weigh(self, movement: TrackedRep, usual_rad: float) -> WeighedMovement:
        """Return the evidence that a movement is a rep in a set of this usual range. Changes nothing."""
        ...

    def record(self, movement: TrackedRep, weighed: WeighedMovement) -> None:
        """Learn from a movement that was weighed, whether it counts or not."""
        ...


class TrackerState:
    """State of a `PhaseTracker`. Each loop takes angles, the index to read on at, and the first angle's grid point."""

    def __init__(self, range_rad: float, limits: MovementLimits, judge: MovementJudge) -> None:
        self._limits = limits
        self._judge = judge
        self._ranges: deque[float] = deque([range_rad], maxlen=USUAL_REPS)
        """Ranges of the latest reps, for the usual one."""
        self._recent: list[float] = []
        """The latest `RATE_POINTS` angles, oldest first, for the rate; empty before the first."""
        self.phase = Phase.REST
        self._bottom_rad = 0.0
        """Angle of the bottom from which the next lift starts."""
        self._bottom = -1
        """The last grid point there; -1 before the first point."""
        self._top_rad = 0.0
        """Highest angle of the rep in progress."""
        self._top = 0
        """Its grid point."""
        self._mark_rad = 0.0
        """Highest angle without creeping: a stall counts from there."""
        self._mark = 0
        """Its grid point."""
        self._fastest, self._fastest_down = 0.0, 0.0
        """Largest turns over the rate's span in the rep in progress, radians: up, and down in its lowering."""
        self._sags = 0
        """Number of deep sags of the rep in progress that rose again."""
        self._low_rad = 0.0
        """Lowest angle since the lowering began."""
        self._low = 0
        """Its grid point."""
        self._bounds = Thresholds.of(range_rad, 0.0, limits)
        """For the usual range and the usual angle of the bottom; the arc begins at 0."""
        self._active = -1
        """Grid point of the last sign of work: idleness counts from there."""
        self.longest_hold_s = LONGEST_HOLD_S
        """Longest hold; a longer one is a rest: the arc is upside down, or the set is over."""
        self.catching_up = True
        """Whether old movements are read again. Nothing is idle then."""
        self.swing = SwingAlarm()
        self.found: list[TrackedItem] = []
        """Findings in the order of decision until `take_found`."""

    def take_found(self) -> list[TrackedItem]:
        """Return the findings since the last call."""
        found, self.found = self.found, []
        return found

    def skip_gap(self, points: int) -> None:
        """Skip the next grid points, which lie in a gap: they are not idle time."""
        self._active += points

    def unfinished_since(self, left: SetEndReason) -> int | None:
        """Return the grid point from which movements may belong to another set; None for the present one."""
        return {
            SetEndReason.RANGE: self._bottom,
            SetEndReason.IDLE: self._bottom,
            SetEndReason.LONG: self._top,
            SetEndReason.REST: self._top,
        }.get(left)

    @property
    def bottom(self) -> int:
        """Last grid point at the bottom before the rep in progress."""
        return self._bottom

    @property
    def top(self) -> int:
        """Grid point of the top of the rep in progress."""
        return self._top

    @property
    def usual_rad(self) -> float:
        """Usual range of the set."""
        return self._bounds.range_rad

    def _is_low(self) -> bool:
        """Return whether the top is clearly lower than usual."""
        return self._top_rad - self._bounds.floor_rad < LOW_STAY_SHARE * self._bounds.range_rad

    def _long_at(self) -> int:
        """Return the first grid point at which the phase or the rep in progress may last too long."""
        longest_s = min(self._limits.idle_s, self.longest_hold_s)
        return min(self._top + int(longest_s * RATE_HZ), self._bottom + int(LONGEST_REP_S * RATE_HZ)) + 1

    def _pass_lift(self, angles_rad: Sequence[float], earlier_rad: Sequence[float], read: int, first: int) -> int:
        """Pass over a lift that rises on; return where to read on.

        `earlier_rad`: the angles `RATE_POINTS` before.
        """
        bounds, bottom_rad, fast_radps = self._bounds, self._bottom_rad, self.swing.limit_radps
        below_rad, foot_rad, least_rad = bounds.below_rad, bounds.foot_rad, bounds.lift_rad
        top_rad, top, mark_rad, mark, fastest = self._top_rad, self._top, self._mark_rad, self._mark, self._fastest
        last = min(self._long_at(), self._active + int(self._limits.idle_s * RATE_HZ) + 1)
        stop = min(len(angles_rad), last - first)
        while read < stop:
            angle, turned = angles_rad[read], angles_rad[read] - earlier_rad[read]
            if angle < below_rad or turned * RATE_HZ / RATE_POINTS > fast_radps:
                break
            if angle > top_rad:
                top_rad, top = angle, first + read
                if angle > mark_rad + foot_rad:
                    mark_rad, mark = angle, first + read
            fastest = max(fastest, turned)
            lift_rad, sunk_rad = top_rad - bottom_rad, top_rad - angle
            if lift_rad < least_rad:
                if sunk_rad > BACK_SHARE * lift_rad or first + read - mark > STALL_POINTS:
                    break
            elif sunk_rad > SAG_SHARE * lift_rad or turned < STILL_SHARE * fastest or lift_rad > bounds.beyond_rad:
                break
            read += 1
        self._top_rad, self._top, self._mark_rad, self._mark, self._fastest = top_rad, top, mark_rad, mark, fastest
        return read

    def _pass_hold(self, angles_rad: Sequence[float], read: int, first: int) -> int:
        """Pass over the points of a hold that change nothing; return where to read on.

        They lie below the top and have not sunk, in a hold that is neither too low nor too long.
        """
        top_rad, below_rad = self._top_rad, self._bounds.below_rad
        if top_rad < self._bounds.low_rad or self._is_low():
            return read
        sag_rad = SAG_SHARE * (top_rad - self._bottom_rad)
        stop = min(len(angles_rad), self._long_at() - first)
        while read < stop and below_rad <= angles_rad[read] < top_rad and top_rad - angles_rad[read] <= sag_rad:
            read += 1
        return read

    def _pass_lowering(self, angles_rad: Sequence[float], earlier_rad: Sequence[float], read: int, first: int) -> int:
        """Pass over a lowering that does not turn up, lie still, or end slowly; return where to read on."""
        lift_rad, below_rad = self._top_rad - self._bottom_rad, self._bounds.below_rad
        creep_rad, down_rad, sag_rad = CREEP_SHARE * lift_rad, DOWN_SHARE * lift_rad, SAG_SHARE * lift_rad
        turn_rad = max(TURN_UP_SHARE * lift_rad, TURN_UP_LEAST * self._limits.least_rad)
        end_rad = math.inf if self.catching_up else END_SHARE * lift_rad
        top_rad, low_rad, low, fastest = self._top_rad, self._low_rad, self._low, self._fastest_down
        stop = min(len(angles_rad), self._long_at() - first)
        while read < stop and angles_rad[read] >= below_rad:
            angle, sank_rad = angles_rad[read], earlier_rad[read] - angles_rad[read]
            fastest = max(fastest, sank_rad)
            if angle < low_rad - creep_rad:
                low_rad, low = angle, first + read
            else:
                up_rad = turn_rad if top_rad - low_rad >= down_rad else sag_rad
                if angle - low_rad > up_rad or first + read - low > STILL_POINTS:
                    break
            if sank_rad < STILL_SHARE * fastest and top_rad - low_rad >= end_rad:
                break
            read += 1
        self._low_rad, self._low, self._fastest_down = low_rad, low, fastest
        return read
