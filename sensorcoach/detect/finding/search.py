"""Has a set begun? A sequential test over the newest cycles, at every turn and stop.

Each cycle adds its log-odds to those of the cycles before it; of all beginnings the likeliest is taken (CUSUM, Page
1954, read backwards). What is known beforehand is the prior: an armed set needs one plausible cycle, a chosen exercise
about two, any movement in unmarked life as many as it takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sensorcoach.detect.finding.comparisons import CycleMeasures, compare, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle, WholeLift, look_back
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.strokes import Pause, StrokeCutter
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import SHORTEST_REP_S, MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis, angle_between
from sensorcoach.motion.resampling import RATE_HZ

MOST_ODDS = 3.5
"""Log-odds that a single cycle may add or take at most: no single look is surer than 33 to 1."""

KNOWN_ARC = 2.0
"""Log-odds that a cycle on the arc of the set before adds: the same movement was done here already."""

OLDER = 1.4
"""Log-odds by which an older cycle must add to a set to be its first: what comes before it is getting into position."""

SAME_ARC_SHARE = 0.35
"""A cycle is on a known arc when both its ends are within this share of the range of the arc's."""


class Prior(Enum):
    """What is known before anything is lifted, as the log-odds that must be reached to believe a set."""

    ARMED = -1.0
    CHOSEN = 5.0
    ANY = 7.0
    STRIDES = 14.0
    """A thigh may be pedalling, much alike for minutes; eight quick lifts that are more alike than that reach it."""


@dataclass(frozen=True, slots=True)
class WeighedCycle:
    """A cycle with its measures; `log_odds` beside the one before it, `alone` as the first of a set.

    `size` and `known_arc`: what its size adds, and that it is on the arc of the set before.
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
    """The likeliest set that ends at `pause`: its cycles, newest first, and the log-odds that speak for it.

    `pace`: whether a brisk movement may be a stride.
    """

    pause: Pause
    cycles: tuple[WeighedCycle, ...]
    log_odds: float
    pace: bool = True


class SetSearch:
    """Follows strokes while no set is open."""

    def __init__(self, record: MotionHistory, limits: MovementLimits, model: EvidenceModel) -> None:
        self._record = record
        self._limits = limits
        self._model = model
        self._measured: dict[tuple[int, int, int], CycleMeasures] = {}
        """Cycles measured so far, by their turning points."""
        self.strokes = StrokeCutter()
        self.least_rad = limits.least_rad
        """Nothing smaller is a lift."""
        self.whole: WholeLift | None = None
        """The latest whole lift that was shown: its parts are no lifts of their own."""
        self.earliest = 0
        """Nothing before this grid point belongs to a set still to be found."""

    def begin_at(self, point: int) -> None:
        """Search in what comes from this grid point on."""
        self.earliest = max(self.earliest, point)
        self.strokes.skip_to(point)
        self._measured.clear()

    def next_pause(self, stop: int, *, slow: bool = False) -> Pause | None:
        """The next turn or stop that becomes known before grid point `stop`; with `slow` also what may become one."""
        return self.strokes.next_pause(self._record, stop, slow=slow)

    def weigh(self, pause: Pause, known_arc: LiftAxis | None, *, pace: bool) -> Hypothesis | None:
        """The likeliest set that ends at this pause; None where nothing went out and came back.

        Without `pace` nobody can be walking: how brisk a movement is does not count against it.
        """
        turns = self.strokes.turns_before(pause.turn.point)
        earliest = max(self.earliest, self._record.first, self._record.back(pause.known, self._look_back_points))
        best: Hypothesis | None = None
        for cycles in look_back(turns, pause.turn, earliest):
            found = self._likeliest(pause, cycles, known_arc, pace=pace)
            if found is not None and (best is None or found.log_odds > best.log_odds):
                best = found
        return best

    def turn_before(self, point: int) -> int | None:
        """The turning point before the one at this grid point."""
        before = [turn.point for turn in self.strokes.turns if self.earliest <= turn.point < point]
        return before[-1] if before else None

    @property
    def _look_back_points(self) -> int:
        return round(self._limits.look_back_s * RATE_HZ)

    def _likeliest(
        self, pause: Pause, cycles: Sequence[Cycle], known_arc: LiftAxis | None, *, pace: bool
    ) -> Hypothesis | None:
        weighed: list[WeighedCycle] = []
        sums: list[float] = []
        total = 0.0
        for k, cycle in enumerate(cycles):
            one = self._weigh(cycle, cycles[k + 1] if k + 1 < len(cycles) else None, known_arc, pace=pace)
            if one is None:
                break
            weighed.append(one)
            sums.append(total + one.alone)
            total += one.log_odds
            if one.pair is None or total + MOST_ODDS * (len(cycles) - k - 1) <= max(sums):
                break
        if not sums:
            return None
        first = sums.index(max(sums))
        if first and sums[first - 1] > sums[first] - OLDER:
            first -= 1
        return Hypothesis(pause, tuple(weighed[: first + 1]), max(sums), pace)

    def _weigh(
        self, cycle: Cycle, before: Cycle | None, known_arc: LiftAxis | None, *, pace: bool
    ) -> WeighedCycle | None:
        if self.whole is not None and self.whole.has_part(cycle):
            return None
        measures = self._measure(cycle)
        if measures.period_s < SHORTEST_REP_S or not self.least_rad <= measures.size_rad <= self._limits.most_rad:
            return None
        size, on_arc = self._limits.size_log_odds(measures.size_rad), self._on_known_arc(measures, known_arc)
        alone = size + on_arc + _bounded(self._model.weigh(None, measures.alone, pace=pace))
        earlier = None if before is None else self._measure(before)
        if earlier is None or measures.leave - earlier.arrive > self._limits.idle_s * RATE_HZ:
            # A longer rest than ends a set lies between: they are not of one set.
            return WeighedCycle(cycle, measures, None, alone, alone, size, on_arc)
        pair = compare(measures, earlier)
        log_odds = size + on_arc + _bounded(self._model.weigh(pair, measures.alone, pace=pace))
        return WeighedCycle(cycle, measures, pair, log_odds, alone, size, on_arc)

    def _measure(self, cycle: Cycle) -> CycleMeasures:
        key = (cycle.foot.point, cycle.top.point, cycle.end.point)
        known = self._measured.get(key)
        if known is None:
            if len(self._measured) > 400:
                self._measured.clear()
            known = self._measured[key] = measure_cycle(self._record, cycle)
        return known

    def _on_known_arc(self, measures: CycleMeasures, known_arc: LiftAxis | None) -> float:
        if known_arc is None:
            return 0.0
        ends = known_arc.bottom, known_arc.at(known_arc.range_rad)
        most = SAME_ARC_SHARE * known_arc.range_rad
        on_arc = all(min(angle_between(one, end) for end in ends) < most for one in (measures.end, measures.top))
        return KNOWN_ARC if on_arc else 0.0


def _bounded(log_odds: float) -> float:
    return min(max(log_odds, -MOST_ODDS), MOST_ODDS)
