"""Each piece of evidence for the end of an arc that is the bottom."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.detect.finding.direction import (
    ARMED_LOG_ODDS,
    BEFORE_LOG_ODDS,
    RESTED_LOG_ODDS,
    DirectionEvidence,
    weigh_direction,
)
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
"""A lift in the opposite direction: from 30 degrees down and back."""


def evidence(
    history: MotionHistory,
    axis: LiftAxis = ARC,
    *,
    before: LiftAxis | None = None,
    armed_up: FloatArray | None = None,
    raising: float = 0.0,
    earliest: int = 0,
) -> DirectionEvidence:
    """Weigh whether the feet of the latest lifts are the bottom."""
    found = hypotheses(history, LIMITS)[-1]
    return weigh_direction(
        history, found, axis, LIMITS, earliest, before=before, armed_up=armed_up, force_correlation=raising
    )


def even_lifts(*moves: Move) -> MotionHistory:
    """Return the motion of these moves and of two lifts after them."""
    return felt(angle_rad(*moves, *REP * 2))


def test_the_force_shows_the_bottom():
    """A force above gravity lifts the sensor: seen from the wrong end, its evidence is opposite."""
    assert evidence(even_lifts(), raising=0.5).force == pytest.approx(0.5 * LIMITS.force_log_odds)
    assert evidence(even_lifts(), raising=-0.5).force == pytest.approx(-0.5 * LIMITS.force_log_odds)


def test_a_force_without_evidence_in_this_exercise():
    """In an exercise in which the sensor may sink, the force does not show the bottom."""
    limits = replace(LIMITS, force_log_odds=0.0)
    history = even_lifts()
    found = hypotheses(history, LIMITS)[-1]
    seen = weigh_direction(history, found, ARC, limits, 0, before=None, armed_up=None, force_correlation=0.9)
    assert seen.force == 0.0


@pytest.mark.parametrize(("armed_deg", "sign"), [(0.0, 1.0), (5.0, 1.0), (26.0, -1.0), (80.0, 0.0)])
def test_where_the_set_was_armed_is_the_bottom(armed_deg: float, sign: float):
    """I arm the set at rest: this end is the bottom; an attitude far off the arc is ignored."""
    (armed_up,) = attitudes(np.radians([armed_deg]))
    assert evidence(even_lifts(), armed_up=armed_up).armed == sign * ARMED_LOG_ODDS


def test_the_set_before_shows_the_bottom():
    """My second set is on the same arc: it has the same bottom, whichever end it is read from."""
    assert evidence(even_lifts(), before=ARC).before == BEFORE_LOG_ODDS
    assert evidence(even_lifts(), before=ARC.reverse()).before == -BEFORE_LOG_ODDS
    across = LiftAxis(ARC.bottom, np.array([1.0, 0.0, 0.0]), ARC.range_rad)
    assert evidence(even_lifts(), before=across).before == 0.0


def test_a_long_rest_before_the_set_is_at_the_bottom():
    """I lie still for ten seconds and then lift: I rested at the bottom."""
    assert evidence(even_lifts((0.0, 10.0))).rested == RESTED_LOG_ODDS


def test_a_rest_at_the_other_end():
    """I rest for ten seconds at one end: this is evidence against the other one."""
    history = felt(angle_rad((30.0, 10.0), *HANGING * 2, start_deg=30.0))
    assert evidence(history, ARC.reverse()).rested == RESTED_LOG_ODDS
    assert evidence(history, ARC).rested == -RESTED_LOG_ODDS


def test_short_stays_are_weak_evidence():
    """I begin without a long rest: the first stay is weaker evidence than a rest that outlasts all others."""
    assert 0.0 < evidence(even_lifts()).rested < RESTED_LOG_ODDS


def test_a_rest_before_the_earliest_point_does_not_count():
    """The set before ended just before the first lift: rests in it are ignored."""
    history = even_lifts((0.0, 10.0))
    late = evidence(history, earliest=round((11.0 - 0.5) * RATE_HZ))
    assert late.rested < RESTED_LOG_ODDS


def test_all_evidence_adds_up():
    """The log-odds are the sum of all evidence."""
    (armed_up,) = attitudes(np.radians([0.0]))
    all_of_it = evidence(even_lifts((0.0, 10.0)), armed_up=armed_up, before=ARC, raising=0.5)
    assert all_of_it.log_odds == pytest.approx(
        ARMED_LOG_ODDS + BEFORE_LOG_ODDS + RESTED_LOG_ODDS + 0.5 * LIMITS.force_log_odds
    )


def test_an_arc_turned_over_is_the_same_arc():
    """Read from its other end, each attitude on the arc has the angle that was left to the top."""
    angles_rad = np.linspace(0.0, ARC.range_rad, 7)
    turned = ARC.reverse()
    np.testing.assert_allclose(turned.angle_rad(attitudes(angles_rad)), ARC.range_rad - angles_rad, atol=1e-12)
    np.testing.assert_allclose(turned.reverse().bottom, ARC.bottom, atol=1e-12)
    np.testing.assert_allclose(turned.reverse().along, ARC.along, atol=1e-12)
