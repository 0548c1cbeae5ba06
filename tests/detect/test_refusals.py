"""Why movements did not count, in words."""

import math
from dataclasses import replace

import pytest

from sensorcoach.detect.finding.comparisons import NAMES
from sensorcoach.detect.finding.evidence import load_model
from sensorcoach.detect.finding.evidence_report import WORDS
from sensorcoach.detect.finding.refusals import RefusalLog, RefusalReasons, RefusedMovements
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.weighed import felt, hypotheses

LIMITS = movement_limits(find_exercise("prone-leg-raise"), Placement.THIGH)
NEEDED = 20.0


def likeliest(*moves: Move) -> RefusedMovements | None:
    """Return the closest of these movements, all of which are refused."""
    history = felt(angle_rad(*moves))
    refusals = RefusalLog(history, load_model())
    for found in hypotheses(history, LIMITS):
        refusals.add(found, NEEDED)
    return refusals.likeliest


def test_every_comparison_has_words():
    """Each comparison can be described."""
    assert set(WORDS) >= {*NAMES, "alone"}


def test_one_movement_is_described():
    """I lifted once by 30 degrees: number, size and the evidence needed are named."""
    one = likeliest(*REP)
    assert one is not None
    assert (one.count, one.needed) == (1, NEEDED)
    assert one.size_rad == pytest.approx(math.radians(30.0), abs=0.02)
    assert "was one movement of about 30°" in one.describe(0.0)


def test_the_likeliest_movements_are_named():
    """I fidget after two lifts: the reason names the lifts, which came closest to a set."""
    both = likeliest(*REP * 2, (5.0, 0.4), (0.0, 0.4), (0.0, 1.0))
    assert both is not None
    assert "were 2 movements of about 30°" in both.describe(0.0)


def test_stillness_refuses_nothing():
    """I lie still: no movement is refused."""
    assert likeliest((0.0, 5.0)) is None


def test_reasons_of_two_stretches():
    """After a gap the closer movements of both stretches are named, and half reps are added up."""
    one = likeliest(*REP)
    assert one is not None
    less = replace(one, log_odds=one.log_odds - 1.0)
    both = RefusalReasons(wrong_posture="lying", half_reps=2, likeliest=one) + RefusalReasons(
        half_reps=3, likeliest=less
    )
    assert both == RefusalReasons(wrong_posture="lying", half_reps=5, likeliest=one)
