"""A researcher gives the pipeline other limits of the movement than those of the exercise."""

from dataclasses import replace

import pytest

from sensorcoach.detect.movement_limits import MovementLimits, movement_limits
from sensorcoach.events import RepCounted, SetFinished
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.units import RAD_PER_DEG
from tests.detect.angles import Move, angle_rad
from tests.test_pipeline_armed import BRIDGE, sensed

EXERCISE = find_exercise("glute-bridge")
OURS = movement_limits(EXERCISE, Placement.PELVIS)
PAUSE: Move = (0.0, OURS.idle_s - 4.0)


def counts(samples: Samples, limits: MovementLimits | None) -> tuple[int, list[int]]:
    """How many reps are counted, and the reps of each set."""
    pipeline = Pipeline(EXERCISE, Placement.PELVIS, limits=limits)
    events = [*pipeline.feed_samples(samples), *pipeline.finish()]
    reps = sum(isinstance(event, RepCounted) for event in events)
    return reps, [event.rep_count for event in events if isinstance(event, SetFinished)]


@pytest.mark.parametrize("limits", [None, OURS], ids=["default", "ours"])
def test_the_limits_of_the_exercise(limits: MovementLimits | None):
    """I pause within a set for less than ends one: my reps are one set."""
    assert counts(sensed(angle_rad(*BRIDGE * 4, PAUSE, *BRIDGE * 4)), limits) == (8, [8])


def test_a_shorter_idle_time():
    """I set half the time to end a set: the same pause makes two sets."""
    limits = replace(OURS, idle_s=0.5 * OURS.idle_s)
    assert counts(sensed(angle_rad(*BRIDGE * 4, PAUSE, *BRIDGE * 4)), limits) == (8, [4, 4])


def test_a_larger_smallest_lift():
    """I set the least lift to 40 degrees: bridges of 30 degrees do not count."""
    limits = replace(OURS, least_rad=40.0 * RAD_PER_DEG)
    assert counts(sensed(angle_rad(*BRIDGE * 4)), limits) == (0, [])
