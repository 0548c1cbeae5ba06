"""Which movements beside the reps of a set are reps of it, and which are not."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.detect.finding.evidence import load_model
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.following.arc_end import find_arc_end
from sensorcoach.detect.following.open_set import SURE_DIRECTION, OpenSet
from sensorcoach.detect.following.set_movements import DOUBTED, IN_SET
from sensorcoach.detect.following.tracker_events import SetEndReason, TrackedRep
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.detect.set_reporter import SetReporter
from sensorcoach.events import Rep, SetInterrupted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.form.judge import Criteria, Judge
from sensorcoach.motion.resampling import RATE_HZ
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.records import AXIS, attitudes, block_of
from tests.detect.weighed import felt

LIMITS = movement_limits(find_exercise("glute-bridge"), Placement.PELVIS)
REPS = 5
CYCLE = round(5.0 * RATE_HZ)
"""A rep and its rest."""


def read(
    *moves: Move, before: tuple[Move, ...] = (), direction: float = SURE_DIRECTION, catching_up: bool = False
) -> tuple[OpenSet, SetEndReason | None]:
    """Even reps, of which the last two prove the set, with movements before and after; and why the set was left."""
    lift_rad = angle_rad(*before, *REP * REPS, *moves)
    first = round(RATE_HZ) + round(sum(duration_s for _, duration_s in before) * RATE_HZ)
    ends = [first + CYCLE * k for k in range(REPS - 2, REPS + 1)]
    record = felt(lift_rad)
    begun = SetStart(
        axis=replace(AXIS, range_rad=0.5236),
        start=0,
        opened=ends[-1],
        proved=ends[0],
        cycle_points=float(CYCLE),
        force_correlation=0.8,
        feet=tuple(reversed(ends)),
        tops=tuple(end - CYCLE // 2 for end in reversed(ends[1:])),
        direction_log_odds=direction,
    )
    current = OpenSet(begun, LIMITS, 1, record, load_model())
    current.tracker.catching_up = catching_up
    return current, current.tracker.run(lift_rad.tolist(), 0)[1]


def count(*moves: Move, before: tuple[Move, ...] = ()) -> int:
    """How many reps are taken of five even ones, and of the movements before and after them."""
    return sum(isinstance(item, TrackedRep) for item in read(*moves, before=before)[0].tracker.found)


def test_every_even_rep_counts():
    """I do five even reps, of which the last two prove that it is a set: all five are its reps."""
    assert count() == REPS


def test_a_rep_after_a_long_breath():
    """I rest long before the last rep, which is like the others: it counts."""
    assert count((0.0, 8.0), *REP) == REPS + 1


@pytest.mark.parametrize("range_deg", [20.0, 40.0])
def test_a_lower_or_higher_rep_counts(range_deg: float):
    """My next rep goes two thirds as far, or a third farther: it counts all the same."""
    assert count((range_deg, 1.5), (range_deg, 1.0), (0.0, 1.5), (0.0, 1.0)) == REPS + 1


def test_a_long_hold_counts():
    """I hold the next rep for a quarter of a minute: it counts."""
    assert count((30.0, 1.5), (30.0, 15.0), (0.0, 1.5), (0.0, 1.0)) == REPS + 1


def test_sitting_up_after_the_set():
    """I sit up after the last rep and stay so: no rep is counted, and the set is left."""
    current, left = read((100.0, 2.0), (100.0, 6.0))
    assert left is SetEndReason.RANGE
    assert current.movements.accepted == REPS


def test_the_usual_duration_follows():
    """My reps become slower: the usual duration of the set's reps follows."""
    current, _ = read(*((30.0, 2.5), (30.0, 2.0), (0.0, 2.5), (0.0, 1.0)) * 3)
    assert 1.05 * CYCLE < current.movements.lasts_points < 8.0 * RATE_HZ


def test_only_an_unsure_set_is_turned_over():
    """With unknown direction a set can be read from its other end; with a sure direction it cannot."""
    unsure, _ = read(direction=0.5 * SURE_DIRECTION)
    bottom = unsure.axis.bottom
    last = unsure.turn_over()
    assert last is not None
    assert float(unsure.axis.bottom @ bottom) < 0.9
    assert float(unsure.axis.at(unsure.axis.range_rad) @ bottom) == pytest.approx(1.0)
    sure, _ = read()
    assert sure.turn_over() is None
    assert float(sure.axis.bottom @ bottom) == pytest.approx(1.0)


