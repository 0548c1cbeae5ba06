"""Search for the beginning of a set: a sequential test over the newest cycles, at every pause of a stroke.

`Detector` reads pauses and asks for the most likely set that ends at each. The log-odds of each cycle are added to
those of the cycles before it. Of all possible beginnings the most likely is taken (CUSUM, Page 1954, read backwards).
The prior is the knowledge beforehand. An armed set needs one plausible cycle, a set of a chosen exercise about two. Any
other movement needs more evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from sensorcoach.detect.finding.comparisons import CycleMeasures, compare, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle, WholeLift, look_back
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.strokes import Pause, StrokeCutter
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import SHORTEST_REP_S, MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis, angle_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

MOST_LOG_ODDS: Annotated[float, Within(1.0, 8.0, "log-odds")] = 3.5
"""Most evidence that a single cycle adds or takes. No single cycle is surer than 33 to 1."""

KNOWN_ARC_LOG_ODDS: Annotated[float, Within(0.0, 6.0, "log-odds")] = 2.0
"""Evidence that a cycle on the arc of the set before adds. The same movement was already done there."""

OLDER_LOG_ODDS: Annotated[float, Within(0.0, 4.0, "log-odds")] = 1.4
"""Evidence that an older cycle must add to be the first of the set. Getting into position resembles a lift."""

KNOWN_ARC_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.35
"""Distance from the ends of a known arc, as a share of its range, within which a cycle is on it. People lie down again
a little differently."""

ARMED_NEEDS: Annotated[float, Within(-4.0, 4.0, "log-odds")] = -1.0
"""Evidence that an armed set needs. The first plausible lift reaches it, and a small shift does not."""

CHOSEN_NEEDS: Annotated[float, Within(2.0, 12.0, "log-odds")] = 5.0
"""Evidence that a set of a chosen exercise needs. Two similar lifts reach it."""

ANY_NEEDS: Annotated[float, Within(3.0, 16.0, "log-odds")] = 7.0
"""Evidence that a set of any movement needs. Two or three similar lifts reach it."""

STRIDES_NEED: Annotated[float, Within(7.0, 30.0, "log-odds")] = 14.0
"""Evidence that a set at the pace of strides needs at the thigh. Pedalling is very even and reaches 13."""

KEPT_MEASURES: Annotated[int, Within(50, 5000, "cycles")] = 400
"""Most cycles whose measures are kept. Cycles are weighed again at each pause; old ones are not needed any more."""


class Prior(Enum):
    """The knowledge before a set, as the log-odds that its cycles must reach."""

    ARMED = ARMED_NEEDS
    CHOSEN = CHOSEN_NEEDS
    ANY = ANY_NEEDS
    STRIDES = STRIDES_NEED


@dataclass(frozen=True, slots=True)
class WeighedCycle:
    """A cycle with its measures and its evidence, all in log-odds.

    `pair`: comparisons with the cycle before, None without one. `log_odds`: evidence beside the cycle before. `alone`:
    evidence as the first of a set. `size`, `known_arc`: parts of both, from its size and from lying on a known arc.
    """

    cycle: Cycle
    measures: CycleMeasures
    pair: tuple[float, ...] | None
    log_odds: float
    alone: float
    size: float
    known_arc: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The most likely set that ends at `pause`.

    `cycles`: newest first. `log_odds`: evidence for the set. `pace`: whether the pace was weighed.
    """

    pause: Pause
    cycles: tuple[WeighedCycle, ...]
    log_odds: float
    pace: bool = True


