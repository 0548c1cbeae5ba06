"""One set while it lasts: its arc, its tracker, its reps, and which movements count as reps."""

import math
from collections import deque
from statistics import median
from typing import Annotated

import numpy as np

from sensorcoach.detect.finding.comparisons import CycleMeasures, compare, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.evidence_report import TrackedMovement
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.finding.strokes import Turn
from sensorcoach.detect.following.live_phase import LivePhase
from sensorcoach.detect.following.thresholds import LIFT_SHARE, LONGEST_HOLD_S
from sensorcoach.detect.following.tracker import Tracker
from sensorcoach.detect.following.tracker_events import SetEndReason, TrackedRep, TrackedSwing
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import SMALLER_LOG_ODDS, MovementLimits
from sensorcoach.detect.phase_shares import DOWN_SHARE, END_SHARE, STILL_S
from sensorcoach.events import Rep, Side, Verdict
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

IN_SET: Annotated[float, Within(0.0, 5.0, "log-odds")] = 2.0
"""Prior that a movement along the arc of an open set is a rep of it. Most are."""

PART_SHARE: Annotated[float, Within(0.2, 1.0, "share")] = 0.5
"""Share of the usual range below which a movement may be a part of a rep. Each octave then costs as much as a size
that is rare in the exercise."""

DOUBTED: Annotated[float, Within(-2.0, 4.0, "log-odds")] = 1.0
"""Prior of a movement before those that proved the set, or after one that was surely not a rep."""

UNSEEN: Annotated[float, Within(5.0, 50.0, "log-odds")] = 20.0
"""Prior of a movement with missing samples. Nothing can be held against it."""

LEAVING: Annotated[float, Within(-3.0, 2.0, "log-odds")] = 0.0
"""Prior of the movement with which the body leaves the arc. It is as often a rep as not."""

SURE_DIRECTION: Annotated[float, Within(0.5, 5.0, "log-odds")] = 1.9
"""Evidence of the direction from which a long stay at the top is a hold. With less it is the rest after the set, seen
upside down."""

REST_TIMES: Annotated[float, Within(1.5, 10.0, "times")] = 3.0
"""Length of such a stay in units of the longest before. Holds of a set are alike."""

LIVE_STRAY: Annotated[float, Within(0.05, 0.6, "share")] = 0.2
"""Largest deviation from its plane of a lift in progress (RMS, share of the usual range). More is another movement."""

USUAL_RISE: Annotated[float, Within(1.1, 3.0, "times")] = 1.6
"""Largest rise of a lift in progress, in usual ranges. More is another movement."""

WHOLE_SHARE: Annotated[float, Within(1.05, 2.0, "times")] = 1.3
"""Descent, in units of the rise, of a first lift that was under way when the recording began."""

CUT_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.3
"""Time after the beginning of the recording within which such a lift begins. Its true bottom lies before."""

DURATION_GAIN: Annotated[float, Within(0.05, 1.0, "share")] = 0.3
"""Share by which the usual duration follows each rep's. One odd rep must not move it far."""


