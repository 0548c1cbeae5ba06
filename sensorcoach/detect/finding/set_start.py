"""How a set begins: the arc of its cycles, which end is the bottom, and the grid point from which it is to be read."""

from dataclasses import dataclass
from statistics import median

import numpy as np

from sensorcoach.detect.finding.comparisons import CycleMeasures, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.finding.direction import weigh_direction
from sensorcoach.detect.finding.force_check import correlate_force
from sensorcoach.detect.finding.search import Hypothesis, SetSearch
from sensorcoach.detect.finding.strokes import Turn
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis, fit_arc
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class SetStart:
    """A set as it was found: its arc, the grid point `start` from which it is to be read, and what proved it.

    `opened`: grid point at which it was believed; `proved`: grid point of the first foot that proved it;
    `cycle_points`: how long a cycle lasts; `raising`: how the force goes with the angle, -1 to 1; `feet`, `tops`: the
    ends of its cycles, newest first.
    """

    axis: LiftAxis
    start: int
    opened: int
    proved: int
    cycle_points: float
    raising: float
    feet: tuple[int, ...]
    tops: tuple[int, ...]
    like: CycleMeasures | None = None
    """A cycle that proved it, from bottom to bottom."""
    pace: bool = True
    """Whether a brisk movement may be a stride."""
    direction: float = 0.0
    """Log-odds that its bottom is the bottom."""
    turned_over: bool = False
    """Whether the cycles were seen from their tops."""


def begin_set(
    record: MotionHistory,
    search: SetSearch,
    found: Hypothesis,
    known: int,
    limits: MovementLimits,
    *,
    before: LiftAxis | None,
    armed_up: FloatArray | None,
) -> SetStart:
    """The set that these cycles make, believed at grid point `known`: its arc, the right way up, where to read it from.

    `before`: arc of the set before; `armed_up` (3,): attitude in which it was armed.
    """
    feet = [found.pause.turn, *(one.cycle.foot for one in found.cycles)]
    tops = [one.cycle.top for one in found.cycles]
    axis = _arc(feet, tops, found)
    start, proved = feet[-1].point, feet[-1].point
    raising, like = correlate_force(record, axis, start, known), found.cycles[-1].measures
    direction = weigh_direction(
        record, found, axis, limits, before=before, armed_up=armed_up, raising=raising, earliest=search.earliest
    )
    if direction.log_odds < 0.0:
        axis, raising, proved = _arc(tops, feet, found), -raising, tops[-1].point
        like, earlier = _measure_between(record, tops, feet), search.turn_before(start)
        start = start if earlier is None else earlier
    return SetStart(
        axis=axis,
        start=max(start, record.first),
        opened=known,
        proved=proved,
        cycle_points=(feet[0].point - feet[-1].point) / len(tops),
        raising=raising,
        feet=tuple(turn.point for turn in feet),
        tops=tuple(turn.point for turn in tops),
        like=like,
        pace=found.pace,
        direction=abs(direction.log_odds),
        turned_over=direction.log_odds < 0.0,
    )


def _arc(lows: list[Turn], highs: list[Turn], found: Hypothesis) -> LiftAxis:
    """The arc from the attitudes at one end of the cycles to those at the other."""
    range_rad = median([one.measures.size_rad for one in found.cycles])
    return fit_arc(np.array([turn.up for turn in lows]), np.array([turn.up for turn in highs]), range_rad)


def _measure_between(record: MotionHistory, tops: list[Turn], feet: list[Turn]) -> CycleMeasures | None:
    """A cycle from top to top over the foot between, where there are two tops: what is read upside down."""
    if len(tops) < 2:
        return None
    return measure_cycle(record, Cycle(tops[-1], feet[-2], tops[-2], 0.0))