class SetSearch:
    """Reads strokes while no set is open, and weighs their cycles."""

    def __init__(self, history: MotionHistory, limits: MovementLimits, model: EvidenceModel) -> None:
        self._history = history
        self._limits = limits
        self._model = model
        self._measured: dict[tuple[int, int, int], CycleMeasures] = {}
        """Measures of cycles, by the grid points of foot, top and end."""
        self.strokes = StrokeCutter()
        self.least_rad = limits.least_rad
        """Smallest lift that may belong to the next set."""
        self.whole_lift: WholeLift | None = None
        """Latest whole lift that was shown; movements within it are not lifts of their own."""
        self.earliest = 0
        """First grid point that may belong to the next set."""

    def begin_at(self, point: int) -> None:
        """Search from this grid point on."""
        self.earliest = max(self.earliest, point)
        self.strokes.skip_to(point)
        self._measured.clear()

    def read_to_pause(self, stop: int, *, slow: bool = False) -> Pause | None:
        """Read on to the next pause and return it; None if grid point `stop` is reached first.

        `slow`: also pause where a stroke may be about to end.
        """
        return self.strokes.read_to_pause(self._history, stop, slow=slow)

    def weigh(self, pause: Pause, known_arc: LiftAxis | None, *, pace: bool) -> Hypothesis | None:
        """Return the most likely set that ends at a pause; None where no movement went out and came back.

        `known_arc`: arc of the set before. Without `pace` a brisk movement loses nothing: the wearer cannot walk.
        """
        turns = self.strokes.turns_before(pause.turn.point)
        earliest = max(self.earliest, self._history.first, self._history.go_back(pause.known, self._look_back_points))
        best: Hypothesis | None = None
        for cycles in look_back(turns, pause.turn, earliest):
            found = self._find_likeliest(pause, cycles, known_arc, pace=pace)
            if found is not None and (best is None or found.log_odds > best.log_odds):
                best = found
        return best

    def find_turn_before(self, point: int) -> int | None:
        """Return the grid point of the turning point before this one; None without any after `earliest`."""
        before = [turn.point for turn in self.strokes.turns if self.earliest <= turn.point < point]
        return before[-1] if before else None

    @property
    def _look_back_points(self) -> int:
        return round(self._limits.look_back_s * RATE_HZ)

    def _find_likeliest(
        self, pause: Pause, cycles: Sequence[Cycle], known_arc: LiftAxis | None, *, pace: bool
    ) -> Hypothesis | None:
        """Return the most likely set of the newest of these cycles; None where the newest cannot be a lift."""
        weighed: list[WeighedCycle] = []
        sums: list[float] = []
        total = 0.0
        for k, cycle in enumerate(cycles):
            one = self._weigh_cycle(cycle, cycles[k + 1] if k + 1 < len(cycles) else None, known_arc, pace=pace)
            if one is None:
                break
            weighed.append(one)
            sums.append(total + one.alone)
            total += one.log_odds
            if one.pair is None or total + MOST_LOG_ODDS * (len(cycles) - k - 1) <= max(sums):
                break
        if not sums:
            return None
        first = sums.index(max(sums))
        if first and sums[first - 1] > sums[first] - OLDER_LOG_ODDS:
            first -= 1
        return Hypothesis(pause, tuple(weighed[: first + 1]), max(sums), pace)

    def _weigh_cycle(
        self, cycle: Cycle, before: Cycle | None, known_arc: LiftAxis | None, *, pace: bool
    ) -> WeighedCycle | None:
        """Weigh a cycle beside the one before it; None where it cannot be a lift of its own."""
        if self.whole_lift is not None and self.whole_lift.has_part(cycle):
            return None
        measures = self._measure(cycle)
        if measures.period_s < SHORTEST_REP_S or not self.least_rad <= measures.size_rad <= self._limits.most_rad:
            return None
        size, on_arc = self._limits.size_log_odds(measures.size_rad), _weigh_known_arc(measures, known_arc)
        alone = size + on_arc + _clamp(self._model.weigh(None, measures.alone, pace=pace))
        earlier = None if before is None else self._measure(before)
        if earlier is None or measures.leave - earlier.arrive > self._limits.idle_s * RATE_HZ:
            # The rest between them ends a set, so they belong to different sets.
            return WeighedCycle(cycle, measures, None, alone, alone, size, on_arc)
        pair = compare(measures, earlier)
        log_odds = size + on_arc + _clamp(self._model.weigh(pair, measures.alone, pace=pace))
        return WeighedCycle(cycle, measures, pair, log_odds, alone, size, on_arc)

    def _measure(self, cycle: Cycle) -> CycleMeasures:
        key = (cycle.foot.point, cycle.top.point, cycle.end.point)
        measures = self._measured.get(key)
        if measures is None:
            if len(self._measured) > KEPT_MEASURES:
                self._measured.clear()
            measures = self._measured[key] = measure_cycle(self._history, cycle)
        return measures


def _weigh_known_arc(measures: CycleMeasures, known_arc: LiftAxis | None) -> float:
    """Return the evidence that a cycle gains on the arc of the set before; 0 without such a set."""
    if known_arc is None:
        return 0.0
    ends = known_arc.bottom, known_arc.at(known_arc.range_rad)
    most_rad = KNOWN_ARC_SHARE * known_arc.range_rad
    on_arc = all(min(angle_between(one, end) for end in ends) < most_rad for one in (measures.end, measures.top))
    return KNOWN_ARC_LOG_ODDS if on_arc else 0.0


def _clamp(log_odds: float) -> float:
    return min(max(log_odds, -MOST_LOG_ODDS), MOST_LOG_ODDS)
