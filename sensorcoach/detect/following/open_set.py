"""A set that is being followed: its arc, its tracker, and which of the tracked movements are reps of it."""

import math
from collections import deque
from statistics import median

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
from sensorcoach.detect.following.tracker_events import TrackedRep, TrackedSwing
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import SMALLER_LOG_ODDS, MovementLimits
from sensorcoach.events import Rep, Verdict
from sensorcoach.motion.resampling import RATE_HZ

TELLING_REPS = 3
"""A set of at least this many reps tells later sets which way is up."""

IN_SET = 2.0
"""Prior log-odds that a movement along the arc of an open set is a rep of it."""

PART_SHARE = 0.5
"""Movements smaller than this share of the usual range may be parts of a rep: each octave costs as much as in a size
that is rare in the exercise."""

DOUBTED = 1.0
"""The same of a movement before those that proved the set, or after one that was surely none of it."""

UNSEEN = 20.0
"""The same of a movement of which samples are missing: nothing can be held against it."""

LEAVING = 0.0
"""The same of the movement with which the body leaves the arc."""

SURE_DIRECTION = 1.9
"""From these log-odds on a long stay at the top is a hold; else it is the rest after the set, seen upside down."""

REST_TIMES = 3.0
"""Such a stay lasts this many times as long as any before."""

LIVE_STRAY = 0.2
"""A lift still in progress strays less than this out of its plane (RMS, as a share of the usual range)."""

USUAL_RISE = 1.6
"""A lift still in progress rises less than this many times the usual range."""

WHOLE_SHARE = 1.3
"""A first lift that began as the recording did and sinks this many times as far as it rose was under way by then."""

DURATION_GAIN = 0.3
"""How quickly the usual duration follows each rep's."""


