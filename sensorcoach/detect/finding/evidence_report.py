"""Report the evidence of each movement as an event, and describe it in words.

`Detector` and `SetFollower` pass the movements to an `EvidenceReporter`. `sensorcoach explain --at` shows the events,
and with them why a movement was not counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from sensorcoach.detect.finding.comparisons import ALONE_WORDS, WITH_BEFORE_WORDS, CycleMeasures, Words
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.search import Hypothesis
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.parameters import Within
from sensorcoach.set_events import CycleWeighed, Share

LEAST_SHOWN_LOG_ODDS: Annotated[float, Within(0.0, 1.0, "log-odds")] = 0.1
"""Smallest evidence of a comparison that is shown. Less does not explain a decision."""

MOST_SHOWN: Annotated[int, Within(1, 10, "comparisons")] = 2
"""Most comparisons shown for a movement, and against it. Weaker ones are noise."""

HALF_REP = "it is half of a rep that is counted by height"
"""Reason why a bend within a squat does not count by itself."""

_OTHER_WORDS = {
    "alone": "nothing like it came before",
    "range": "its size is unusual in this exercise",
    "known_arc": "it is on the arc of the set before",
    "part": "it is small compared with the reps of the set",
    "manner": "the rep before it does the same",
}
"""Texts of the other shares of the evidence. Each of them has one sign only."""

WORDS = WITH_BEFORE_WORDS | ALONE_WORDS | {name: Words(words, words) for name, words in _OTHER_WORDS.items()}
"""Texts of all shares of the evidence, by name."""


@dataclass(frozen=True, slots=True)
class WeighedMovement:
    """A movement along the arc of an open set, with its evidence.

    `top`, `decided`: grid points. `pair`: comparisons with the rep before. `pace`: whether the pace was weighed.
    `excuse`: log-odds given back for deviations that the rep before shares. `part`: log-odds lost by a movement smaller
    than half a rep. `log_odds`: all evidence together. `prior`: log-odds beforehand that the movement is a rep.
    `reason`: why the movement cannot count, whatever its evidence; None without a reason.
    """

    top: int
    decided: int
    measures: CycleMeasures
    pair: tuple[float, ...] | None
    pace: bool
    excuse: float
    part: float
    log_odds: float
    prior: float
    reason: str | None

    @property
    def counts(self) -> bool:
        """Whether the movement is a rep of the set."""
        return self.reason is None and self.prior + self.log_odds > 0.0


class EvidenceReporter:
    """Makes events of weighed movements, if they are `wanted`."""

    def __init__(self, history: MotionHistory, model: EvidenceModel, *, wanted: bool) -> None:
        self._history = history
        self._model = model
        self.wanted = wanted
        """Whether the events are wanted."""

    def report_search(self, found: Hypothesis, needed: float, reason: str | None = None) -> list[CycleWeighed]:
        """Report the newest cycle of a possible set; if the set opens, its reps follow as movements along its arc."""
        if not self.wanted:
            return []
        newest = found.cycles[0]
        log_odds = newest.alone if len(found.cycles) == 1 else newest.log_odds
        shares = list_newest_shares(found, self._model)
        reason = reason if found.log_odds >= needed else None
        known = found.pause.known, newest.cycle.top.point
        return [self._make_event(newest.measures, known, (log_odds, found.log_odds, needed), shares, reason)]

    def report_movements(self, movements: list[WeighedMovement], opened: int) -> list[CycleWeighed]:
        """Report the movements of a set that was opened at grid point `opened`."""
        return [self._report_movement(one, opened) for one in movements if self.wanted]

    def _report_movement(self, one: WeighedMovement, opened: int) -> CycleWeighed:
        shares = self._model.list_shares(one.pair, one.measures.alone, pace=one.pace)
        # The first rep of an open set has no rep before it, but similar ones after it: see `SetMovements`.
        shares = [share for share in shares if share.comparison != "alone"]
        shares += [Share("manner", one.excuse, above=True), Share("part", one.part, above=True)]
        known = max(one.decided, opened), one.top
        sums = one.log_odds, one.log_odds, -one.prior
        return self._make_event(one.measures, known, sums, shares, one.reason, counted=one.counts)

    def _make_event(
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
            start_s=self._history.time_s(measures.leave),
            top_s=self._history.time_s(top),
            end_s=self._history.time_s(measures.arrive),
            size_rad=measures.size_rad,
            log_odds=log_odds,
            total=total,
            needed=needed,
            counted=counted,
            shares=tuple(sorted(shares, key=lambda share: share.log_odds)),
            decided_s=self._history.known_s(decided),
            reason=reason,
        )


def list_newest_shares(found: Hypothesis, model: EvidenceModel) -> list[Share]:
    """Return all shares of the evidence of the newest cycle of a possible set."""
    newest = found.cycles[0]
    pair = newest.pair if len(found.cycles) > 1 else None
    shares = model.list_shares(pair, newest.measures.alone, pace=found.pace)
    return [*shares, Share("range", newest.size, above=True), Share("known_arc", newest.known_arc, above=True)]


def pick_against(shares: Iterable[Share], count: int = MOST_SHOWN) -> list[Share]:
    """Return the shares that speak most against a movement, the strongest first."""
    return [one for one in sorted(shares, key=lambda one: one.log_odds) if one.log_odds < -LEAST_SHOWN_LOG_ODDS][:count]


def pick_for(shares: Iterable[Share], count: int = MOST_SHOWN) -> list[Share]:
    """Return the shares that speak most for a movement, the strongest first."""
    return [one for one in sorted(shares, key=lambda one: -one.log_odds) if one.log_odds > LEAST_SHOWN_LOG_ODDS][:count]


def describe_share(share: Share) -> str:
    """Return the text of a share."""
    words = WORDS[share.comparison]
    return words.above if share.above else words.below
