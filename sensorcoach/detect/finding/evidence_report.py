"""The evidence of a movement as an event: what `sensorcoach explain --at` shows of those that did not count."""

from collections.abc import Iterable
from dataclasses import dataclass

from sensorcoach.detect.finding.comparisons import ALONE_WORDS, WITH_BEFORE_WORDS, CycleMeasures, Words
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.search import Hypothesis
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.set_events import CycleWeighed, Share

LEAST_SHARE = 0.1
"""A comparison that adds or takes less than these log-odds says nothing worth reading."""

HALVES = "it is a bend that belongs to a rep told by height"
"""Why a movement of a squat or a getting up does not count by itself."""

_OTHERS = {
    "alone": "nothing like it came before",
    "range": "its size is far from what this exercise has",
    "known_arc": "it is on the arc of the set before",
    "part": "it is small beside the reps of the set",
    "manner": "the rep before it does the same",
}
"""What adds to the evidence beside the comparisons. Each speaks one way only."""

WORDS = WITH_BEFORE_WORDS | ALONE_WORDS | {name: Words(words, words) for name, words in _OTHERS.items()}


@dataclass(frozen=True, slots=True)
class TrackedMovement:
    """A movement along the arc of an open set; `prior`: log-odds beforehand that it is a rep.

    `top`, `decided`: grid points. `reason`: what kept it from counting whatever its evidence.
    """

    top: int
    decided: int
    measures: CycleMeasures
    pair: tuple[float, ...] | None
    pace: bool
    excuse: float
    """What of its log-odds makes good for what speaks against the rep beside it as well."""
    part: float
    """What it loses by being less than half a rep."""
    log_odds: float
    prior: float
    reason: str | None

    @property
    def counts(self) -> bool:
        """Is it a rep of the set?"""
        return self.reason is None and self.prior + self.log_odds > 0.0


class EvidenceReporter:
    """Makes events of what was weighed, where they were asked for."""

    def __init__(self, record: MotionHistory, model: EvidenceModel, *, wanted: bool) -> None:
        self._record = record
        self._model = model
        self.wanted = wanted

    def searched(self, found: Hypothesis, needed: float, reason: str | None = None) -> list[CycleWeighed]:
        """The newest cycle of a set that may have begun; its reps, if it has, follow as movements of that set."""
        if not self.wanted:
            return []
        newest = found.cycles[0]
        log_odds = newest.alone if len(found.cycles) == 1 else newest.log_odds
        shares = list_newest_shares(found, self._model)
        reason = reason if found.log_odds >= needed else None
        known = found.pause.known, newest.cycle.top.point
        return [self._event(newest.measures, known, (log_odds, found.log_odds, needed), shares, reason)]

    def tracked(self, movements: list[TrackedMovement], opened: int) -> list[CycleWeighed]:
        """The movements followed in a set that was believed at grid point `opened`; the list is emptied."""
        taken = [self._movement(one, opened) for one in movements if self.wanted]
        movements.clear()
        return taken

    def _movement(self, one: TrackedMovement, opened: int) -> CycleWeighed:
        shares = self._model.shares(one.pair, one.measures.alone, pace=one.pace)
        # The first of a set that is believed has others like it: see `OpenSet`.
        shares = [share for share in shares if share.comparison != "alone"]
        shares += [Share("manner", one.excuse, above=True), Share("part", one.part, above=True)]
        known = max(one.decided, opened), one.top
        sums = one.log_odds, one.log_odds, -one.prior
        return self._event(one.measures, known, sums, shares, one.reason, counted=one.counts)

    def _event(
        self,
        measures: CycleMeasures,
        known: tuple[int, int],
        sums: tuple[float, float, float],
        shares: Iterable[Share],
        reason: str | None,
        *,
        counted: bool = False,
    ) -> CycleWeighed:
        decided, top = known
        log_odds, total, needed = sums
        return CycleWeighed(
            start_s=self._record.time_s(measures.leave),
            top_s=self._record.time_s(top),
            end_s=self._record.time_s(measures.arrive),
            size_rad=measures.size_rad,
            log_odds=log_odds,
            total=total,
            needed=needed,
            counted=counted,
            shares=tuple(sorted(shares, key=lambda share: share.log_odds)),
            decided_s=self._record.known_s(decided),
            reason=reason,
        )


def list_newest_shares(found: Hypothesis, model: EvidenceModel) -> list[Share]:
    """All that adds to the evidence of the newest cycle of a set that may have begun."""
    newest = found.cycles[0]
    pair = newest.pair if len(found.cycles) > 1 else None
    shares = model.shares(pair, newest.measures.alone, pace=found.pace)
    return [*shares, Share("range", newest.size, above=True), Share("known_arc", newest.known_arc, above=True)]


def strongest_against(shares: Iterable[Share], count: int) -> list[Share]:
    """Those that speak most against a movement, the strongest first."""
    return [one for one in sorted(shares, key=lambda one: one.log_odds) if one.log_odds < -LEAST_SHARE][:count]


def strongest_for(shares: Iterable[Share], count: int) -> list[Share]:
    """Those that speak most for it, the strongest first."""
    return [one for one in sorted(shares, key=lambda one: -one.log_odds) if one.log_odds > LEAST_SHARE][:count]


def describe_share(share: Share) -> str:
    """What a share says, in words."""
    words = WORDS[share.comparison]
    return words.above if share.above else words.below
