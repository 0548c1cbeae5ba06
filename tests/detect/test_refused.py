"""Why movements did not count, in words."""

import re

from sensorcoach.detect.comparisons import NAMES
from sensorcoach.detect.limits import limits_of
from sensorcoach.detect.refused import WORDS, Refusals, Refused
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.weighed import felt, hypotheses

LIMITS = limits_of(find_exercise("prone-leg-raise"), Placement.THIGH)
STRIDES: tuple[Move, ...] = ((30.0, 0.6), (0.0, 0.6)) * 5


def reason(*moves: Move) -> str:
    """What is said of these movements, none of which was believed."""
    refusals = Refusals(LIMITS)
    for found in hypotheses(felt(angle_rad(*moves)), LIMITS):
        refusals.add(found)
    return refusals.reason or ""


def test_every_comparison_has_words():
    """Whatever speaks most against my movements, it can be said."""
    assert set(WORDS) == {*NAMES, "alone"}


def test_one_movement_is_described():
    """I lifted once by 30 degrees: the size, the duration and a reason are named."""
    assert re.fullmatch(r"1 movement of 30° and [34]\.\d s: .+\.", reason(*REP))


def test_the_likeliest_movements_are_named():
    """I fidget after two lifts: the reason is about the lifts, which came closest to a set."""
    both = reason(*REP * 2, (5.0, 0.4), (0.0, 0.4), (0.0, 1.0))
    assert both.startswith("2 movements of about 30°")


def test_nothing_moved_and_nothing_is_said():
    """I lay still: no movement was refused."""
    assert Refusals(LIMITS).reason is None
    assert reason((0.0, 5.0)) == ""


def test_reasons_of_two_stretches():
    """After a gap in the data the later reason replaces the earlier one, and bends are added up."""
    both = Refused(posture="lying", halves=2, unlike="old") + Refused(halves=3, unlike="new")
    assert both == Refused(posture="lying", halves=5, unlike="new")
