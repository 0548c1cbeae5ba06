"""Describe how a set begins: the arc of its cycles, which end is the bottom, and the grid point to read it from.

`Detector` calls `find_set_start` once `SetSearch` has found enough evidence; `OpenSet` follows the set from there.
"""

from dataclasses import dataclass
from statistics import median

import numpy as np

from sensorcoach.detect.finding.comparisons import CycleMeasures, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.finding.direction import weigh_direction
from sensorcoach.detect.finding.force_correlation import correlate_force
from sensorcoach.detect.finding.search import Hypothesis, SetSearch
from sensorcoach.detect.finding.strokes import Turn
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis, fit_arc
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class SetStart:
    """The beginning of a set, as it was found.

    `axis`: its arc, with the bottom at the bottom. `start`: grid point to read the set from. `opened`: grid point at
    which the set was found. `proved`: grid point of the first bottom among the cycles that proved the set.
    `cycle_points`: mean duration of a cycle. `force_correlation`: how the force follows the lift angle, -1 to 1.
    `feet`, `tops`: grid points of the ends of the cycles, newest first. `example`: a cycle that proved the set, from
    bottom to bottom, None without a whole one. `pace`: whether the pace of its movements is weighed.
    `direction_log_odds`: evidence that its bottom is the bottom. `turned_over`: whether the cycles were seen from their
    tops.
    """

    axis: LiftAxis
    start: int
    opened: int
    proved: int
    cycle_points: float
    force_correlation: float
    feet: tuple[int, ...]
    tops: tuple[int, ...]
    example: CycleMeasures | None = None
    pace: bool = True
    direction_log_odds: float = 0.0
    turned_over: bool = False


def find_set_start(
    history: MotionHistory,
    search: SetSearch,
    found: Hypothesis,
    known: int,
    limits: MovementLimits,
    *,
    before: LiftAxis | None,
    armed_up: FloatArray | None,
) -> SetStart:
    """Return the beginning of the set that was found at grid point `known`.

    `before`: arc of the set before. `armed_up` (3,): attitude in which the set was armed.
    """
    feet = [found.pause.turn, *(one.cycle.foot for one in found.cycles)]
    tops = [one.cycle.top for one in found.cycles]
    axis = _fit_cycles(feet, tops, found)
    start = proved = feet[-1].point
    force, example = correlate_force(history, axis, start, known), found.cycles[-1].measures
    direction = weigh_direction(
        history, found, axis, limits, search.earliest, before=before, armed_up=armed_up, force_correlation=force
    )
    if direction.log_odds < 0.0:
        axis, force, proved = _fit_cycles(tops, feet, found), -force, tops[-1].point
        example, earlier = _measure_between(history, tops, feet), search.find_turn_before(start)
        start = start if earlier is None else earlier
    return SetStart(
        axis=axis,
        start=max(start, history.first),
        opened=known,
        proved=proved,
        cycle_points=(feet[0].point - feet[-1].point) / len(tops),
        force_correlation=force,
        feet=tuple(turn.point for turn in feet),
        tops=tuple(turn.point for turn in tops),
        example=example,
        pace=found.pace,
        direction_log_odds=abs(direction.log_odds),
        turned_over=direction.log_odds < 0.0,
    )


def _fit_cycles(lows: list[Turn], highs: list[Turn], found: Hypothesis) -> LiftAxis:
    """Return the arc from the attitudes at the low end of the cycles to those at the high end."""
    range_rad = median([one.measures.size_rad for one in found.cycles])
    return fit_arc(np.array([turn.up for turn in lows]), np.array([turn.up for turn in highs]), range_rad)


def _measure_between(history: MotionHistory, tops: list[Turn], feet: list[Turn]) -> CycleMeasures | None:
    """Measure the oldest cycle from top to top, of cycles that were seen upside down; None with a single top."""
    if len(tops) < 2:
        return None
    return measure_cycle(history, Cycle(tops[-1], feet[-2], tops[-2], 0.0))
