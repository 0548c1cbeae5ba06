"""How far the worn segment leans in each exercise."""

import math

import pytest

from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.exercises.lean import find_lean

PELVIS, THIGH = Placement.PELVIS, Placement.THIGH


@pytest.mark.parametrize(
    ("name", "placement", "bottom_deg", "top_deg", "fits"),
    [
        ("glute-bridge", THIGH, 130.0, 100.0, True),
        ("glute-bridge", THIGH, 85.0, 75.0, False),
        ("glute-bridge", PELVIS, 80.0, 115.0, True),
        ("glute-bridge", PELVIS, 52.0, 7.0, False),
        ("bird-dog", THIGH, 10.0, 80.0, True),
        ("bird-dog", THIGH, 85.0, 95.0, False),
        ("clamshell", THIGH, 95.0, 105.0, True),
        ("side-lying-abduction", THIGH, 5.0, 20.0, False),
        ("hip-thrust", PELVIS, 15.0, 80.0, True),
    ],
)
def test_which_leans_an_exercise_has(
    name: str, placement: Placement, bottom_deg: float, top_deg: float, *, fits: bool
) -> None:
    """A sitting thigh is not in a bridge, nor is a bowed trunk, and standing is not lying on the side."""
    lean = find_lean(find_exercise(name), placement)
    assert lean is not None
    assert lean.fits(math.radians(bottom_deg), math.radians(top_deg)) is fits


def test_any_posture_has_no_lean() -> None:
    """The generic exercise may be done leaning in any way."""
    assert find_lean(find_exercise("generic"), PELVIS) is None
