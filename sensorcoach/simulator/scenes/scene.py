"""A scene of ordinary behaviour at home, from its script to samples with their truth.

from sensorcoach.simulator.scenes.scene import play_scene, sense_scene
from sensorcoach.simulator.scenes.scene_list import all_scenes

for scene in all_scenes():
    played = play_scene(scene, seed=1)
    samples = sense_scene(played, gyro=True)
    [[(rep.lift_start_s, rep.top_s, rep.lower_s, rep.end_s) for rep in done.reps] for done in played.truth.sets]
"""

import zlib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from scipy import signal
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import Samples, freeze
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.physics import ExactSignal, sense_exactly
from sensorcoach.simulator.scenes.actor import Actor
from sensorcoach.simulator.scenes.steps import Script
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.stage import SegmentMotion
from sensorcoach.simulator.truth import Truth
from sensorcoach.simulator.turning import compose
from sensorcoach.simulator.unsteadiness import make_sway, make_unsteadiness

_NO_FOLDER = Path("no-such-folder")
"""Folder without a user's own exercises."""

_POCKET_HZ = 2.5
"""Swing rate of a telephone in a loose pocket."""
_POCKET_S = 0.12
"""Lag of the telephone: radians for each radian a second of the segment."""


class Wear(StrEnum):
    """The wearing of the sensor, or its fault."""

    FIRM = "firm"
    LOOSE = "loose pocket"
    GYRO_REVERSED = "gyro reversed"


@dataclass(frozen=True, slots=True)
class Scene:
    """A script with the chosen exercise and the placement.

    `kind` groups scenes. `range_deg`: the lift at share 1, None for the person's own. `tolerance`: number of
    reps by which two human counters may differ. `rate_hz`: rate of the sensor. No scene arms a set.
    """

    kind: str
    what: str
    exercise: str
    placement: Placement
    script: Script
    range_deg: float | None = None
    tolerance: int = 0
    wear: Wear = Wear.FIRM
    rate_hz: float = 50.0

    @property
    def name(self) -> str:
        """The unique name of the scene."""
        return f"{self.kind}: {self.what}, {self.exercise} {self.placement.value}"


@dataclass(frozen=True, slots=True)
class PlayedScene:
    """A scene as performed by the person of a seed: movement, exact readings on the fine grid, and truth."""

    scene: Scene
    seed: int
    movement: SegmentMotion
    felt: ExactSignal
    truth: Truth


def play_scene(scene: Scene, seed: int) -> PlayedScene:
    """Play a scene: the seed draws person and mounting, seed and name the small differences."""
    person = random_person(seed)
    rng = np.random.default_rng([seed, 12, zlib.crc32(scene.name.encode())])
    actor = Actor(find_exercise(scene.exercise, _NO_FOLDER), scene.placement, person, rng, scene.range_deg)
    for step in scene.script:
        step(actor)
    actor.finish_set()
    movement = actor.stage.finish(actor.body.lever_m * person.size)
    shaken = replace(
        movement,
        shake_rotvec=movement.shake_rotvec + make_unsteadiness(rng, movement.tension, person),
        jolt_mps2=movement.jolt_mps2 + make_sway(rng, movement.tension, person),
        mount=_swing_mount(movement, rng) if scene.wear is Wear.LOOSE else movement.mount,
    )
    return PlayedScene(scene, seed, shaken, sense_exactly(shaken), Truth(tuple(actor.sets)))


def sense_scene(played: PlayedScene, *, gyro: bool) -> Samples:
    """Return the samples of the seed's sensor."""
    samples = random_sensor(played.seed, played.scene.rate_hz, gyro=gyro).sense(played.felt, played.seed)
    if samples.gyro_radps is None or played.scene.wear is not Wear.GYRO_REVERSED:
        return samples
    reversed_radps = -samples.gyro_radps
    freeze(reversed_radps)
    return replace(samples, gyro_radps=reversed_radps)


def _swing_mount(movement: SegmentMotion, rng: np.random.Generator) -> Rotation:
    """Return the mounting in a loose pocket: each movement turns it about a random axis, and it swings back."""
    speed_radps = np.linalg.norm(np.gradient(movement.lift_rotvec, 1.0 / FINE_HZ, axis=0), axis=1)
    steady = signal.bessel(2, _POCKET_HZ, fs=FINE_HZ, output="sos")
    ringing = signal.butter(1, (0.7 * _POCKET_HZ, 1.4 * _POCKET_HZ), "bandpass", fs=FINE_HZ, output="sos")
    lagging, swinging = (np.asarray(signal.sosfilt(one, speed_radps), dtype=np.float64) for one in (steady, ringing))
    swing_rad = _POCKET_S * (lagging + swinging)
    axis = rng.normal(size=3)
    return compose(movement.mount, Rotation.from_rotvec(swing_rad[:, None] * axis / np.linalg.norm(axis)))
