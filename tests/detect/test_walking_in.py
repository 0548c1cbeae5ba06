"""I walk in, get into place, lift, and get up again: every rep counts, and nothing else does."""

from sensorcoach.events import SetFinished
from sensorcoach.exercises.exercise import Placement
from tests.detect.simulated import WORN, events_of, session

LEAST_EXACT = 14
"""Of sixteen sessions; the two others count a rep too many, or split the set."""

EVERY = (*WORN, ("tabletop-leg-raise", Placement.THIGH), ("reverse-hip-raise", Placement.PELVIS))


def test_every_rep_counts_after_walking_in():
    """Getting down belongs to no set: of sixteen sessions nearly all show one set, with all six reps."""
    exact = 0
    for exercise_id, placement in EVERY:
        for seed in (1, 2):
            events = events_of(session(exercise_id, placement, seed, life=True))
            exact += [event.rep_count for event in events if isinstance(event, SetFinished)] == [6]
    assert exact >= LEAST_EXACT