WOBBLE: tuple[Move, ...] = ((10.0, 0.15), (0.0, 0.15), (0.0, 0.5))
"""A quick small movement along the arc, unlike any rep."""


def test_a_doubtful_movement_makes_the_next_one_doubtful():
    """I shake my leg after the set and lift once more: the lift counts, with less given to it beforehand."""
    current, _ = read(*WOBBLE, *REP)
    *_, rep, shaken, last = current.movements.take_weighed()
    assert shaken.log_odds < 1.0 < rep.log_odds
    assert shaken.prior == pytest.approx(IN_SET, abs=0.01)
    assert DOUBTED < last.prior < IN_SET - 0.05
    assert last.counts


def test_an_odd_rep_does_not_spoil_the_next():
    """One rep goes much higher than the others: the next is compared with the one before it as well."""
    current, _ = read((48.0, 1.5), (48.0, 1.0), (0.0, 1.5), (0.0, 1.0), *REP)
    plain, _ = read(*REP * 2)
    after_odd, usual = (one.movements.take_weighed()[-1].log_odds for one in (current, plain))
    assert after_odd == pytest.approx(usual, abs=0.5)


@pytest.mark.parametrize(("rest_s", "rests"), [(6.0, False), (LIMITS.idle_s + 4.0, True)])
def test_a_long_rest_before_the_set_is_seen(rest_s: float, rests: bool):  # noqa: FBT001  # by name
    """I lift once, rest and then do my set: after a rest that ends a set the lift is not part of it."""
    current, _ = read(before=(*REP, (0.0, rest_s)), catching_up=True)
    assert (current.movements.rested is not None) is rests


def test_weighing_changes_nothing():
    """The evidence of a movement is the same however often it is asked for; only recording it changes what is known."""
    current, _ = read()
    movements, usual_rad = current.movements, current.tracker.usual_rad
    movements.take_weighed()
    rep = next(item for item in current.tracker.found if isinstance(item, TrackedRep))
    before = movements.accepted, movements.lasts_points
    first, again = movements.weigh(rep, usual_rad), movements.weigh(rep, usual_rad)
    assert (first.counts, first.log_odds, first.prior) == (again.counts, again.log_odds, again.prior)
    assert (movements.accepted, movements.lasts_points) == before
    movements.record(rep, first)
    assert movements.accepted == before[0] + 1
    assert movements.take_weighed() == [first]
    assert movements.take_weighed() == []


def test_a_gap_that_ends_as_the_set_is_recognised_is_reported():
    """The link is away for four seconds after my first rep, and the set is recognised with the first sample after."""
    current, _ = read()
    current.add(Rep(1, 1.0, 2.5, 3.5, 5.0, 0.5, 0.5, 0.5))
    block = block_of(attitudes(np.zeros(round(20.0 * RATE_HZ))))
    first, back = round(6.0 * RATE_HZ), round(10.0 * RATE_HZ)
    history = MotionHistory()
    history.append(replace(block, in_gap=(np.arange(len(block.up)) >= first) & (np.arange(len(block.up)) < back)))
    reporter = SetReporter(history, Judge(find_exercise("glute-bridge"), Criteria()))
    for now in (back, back + 50):
        (gap,) = reporter.report_earlier_gaps(current, now)
        assert isinstance(gap, SetInterrupted)
        assert (gap.start_s, gap.end_s) == pytest.approx((6.0, 10.0))
    assert reporter.report_earlier_gaps(current, back - 1) == []


@pytest.mark.parametrize("range_rad", [0.1, 0.4])
def test_a_second_beside_the_arc_ends_the_set(range_rad: float):
    """A segment 20° beside the plane, in small and usual lifts, is in another posture after a second, or at a step."""
    for aside_deg, lasts, walks, found in (
        (20.0, 60, False, (150, SetEndReason.ASIDE)),
        (20.0, 60, True, (101, SetEndReason.WALKING)),
        (20.0, 40, False, (200, None)),
        (12.0, 60, False, (200, None)),
    ):
        aside_rad = np.zeros(200)
        aside_rad[100 : 100 + lasts] = np.radians(aside_deg)
        block = block_of(attitudes(np.zeros(200), aside_rad))
        history = MotionHistory()
        history.append(replace(block, walking=np.full(200, float(walks))))
        assert find_arc_end(history, replace(AXIS, range_rad=range_rad), 0, 200) == found
