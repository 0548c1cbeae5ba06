"""I walk in, get into place, lift, and get up again: every rep counts, and nothing else does."""

import pytest

from sensorcoach.events import SetFinished
from sensorcoach.exercises.exercise import Placement
from tests.detect.simulated import events_of, session

WORN = [
    ("glute-bridge", Placement.PELVIS),
    ("hip-thrust", Placement.PELVIS),
    ("prone-leg-raise", Placement.THIGH),
    ("clamshell", Placement.THIGH),
    ("side-lying-abduction", Placement.THIGH),
    ("bird-dog", Placement.THIGH),
    ("tabletop-leg-raise", Placement.THIGH),
    ("reverse-hip-raise", Placement.PELVIS),
]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_every_rep_counts_after_walking_in(exercise_id: str, placement: Placement, seed: int):
    """Getting down belongs to no set: one set is found, with all six reps."""
    events = events_of(session(exercise_id, placement, seed, life=True))
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [6]
