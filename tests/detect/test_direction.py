"""Which end of an arc is the bottom, by what speaks for it."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.detect.finding.direction import ARMED, BEFORE, RESTED, DirectionEvidence, weigh_direction
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.records import AXIS, attitudes
from tests.detect.weighed import felt, hypotheses

LIMITS = movement_limits(find_exercise("prone-leg-raise"), Placement.THIGH)
ARC = LiftAxis(AXIS.bottom, AXIS.along, float(np.radians(30.0)))

HANGING: tuple[Move, ...] = ((0.0, 1.5), (0.0, 1.0), (30.0, 1.5), (30.0, 1.0))
"""The lift the other way round: from 30 degrees down and back."""


def evidence(
    record: MotionHistory,
    axis: LiftAxis = ARC,
    *,
    before: LiftAxis | None = None,
    armed_up: FloatArray | None = None,
    raising: float = 0.0,
    earliest: int = 0,
) -> DirectionEvidence:
    """What speaks for the feet of the latest lifts on record being the bottom."""
    found = hypotheses(record, LIMITS)[-1]
    return weigh_direction(
        record, found, axis, LIMITS, before=before, armed_up=armed_up, raising=raising, earliest=earliest
    )


def even_lifts(*moves: Move) -> MotionHistory:
    """Two lifts, and what comes before them."""
    return felt(angle_rad(*moves, *REP * 2))


def test_the_force_tells_the_bottom():
    """What lifts the sensor is felt as more than gravity: seen from the wrong end it speaks the other way."""
    assert evidence(even_lifts(), raising=0.5).force == pytest.approx(0.5 * LIMITS.raising)
    assert evidence(even_lifts(), raising=-0.5).force == pytest.approx(-0.5 * LIMITS.raising)


def test_a_force_that_says_nothing_in_this_exercise():
    """In an exercise in which the sensor may sink, the force does not tell which end is the bottom."""
    limits = replace(LIMITS, raising=0.0)
    record = even_lifts()
    found = hypotheses(record, LIMITS)[-1]
    seen = weigh_direction(record, found, ARC, limits, before=None, armed_up=None, raising=0.9, earliest=0)
    assert seen.force == 0.0


@pytest.mark.parametrize(("armed_deg", "sign"), [(0.0, 1.0), (5.0, 1.0), (26.0, -1.0), (80.0, 0.0)])
def test_where_the_set_was_armed_is_the_bottom(armed_deg: float, sign: float):
    """I said "now" at rest: that end is the bottom; far off the arc it says nothing."""
    (armed_up,) = attitudes(np.radians([armed_deg]))
    assert evidence(even_lifts(), armed_up=armed_up).armed == sign * ARMED


def test_the_set_before_tells():
    """My second set is on the same arc: its bottom is the first one's, whichever end it is read from."""
    assert evidence(even_lifts(), before=ARC).before == BEFORE
    assert evidence(even_lifts(), before=ARC.reverse()).before == -BEFORE
    across = LiftAxis(ARC.bottom, np.array([1.0, 0.0, 0.0]), ARC.range_rad)
    assert evidence(even_lifts(), before=across).before == 0.0


def test_a_long_rest_before_the_set_is_at_the_bottom():
    """I lie still for ten seconds and then lift: there is the bottom."""
    assert evidence(even_lifts((0.0, 10.0))).rested == RESTED


def test_a_rest_at_the_other_end_says_so():
    """I rest at one end for ten seconds, and the lifts are read from the other: it speaks against that."""
    record = felt(angle_rad((30.0, 10.0), *HANGING * 2, start_deg=30.0))
    assert evidence(record, ARC.reverse()).rested == RESTED
    assert evidence(record, ARC).rested == -RESTED


def test_short_stays_say_little():
    """I begin without a long rest: the first stay says less than one that outlasts all others."""
    assert 0.0 < evidence(even_lifts()).rested < RESTED


def test_a_rest_before_the_earliest_point_does_not_count():
    """The set before lasted until shortly before the first lift: what was rested in it says little."""
    record = even_lifts((0.0, 10.0))
    late = evidence(record, earliest=round((11.0 - 0.5) * RATE_HZ))
    assert late.rested < RESTED


def test_all_of_them_add_up():
    """What speaks for either end is added up, and nothing else is."""
    (armed_up,) = attitudes(np.radians([0.0]))
    all_of_it = evidence(even_lifts((0.0, 10.0)), armed_up=armed_up, before=ARC, raising=0.5)
    assert all_of_it.log_odds == pytest.approx(ARMED + BEFORE + RESTED + 0.5 * LIMITS.raising)


def test_an_arc_turned_over_is_the_same_arc():
    """Read from its other end, every attitude on the arc has the angle that is left to the top."""
    angles_rad = np.linspace(0.0, ARC.range_rad, 7)
    turned = ARC.reverse()
    np.testing.assert_allclose(turned.angle_rad(attitudes(angles_rad)), ARC.range_rad - angles_rad, atol=1e-12)
    np.testing.assert_allclose(turned.reverse().bottom, ARC.bottom, atol=1e-12)
    np.testing.assert_allclose(turned.reverse().along, ARC.along, atol=1e-12)