class OpenSet:
    """One set while it lasts."""

    over_s: float = -math.inf
    """Recording time at which it was known that its arc had been left, the latest time."""
    _on_this_arc: int = 0
    """How many reps were counted since the set goes on here."""

    def __init__(
        self, begun: SetStart, limits: MovementLimits, number: int, record: MotionHistory, model: EvidenceModel
    ) -> None:
        self.begun = begun
        self.axis = begun.axis
        self.number = number
        self.opened = begun.opened
        self.raising = begun.raising
        self.tracker = Tracker(begun.axis.range_rad, limits, self._accept)
        self.live = LivePhase(begun.axis.range_rad)
        self.leaving = False
        """The body leaves the arc: a movement that ends so counts only if it is much like the others."""
        self.raised: Verdict | None = None
        """What has been said of the rep in progress while it lasts."""
        self.reps: list[Rep] = []
        """Those counted."""
        self.lasts_points = begun.cycle_points
        """How many grid points a rep usually lasts."""
        self._record = record
        self._model = model
        self._limits = limits
        self._longest_stay_s = 0.0
        """Longest hold or rest between reps so far."""
        self._tracked: TrackedRep | None = None
        """The latest rep as it was tracked."""
        self._latest: deque[CycleMeasures] = deque(maxlen=2)
        """Measures of the latest reps."""
        self.weighed: list[TrackedMovement] = []
        """The movements followed, with their evidence, until they are taken."""
        self._ended = begun.start
        """Grid point at which the latest movement along the arc ended."""
        self.rested: int | None = None
        """The latest bottom after a rest that ends a set; it is seen when old movements are read."""
        self.accepted = 0
        """How many reps the tracker has found."""
        self._prior = IN_SET
        """Log-odds that the next movement along the arc is a rep."""

    @property
    def count(self) -> int:
        """Reps counted."""
        return len(self.reps)

    @property
    def start_s(self) -> float:
        return self.reps[0].lift_start_s if self.reps else 0.0

    @property
    def end_s(self) -> float:
        return self.reps[-1].end_s if self.reps else 0.0

    def add(self, rep: Rep) -> None:
        """A rep has been counted."""
        rest_s = rep.lift_start_s - self.end_s if self._on_this_arc else 0.0
        self.reps.append(rep)
        self._on_this_arc += 1
        self._longest_stay_s = max(self._longest_stay_s, rep.hold_s, rest_s)
        if self.begun.direction < SURE_DIRECTION and self._on_this_arc >= 2:
            longest_s = max(self._limits.idle_s, REST_TIMES * self._longest_stay_s)
            self.tracker.longest_hold_s = min(longest_s, LONGEST_HOLD_S)

    def go_on(self, before: "OpenSet") -> None:
        """These are more reps of a set whose arc was left."""
        self.number, self.reps = before.number, before.reps

    @property
    def least_rad(self) -> float:
        """Smallest lift of this set, which has reps."""
        return max(LIFT_SHARE * median(rep.rom_rad for rep in self.reps), self._limits.least_rad)

    def turn_over(self) -> TrackedRep | None:
        """Read the arc from its other end: it rests there. Gives the last rep as it is seen so."""
        latest, tracker = self._tracked, self.tracker
        if latest is None or self.begun.direction >= SURE_DIRECTION:
            return None
        self.axis = self.axis.reverse()
        return TrackedRep(latest.top, latest.end, tracker.top, latest.range_rad, latest.range_rad, tracker.top)

    def lifts_straight(self, swing: TrackedSwing) -> bool:
        """Is a quick lift in progress one of the set's, as far as that can be told before its end?"""
        strayed = self.axis.deviation_share(self._record.up(swing.bottom, swing.decided + 1))
        return strayed < LIVE_STRAY and swing.risen_share < USUAL_RISE

    def _accept(self, tracked: TrackedRep) -> bool:
        """Whether a tracked movement is a rep; if so, the usual duration learns from it."""
        measures = measure_cycle(self._record, self._cycle(tracked))
        whole = not self._record.has_gone(tracked.bottom, tracked.end + 1)
        movement = self._weigh(tracked, measures, whole=whole)
        self.weighed.append(movement)
        if tracked.bottom - self._ended > self._limits.idle_s * RATE_HZ:
            self.rested = tracked.bottom
        self._ended = tracked.end
        if whole and tracked.end > self.begun.proved:
            self._prior = _prior_after(movement.prior + movement.log_odds)
        if not movement.counts:
            return False
        if whole:
            self._latest.append(measures)
        self._tracked = tracked
        self.accepted += 1
        self.lasts_points += DURATION_GAIN * (tracked.end - tracked.bottom - self.lasts_points)
        return True

    def _weigh(self, tracked: TrackedRep, measures: CycleMeasures, *, whole: bool) -> TrackedMovement:
        """How likely a movement is a rep of this set, beside the reps before it; `whole`: all of it was seen."""
        early = tracked.end <= self.begun.proved
        prior = LEAVING if self.leaving else DOUBTED if early else self._prior
        weighed = [self._beside(measures, like) for like in self._likes]
        pair, excuse, log_odds = max(weighed, key=lambda one: one[-1])
        octaves = math.log2(PART_SHARE * self.tracker.usual_rad / tracked.range_rad)
        part = -SMALLER_LOG_ODDS * max(octaves, 0.0)
        return TrackedMovement(
            top=tracked.top,
            decided=tracked.decided,
            measures=measures,
            pair=pair,
            pace=self.begun.pace,
            excuse=excuse,
            part=part,
            log_odds=log_odds + part,
            prior=prior if whole else UNSEEN,
            reason=self._half_seen(tracked),
        )

    @property
    def _likes(self) -> list[CycleMeasures | None]:
        """What a movement is compared with: the latest reps, else a cycle that proved the set, if any."""
        return [*self._latest] or [self.begun.like]

    def _beside(
        self, measures: CycleMeasures, like: CycleMeasures | None
    ) -> tuple[tuple[float, ...] | None, float, float]:
        """A movement compared with a rep: the comparisons, what is excused, and the log-odds that it is a rep too."""
        if like is None:
            # The first of a set that is believed has others like it, even if they come later.
            return None, 0.0, self._model.weigh(None, measures.alone, pace=self.begun.pace) - self._model.alone
        pair, excuse = compare(measures, like), self._model.excuse(measures.alone, like.alone)
        return pair, excuse, self._model.weigh(pair, measures.alone, pace=self.begun.pace) + excuse

    def _half_seen(self, tracked: TrackedRep) -> str | None:
        """Why too little of it was seen, if so: it began before the recording, or a hole in the data holds its ends."""
        record = self._record
        if record.is_missing(tracked.bottom) and record.is_missing(tracked.end):
            return "a hole in the data holds both its ends"
        cut = tracked.bottom - record.origin < 0.3 * RATE_HZ
        whole = self.accepted or tracked.sunk_rad <= WHOLE_SHARE * tracked.range_rad
        return "it was under way when the recording began" if cut and not whole else None

    def _cycle(self, tracked: TrackedRep) -> Cycle:
        points = [tracked.bottom, tracked.top, tracked.end]
        ups = [tuple(up) for up in self._record.up_at(points).tolist()]
        foot, top, end = (Turn(point, up) for point, up in zip(points, ups, strict=True))
        return Cycle(foot, top, end, float(np.sin(tracked.range_rad)))


def _prior_after(log_odds: float) -> float:
    """Log-odds that a movement is a rep where the one before it was with these: a set may be over after any."""
    before = _probability(log_odds)
    share = _probability(IN_SET) * before + _probability(DOUBTED) * (1.0 - before)
    return math.log(share / (1.0 - share))


def _probability(log_odds: float) -> float:
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))
