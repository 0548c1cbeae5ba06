"""The movements along the arc of an open set, and which of them are its reps."""

import math
from collections import deque
from typing import Annotated

import numpy as np

from sensorcoach.detect.finding.comparisons import CycleMeasures, compare, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.evidence_report import WeighedMovement
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.finding.strokes import Turn
from sensorcoach.detect.following.tracker_events import TrackedRep
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import SMALLER_LOG_ODDS, MovementLimits
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

IN_SET: Annotated[float, Within(0.0, 5.0, "log-odds")] = 2.0
"""Prior that a movement along the arc of an open set is a rep of it. Most are."""

PART_SHARE: Annotated[float, Within(0.2, 1.0, "share")] = 0.5
"""Share of the usual range below which a movement may be a part of a rep. Each octave then costs as much as a size
that is rare in the exercise."""

DOUBTED: Annotated[float, Within(-2.0, 4.0, "log-odds")] = 1.0
"""Prior of a movement before those that proved the set, or after one that was surely not a rep. The set may not have
begun, or may be over."""

UNSEEN: Annotated[float, Within(5.0, 50.0, "log-odds")] = 20.0
"""Prior of a movement with missing samples. Nothing can be held against it."""

LEAVING: Annotated[float, Within(-3.0, 2.0, "log-odds")] = 0.0
"""Prior of the movement with which the body leaves the arc. It is as often a rep as not."""

WHOLE_SHARE: Annotated[float, Within(1.05, 2.0, "times")] = 1.3
"""Descent, in units of the rise, of a first lift that was under way when the recording began. Reps come down about as
far as they go up."""

CUT_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.3
"""Time after the beginning of the recording within which a first lift may have been under way before. A lift takes
longer to begin."""

DURATION_GAIN: Annotated[float, Within(0.05, 1.0, "share")] = 0.3
"""Share by which the usual duration follows each rep's. One odd rep must not move it far."""


class SetMovements:
    """Weighs each movement that the tracker finds, and learns from it what the next one must be like."""

    def __init__(self, begun: SetStart, limits: MovementLimits, history: MotionHistory, model: EvidenceModel) -> None:
        self.leaving = False
        """Whether the body leaves the arc: a movement that ends so counts only if it is much like the others."""
        self.accepted = 0
        """Number of movements that were reps."""
        self.latest: TrackedRep | None = None
        """The latest of these."""
        self.lasts_points = begun.cycle_points
        """Usual duration of a rep, grid points."""
        self.rested: int | None = None
        """The latest bottom after a rest that ends a set; old movements may show one."""
        self._begun = begun
        self._limits = limits
        self._history = history
        self._model = model
        self._measures: deque[CycleMeasures] = deque(maxlen=2)
        """Measures of the latest reps."""
        self._weighed: list[WeighedMovement] = []
        """The movements with their evidence until `take_weighed`."""
        self._ended = begun.start
        """Grid point at which the latest movement ended."""
        self._prior = IN_SET
        """Log-odds that the next movement is a rep."""

    def take_weighed(self) -> list[WeighedMovement]:
        """Return the movements weighed since the last call."""
        weighed, self._weighed = self._weighed, []
        return weighed

    def weigh(self, movement: TrackedRep, usual_rad: float) -> WeighedMovement:
        """Return the evidence that a movement is a rep of this set, beside the reps before it. Changes nothing.

        `usual_rad`: usual range of the set.
        """
        measures = measure_cycle(self._history, self._cycle(movement))
        early = movement.end <= self._begun.proved
        prior = LEAVING if self.leaving else DOUBTED if early else self._prior
        compared = [self._compare(measures, like) for like in self._likes]
        pair, excuse, log_odds = max(compared, key=lambda one: one[-1])
        octaves = math.log2(PART_SHARE * usual_rad / movement.range_rad)
        part = -SMALLER_LOG_ODDS * max(octaves, 0.0)
        return WeighedMovement(
            top=movement.top,
            decided=movement.decided,
            measures=measures,
            pair=pair,
            pace=self._begun.pace,
            excuse=excuse,
            part=part,
            log_odds=log_odds + part,
            prior=prior if self._is_whole(movement) else UNSEEN,
            reason=self._why_half_seen(movement),
        )

    def record(self, movement: TrackedRep, weighed: WeighedMovement) -> None:
        """Learn from a movement: the prior of the next one, and from a rep the usual duration and its measures."""
        self._weighed.append(weighed)
        if movement.bottom - self._ended > self._limits.idle_s * RATE_HZ:
            self.rested = movement.bottom
        self._ended = movement.end
        whole = self._is_whole(movement)
        if whole and movement.end > self._begun.proved:
            self._prior = _prior_after(weighed.prior + weighed.log_odds)
        if not weighed.counts:
            return
        if whole:
            self._measures.append(weighed.measures)
        self.latest = movement
        self.accepted += 1
        self.lasts_points += DURATION_GAIN * (movement.end - movement.bottom - self.lasts_points)

    @property
    def _likes(self) -> list[CycleMeasures | None]:
        """Cycles to compare a movement with: the latest reps, or else a cycle that proved the set, if there is one."""
        return [*self._measures] or [self._begun.example]

    def _compare(
        self, measures: CycleMeasures, like: CycleMeasures | None
    ) -> tuple[tuple[float, ...] | None, float, float]:
        """Return the comparisons of a movement with a rep, the log-odds excused, and those that it is a rep too."""
        if like is None:
            # The first of a set that is believed has others like it, even if they come later.
            return None, 0.0, self._model.weigh(None, measures.alone, pace=self._begun.pace) - self._model.alone
        pair, excuse = compare(measures, like), self._model.excuse(measures.alone, like.alone)
        return pair, excuse, self._model.weigh(pair, measures.alone, pace=self._begun.pace) + excuse

    def _is_whole(self, movement: TrackedRep) -> bool:
        """Return whether all of a movement was seen."""
        return not self._history.has_gap(movement.bottom, movement.end + 1)

    def _why_half_seen(self, movement: TrackedRep) -> str | None:
        """Return why too little of a movement was seen to count it, in words; None where enough was."""
        history = self._history
        if history.is_unsure(movement.bottom) and history.is_unsure(movement.end):
            return "both its ends lie in a gap in the data"
        cut = movement.bottom < CUT_S * RATE_HZ
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
