"""How many lifts, and how alike, make a set."""

import pytest

from sensorcoach.detect.acquisition import acquire
from sensorcoach.detect.limits import limits_of
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from tests.detect.angles import Move, angle_rad
from tests.detect.records import lifted

LIMITS = limits_of(find_exercise("prone-leg-raise"), Placement.THIGH)


def lift_of(range_deg: float) -> tuple[Move, ...]:
    """One lift to this height, and a rest."""
    return (range_deg, 1.5), (range_deg, 1.0), (0.0, 1.5), (0.0, 1.0)


def is_found(*ranges_deg: float) -> bool:
    """Is it a set, once the last of these lifts has come to rest?"""
    record = lifted(angle_rad(*(move for range_deg in ranges_deg for move in lift_of(range_deg))))
    return acquire(record, record.end - 1, 0, LIMITS, None) is not None


@pytest.mark.parametrize(
    ("ranges_deg", "found"),
    [
        ((20.0, 20.0), False),
        ((20.0, 18.0, 20.0), True),
        ((20.0, 13.5, 20.0), False),
        ((20.0, 13.5, 20.0, 19.0), True),
        ((20.0, 8.0, 20.0, 19.0), False),
    ],
)
def test_the_less_alike_the_more_proof(ranges_deg: tuple[float, ...], *, found: bool) -> None:
    """Three lifts as even as people's are a set; three uneven ones may be bends or reaches, and a fourth is awaited."""
    assert is_found(*ranges_deg) is found


@pytest.mark.parametrize(("part_s", "found"), [(0.85, False), (1.3, True)])
def test_so_quick_a_lift_is_felt(part_s: float, *, found: bool) -> None:
    """On stairs the thigh swings as in quick lifts, but no force goes with it: slow lifts need none, quick ones do."""
    record = lifted(angle_rad(*((20.0, part_s), (0.0, part_s)) * 4, (0.0, 0.5)))
    assert (acquire(record, record.end - 1, 0, LIMITS, None) is not None) is found
