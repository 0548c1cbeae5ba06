"""Which movements make a set: made-up movements, weighed with the model that ships."""

import math

import numpy as np
import pytest

from sensorcoach.detect.finding.search import MOST_LOG_ODDS, Prior
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits, movement_limits
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.records import AXIS, attitudes, recorded
from tests.detect.weighed import felt, hypotheses

THIGH = movement_limits(find_exercise("prone-leg-raise"), Placement.THIGH)
PELVIS = movement_limits(find_exercise("glute-bridge"), Placement.PELVIS)

QUICK: tuple[Move, ...] = ((30.0, 0.4), (0.0, 0.4)) * 12
"""A dozen lifts of 0.8 s."""

LARGE_REP: tuple[Move, ...] = ((120.0, 1.5), (120.0, 1.0), (0.0, 1.5), (0.0, 1.0))
"""A movement far larger than any leg raise."""


def log_odds(
    *moves: Move,
    limits: MovementLimits = THIGH,
    known_arc: LiftAxis | None = None,
    pace: bool = True,
    earliest: int = 0,
) -> float:
    """Return the log-odds of the most likely set at any pause of these movements."""
    found = hypotheses(felt(angle_rad(*moves)), limits, known_arc, pace=pace, earliest=earliest)
    return max((one.log_odds for one in found), default=-MOST_LOG_ODDS)


@pytest.mark.parametrize("limits", [THIGH, PELVIS], ids=["thigh", "pelvis"])
def test_two_alike_lifts_are_a_set(limits: MovementLimits):
    """I choose my exercise and lift twice: two similar lifts are a set, and one is not yet."""
    assert log_odds(*REP, limits=limits) < Prior.CHOSEN.value
    assert log_odds(*REP * 2, limits=limits) >= Prior.CHOSEN.value


def test_one_lift_is_a_set_when_it_was_armed():
    """I arm my set: the first lift counts at once."""
    assert log_odds(*REP) >= Prior.ARMED.value


def test_a_shift_is_not_a_set_even_when_armed():
    """I arm my set and only shift a little: nothing counts."""
    assert log_odds((1.5, 0.5), (0.0, 0.5), (0.0, 1.0)) < Prior.ARMED.value


@pytest.mark.parametrize("limits", [THIGH, PELVIS], ids=["thigh", "pelvis"])
def test_quick_lifts_that_are_alike_are_a_set(limits: MovementLimits):
    """I lift as quickly as others walk, and very evenly: this is a set, wherever I wear the sensor."""
    assert log_odds(*QUICK, limits=limits) >= Prior.ANY.value


def walked(seed: int = 1) -> MotionHistory:
    """Return a walking thigh: strides of different size that leave their plane, with jolts of the feet."""
    rng = np.random.default_rng(seed)
    angle = angle_rad(
        *[move for _ in range(30) for move in ((rng.uniform(22.0, 38.0), 0.6), (rng.uniform(-5.0, 5.0), 0.6))]
    )
    aside = np.radians(4.0) * np.sin(2.0 * np.pi * np.arange(len(angle)) / (0.4 * RATE_HZ))
    return recorded(attitudes(angle, aside), jolt=(rng.uniform(size=len(angle)) < 0.7).astype(float))


def test_strides_are_not_a_set():
    """I walk for half a minute with the sensor on my thigh: my strides are not leg raises."""
    assert max(one.log_odds for one in hypotheses(walked(), THIGH)) < Prior.CHOSEN.value


def test_pace_costs_nothing_while_lying():
    """I surely lie: the same movements do not lose by their pace and their jolts."""
    lying, unknown = (max(one.log_odds for one in hypotheses(walked(), THIGH, pace=pace)) for pace in (False, True))
    assert lying > unknown + 1.0


def test_lying_down_is_not_a_set():
    """I lie down and stay: there is nothing to weigh."""
    assert hypotheses(felt(angle_rad((90.0, 1.5), (90.0, 5.0))), THIGH) == []


def test_a_movement_too_large_for_the_exercise_is_weaker_evidence():
    """I fold my leg far beyond any leg raise: one such movement is weaker evidence than a lift."""
    assert log_odds(*LARGE_REP) < log_odds(*REP) - 1.0


def test_the_arc_of_the_set_before_helps():
    """My second set is on the arc of my first: a movement there gains evidence."""
    there = LiftAxis(AXIS.bottom, AXIS.along, math.radians(120.0))
    assert log_odds(*LARGE_REP, known_arc=there) > log_odds(*LARGE_REP) + 1.0
    elsewhere = LiftAxis(AXIS.along, AXIS.bottom, 0.5)
    assert log_odds(*LARGE_REP, known_arc=elsewhere) == log_odds(*LARGE_REP)


def test_no_single_lift_is_surer_than_the_bound():
    """However clear my lifts are, none adds more than the bound."""
    for found in hypotheses(felt(angle_rad(*REP * 3)), THIGH):
        assert found.log_odds <= MOST_LOG_ODDS * len(found.cycles) + 1e-9
        assert all(abs(one.log_odds) <= MOST_LOG_ODDS for one in found.cycles)


def test_the_search_begins_behind_a_set():
    """After a set only new lifts count: of three lifts, the two before the end of the set are ignored."""
    behind = round((1.0 + 2.0 * 5.0 - 0.3) * RATE_HZ)
    assert log_odds(*REP * 3) >= Prior.CHOSEN.value
    assert log_odds(*REP * 3, earliest=behind) < Prior.CHOSEN.value


def test_a_set_begins_with_its_first_lift():
    """I lift three times: after the third the set has all three, from the first bottom to the last."""
    newest = hypotheses(felt(angle_rad(*REP * 3)), THIGH)[-1]
    assert len(newest.cycles) == 3
    assert newest.cycles[-1].cycle.foot.point <= round(1.0 * RATE_HZ) + 25
    assert newest.pause.turn.point == pytest.approx(15.0 * RATE_HZ, abs=25)
