"""A person who squats or sits down and stands up, with the sensor at the waist, as exact physics."""

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import Samples
from sensorcoach.simulator.body import find_lever
from sensorcoach.simulator.grid import count_steps, hump, minimum_jerk_path
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.physics import sense_exactly
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.unsteadiness import make_sway, make_unsteadiness


def squats(count: int, *, depth_m: float = 0.45, stay_s: float = 1.5, seed: int = 1, gyro: bool = True) -> Samples:
    """This many squats, standing still for two seconds before each; the pelvis bows on the way down and up."""
    stage = Stage(Rotation.identity(), Rotation.random(rng=np.random.default_rng(seed)))
    stage.add(count_steps(2.0))
    for _ in range(count):
        for way_m in (-depth_m, depth_m):
            _travel(stage, way_m, 25.0)
            stage.add(count_steps(stay_s if way_m < 0.0 else 2.0))
    return _sensed(stage, seed, gyro=gyro)


def hinges(count: int, *, seed: int = 1) -> Samples:
    """This many bows of the trunk, held for a second; the hips stay where they are."""
    stage = Stage(Rotation.identity(), Rotation.random(rng=np.random.default_rng(seed)))
    stage.add(count_steps(2.0))
    for _ in range(count):
        stage.add(count_steps(1.5), to=Rotation.from_euler("y", 45.0, degrees=True))
        stage.add(count_steps(1.0))
        stage.add(count_steps(1.5), to=Rotation.identity())
        stage.add(count_steps(1.5))
    return _sensed(stage, seed, gyro=True)


def _travel(stage: Stage, way_m: float, bow_deg: float) -> None:
    """Move down or up by this height, bending forward on the way."""
    count = count_steps(1.4)
    bow, joint = np.zeros((count, 3)), np.zeros((count, 3))
    bow[:, 1] = np.radians(bow_deg) * hump(count)
    joint[:, 2] = way_m * minimum_jerk_path(count)
    stage.add(count, shake=bow, joint=joint)


def _sensed(stage: Stage, seed: int, *, gyro: bool) -> Samples:
    movement = stage.finish(find_lever(Placement.PELVIS))
    rng = np.random.default_rng(seed)
    movement.shake_rotvec[:] += make_unsteadiness(rng, movement.tension, Person())
    movement.jolt_mps2[:] += make_sway(rng, movement.tension, Person())
    return random_sensor(seed, 100.0, gyro=gyro).sense(sense_exactly(movement), seed)
