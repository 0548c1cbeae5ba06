"""Life is not exercise: nothing of it is counted. Exercise is: all of it is counted."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from sensorcoach.events import RepCounted, SetFinished
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.body import make_body
from sensorcoach.simulator.life import Life
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.physics import sense_exactly
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate
from sensorcoach.simulator.stage import Stage

WORN = [("glute-bridge", Placement.PELVIS), ("clamshell", Placement.THIGH), ("generic", Placement.PELVIS)]


def day(exercise: Exercise, placement: Placement, seed: int, *, gyro: bool) -> Samples:
    """Walking about, lying down, fidgeting, sitting up, lying, getting up and walking on, twice over."""
    person, rng = random_person(seed), np.random.default_rng(seed)
    body = make_body(exercise, placement, 0.5, None, person.tilt)
    stage = Stage(Rotation.from_rotvec(person.tilt), Rotation.random(rng=rng))
    life = Life(stage, person, placement, rng)
    for _ in range(2):
        life.walk(25.0)
        life.still(3.0, 0.8)
        life.get_down(body)
        life.fidget(8.0)
        life.turn_to(body.sitting, 1.6)
        life.still(10.0)
        life.settle(body.bottom)
        life.still(15.0)
        life.get_up(body)
    life.walk(20.0)
    felt = sense_exactly(stage.finish(body.lever_m * person.size))
    return random_sensor(seed, 50.0, gyro=gyro).sense(felt, seed)


@pytest.mark.parametrize("gyro", [True, False])
@pytest.mark.parametrize(("name", "placement"), WORN)
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_life_counts_nothing(name: str, placement: Placement, seed: int, gyro: bool):  # noqa: FBT001  # by name
    """Walking, lying down, fidgeting, sitting up and getting up count nothing, whichever exercise was chosen."""
    exercise = find_exercise(name)
    pipeline = Pipeline(exercise, placement)
    events = pipeline.feed_samples(day(exercise, placement, seed, gyro=gyro)) + pipeline.finish()
    assert not [event for event in events if isinstance(event, RepCounted)]


PAIRS = [
    pytest.param(exercise, gyro, id=f"{exercise.id}-{gyro}") for exercise in all_exercises() for gyro in (True, False)
]


@pytest.mark.parametrize(("exercise", "gyro"), PAIRS)
def test_every_exercise_is_counted(exercise: Exercise, gyro: bool):  # noqa: FBT001  # as above
    """Two sets of six at a usual pace, lying down first and getting up after: twelve reps, none before or after."""
    session = simulate(usual_plan(exercise, reps=6), random_person(8), random_sensor(8, 50.0, gyro=gyro), 8)
    pipeline = Pipeline(exercise, exercise.placements[0])
    events = pipeline.feed_samples(session.samples) + pipeline.finish()
    ends_s = [event.rep.end_s for event in events if isinstance(event, RepCounted)]
    true_s = [rep.end_s for rep in session.truth.reps]
    assert len(ends_s) == len(true_s)
    assert np.abs(np.array(ends_s) - np.array(true_s)).max() < 1.0
    assert sum(event.rep_count for event in events if isinstance(event, SetFinished)) == len(true_s)