class OpenSet:
    """Owns all that is known of one set while it lasts. It judges the movements that its tracker finds."""

    def __init__(
        self,
        begun: SetStart,
        limits: MovementLimits,
        number: int,
        history: MotionHistory,
        model: EvidenceModel,
        side: Side | None = None,
    ) -> None:
        self.begun = begun
        self.axis = begun.axis
        self.number = number
        self.side = side
        """The side that works, where it is known."""
        self.opened = begun.opened
        self.raising = begun.raising
        self.tracker = Tracker(begun.axis.range_rad, limits, self)
        self.live = LivePhase(begun.axis.range_rad)
        self.leaving = False
        """Whether the body leaves the arc: a movement that ends so counts only if it is much like the others."""
        self.reps: list[Rep] = []
        """Reps counted."""
        self.lasts_points = begun.cycle_points
        """Usual duration of a rep, grid points."""
        self.rested: int | None = None
        """The latest bottom after a rest that ends a set; old movements may show one."""
        self.accepted = 0
        """Number of reps that the tracker has found."""
        self.over_s = -math.inf
        """Recording time at which it became known that the body had left the arc, the latest time."""
        self.weighed: list[TrackedMovement] = []
        """The movements followed, with their evidence, until `take_weighed`."""
        self._history = history
        self._model = model
        self._limits = limits
        self._raised: Verdict | None = None
        """The warning shown while the rep in progress lasts."""
        self._on_this_arc = 0
        """Number of reps counted on this arc; the set may have begun on another."""
        self._longest_stay_s = 0.0
        """Longest hold or rest between reps so far."""
        self._tracked: TrackedRep | None = None
        """The latest rep as it was tracked."""
        self._latest: deque[CycleMeasures] = deque(maxlen=2)
        """Measures of the latest reps."""
        self._ended = begun.start
        """Grid point at which the latest movement along the arc ended."""
        self._prior = IN_SET
        """Log-odds that the next movement along the arc is a rep."""

    @property
    def count(self) -> int:
        """Number of reps counted."""
        return len(self.reps)

    @property
    def start_s(self) -> float:
        return self.reps[0].lift_start_s if self.reps else 0.0

    @property
    def end_s(self) -> float:
        return self.reps[-1].end_s if self.reps else 0.0

    @property
    def least_rad(self) -> float:
        """Smallest lift of this set, which has reps."""
        return max(LIFT_SHARE * median(rep.rom_rad for rep in self.reps), self._limits.least_rad)

    def catch_up(self) -> tuple[list[float], SetEndReason | None]:
        """Read the set from its start until it was opened; return the angles, and why it is over by then, if it is.

        The last moment, as long as it takes to be still, is read as if live. Older movements are read to their end.
        """
        begun = self.begun
        angles_rad = begun.axis.angle_rad(self._history.up(begun.start, begun.opened + 1)).tolist()
        old = max(len(angles_rad) - round(STILL_S * RATE_HZ), 0)
        _, left = self.tracker.run(angles_rad[:old], begun.start)
        self.tracker.catching_up = False
        if left is None:
            _, left = self.tracker.run(angles_rad[old:], begun.start + old)
        return angles_rad, left

    def continue_set(self, before: "OpenSet") -> None:
        """Go on with a set whose arc was left: its number and its reps are those of this set."""
        self.number, self.reps = before.number, before.reps

    def leave_arc(self, last: int) -> None:
        """Follow the movement with which the body leaves the arc up to grid point `last`."""
        self.leaving = True
        self.tracker.finish(last, DOWN_SHARE)

    def cut_off(self, last: int) -> None:
        """End the motion at grid point `last`. A rep that is nearly down counts."""
        self.tracker.finish(last, END_SHARE)

    def add(self, rep: Rep) -> None:
        """Add a counted rep."""
        rest_s = rep.lift_start_s - self.end_s if self._on_this_arc else 0.0
        self.reps.append(rep)
        self._on_this_arc += 1
        self._longest_stay_s = max(self._longest_stay_s, rep.hold_s, rest_s)
        if self.begun.direction < SURE_DIRECTION and self._on_this_arc >= 2:
            longest_s = max(self._limits.idle_s, REST_TIMES * self._longest_stay_s)
            self.tracker.longest_hold_s = min(longest_s, LONGEST_HOLD_S)

    def turn_over(self) -> TrackedRep | None:
        """Turn the arc upside down after a rest at its top; return the last rep as seen from there.

        None where the direction is sure or the set has no rep.
        """
        latest, tracker = self._tracked, self.tracker
        if latest is None or self.begun.direction >= SURE_DIRECTION:
            return None
        self.axis = self.axis.turned_over()
        return TrackedRep(latest.top, latest.end, tracker.top, latest.range_rad, latest.range_rad, tracker.top)

    def is_straight(self, swing: TrackedSwing) -> bool:
        """Return whether a quick lift in progress is one of the set's, as far as is known before its end."""
        strayed = self.axis.strayed(self._history.up(swing.bottom, swing.decided + 1))
        return strayed < LIVE_STRAY and swing.risen_share < USUAL_RISE

    def raise_warning(self, verdict: Verdict) -> None:
        """Keep a warning that is shown while the rep in progress lasts."""
        self._raised = verdict

    def take_warning(self) -> Verdict | None:
        """Return the warning of the rep in progress, and forget it."""
        raised, self._raised = self._raised, None
        return raised

    def take_weighed(self) -> list[TrackedMovement]:
        """Return the movements weighed since the last call."""
        weighed, self.weighed = self.weighed, []
        return weighed

    def weigh(self, movement: TrackedRep) -> TrackedMovement:
        """Return the evidence that a movement is a rep of this set, beside the reps before it. Changes nothing."""
        measures = measure_cycle(self._history, self._cycle(movement))
        early = movement.end <= self.begun.proved
        prior = LEAVING if self.leaving else DOUBTED if early else self._prior
        compared = [self._compare(measures, like) for like in self._likes]
        pair, excuse, log_odds = max(compared, key=lambda one: one[-1])
        octaves = math.log2(PART_SHARE * self.tracker.usual_rad / movement.range_rad)
        part = -SMALLER_LOG_ODDS * max(octaves, 0.0)
        return TrackedMovement(
            top=movement.top,
            decided=movement.decided,
            measures=measures,
            pair=pair,
            pace=self.begun.pace,
            excuse=excuse,
            part=part,
            log_odds=log_odds + part,
            prior=prior if self._is_whole(movement) else UNSEEN,
            reason=self._why_half_seen(movement),
        )

    def record(self, movement: TrackedRep, weighed: TrackedMovement) -> None:
        """Learn from a movement: the prior of the next one, and from a rep the usual duration and its measures."""
        self.weighed.append(weighed)
        if movement.bottom - self._ended > self._limits.idle_s * RATE_HZ:
            self.rested = movement.bottom
        self._ended = movement.end
        whole = self._is_whole(movement)
        if whole and movement.end > self.begun.proved:
            self._prior = _prior_after(weighed.prior + weighed.log_odds)
        if not weighed.counts:
            return
        if whole:
            self._latest.append(weighed.measures)
        self._tracked = movement
        self.accepted += 1
        self.lasts_points += DURATION_GAIN * (movement.end - movement.bottom - self.lasts_points)

    @property
    def _likes(self) -> list[CycleMeasures | None]:
        """Cycles to compare a movement with: the latest reps, or else a cycle that proved the set, if there is one."""
        return [*self._latest] or [self.begun.like]

    def _compare(
        self, measures: CycleMeasures, like: CycleMeasures | None
    ) -> tuple[tuple[float, ...] | None, float, float]:
        """Return the comparisons of a movement with a rep, the log-odds excused, and those that it is a rep too."""
        if like is None:
            # The first of a set that is believed has others like it, even if they come later.
            return None, 0.0, self._model.weigh(None, measures.alone, pace=self.begun.pace) - self._model.alone
        pair, excuse = compare(measures, like), self._model.excuse(measures.alone, like.alone)
        return pair, excuse, self._model.weigh(pair, measures.alone, pace=self.begun.pace) + excuse

    def _is_whole(self, movement: TrackedRep) -> bool:
        """Return whether all of a movement was seen."""
        return not self._history.has_gone(movement.bottom, movement.end + 1)

    def _why_half_seen(self, movement: TrackedRep) -> str | None:
        """Return why too little of a movement was seen to count it, in words; None where enough was."""
        history = self._history
        if history.is_missing(movement.bottom) and history.is_missing(movement.end):
            return "both its ends lie in a gap in the data"
        cut = movement.bottom - history.origin < CUT_S * RATE_HZ
        whole = self.accepted or movement.sunk_rad <= WHOLE_SHARE * movement.range_rad
        return "it was under way when the recording began" if cut and not whole else None

    def _cycle(self, movement: TrackedRep) -> Cycle:
        points = [movement.bottom, movement.top, movement.end]
        ups = [tuple(up) for up in self._history.up_at(points).tolist()]
        foot, top, end = (Turn(point, up) for point, up in zip(points, ups, strict=True))
        return Cycle(foot, top, end, float(np.sin(movement.range_rad)))


def _prior_after(log_odds: float) -> float:
    """Return the log-odds that a movement is a rep, where the one before had these: any rep may be the last."""
    before = _probability(log_odds)
    share = _probability(IN_SET) * before + _probability(DOUBTED) * (1.0 - before)
    return math.log(share / (1.0 - share))


def _probability(log_odds: float) -> float:
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))
