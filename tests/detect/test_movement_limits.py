"""The limits of an exercise: which sizes and times are likely."""

import pytest

from sensorcoach.detect.movement_limits import LARGER_LOG_ODDS, SMALLER_LOG_ODDS, movement_limits
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Placement, Sides

THIGH, PELVIS = Placement.THIGH, Placement.PELVIS
LIMITS = movement_limits(find_exercise("prone-leg-raise"), THIGH)


def test_usual_sizes_lose_nothing():
    """I lift as far as people usually do: my size adds nothing and takes nothing."""
    low_rad, high_rad = LIMITS.usual_rad
    assert [LIMITS.size_log_odds(size_rad) for size_rad in (low_rad, 0.5 * (low_rad + high_rad), high_rad)] == [0.0] * 3


@pytest.mark.parametrize("octaves", [0.5, 1.0, 2.0])
def test_other_sizes_lose_by_the_octave(octaves: float):
    """The farther my lift is from the usual sizes, the more evidence it loses; no size is forbidden."""
    low_rad, high_rad = LIMITS.usual_rad
    assert LIMITS.size_log_odds(low_rad / 2.0**octaves) == pytest.approx(-SMALLER_LOG_ODDS * octaves)
    assert LIMITS.size_log_odds(high_rad * 2.0**octaves) == pytest.approx(-LARGER_LOG_ODDS * octaves)


def test_taking_turns_takes_time():
    """My set goes on while my other leg has its turn."""
    for exercise in all_exercises():
        alternates = exercise.sides is Sides.ALTERNATE
        assert (movement_limits(exercise, exercise.placements[0]).idle_s > 20.0) is alternates


def test_the_smallest_lift_is_above_breathing():
    """Breathing counts in no exercise, and the usual lifts count in each."""
    for exercise in all_exercises():
        limits = movement_limits(exercise, exercise.placements[0])
        ranges = exercise.ranges[exercise.placements[0]]
        assert 0.04 < limits.least_rad < ranges.low_rad < ranges.high_rad < limits.most_rad
