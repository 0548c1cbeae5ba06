"""Scenes of ordinary behaviour: the truth fits the movement, and the same seed plays the same scene."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.scenes.scene import PlayedScene, Scene, Wear, play_scene, sense_scene
from sensorcoach.simulator.scenes.scene_list import all_scenes
from sensorcoach.units import RAD_PER_DEG

SOME = all_scenes()[::9]
FASTEST_RADPS = 14.0
"""A segment that jumped by one degree within a step of the grid would turn faster."""


def named(text: str) -> Scene:
    """The first scene with this in its name."""
    return next(scene for scene in all_scenes() if text in scene.name)


def lift_rad(played: PlayedScene) -> FloatArray:
    """How far the segment is lifted (n,), in step with the fine grid."""
    lifted = played.movement.lift_rotvec
    axis = lifted[np.argmax(np.linalg.norm(lifted, axis=1))]
    return np.asarray(lifted @ (axis / np.linalg.norm(axis)), dtype=np.float64)


def test_no_two_scenes_share_a_name():
    """Each scene can be named, and asked for by its name."""
    assert len({scene.name for scene in all_scenes()}) == len(all_scenes())


@pytest.mark.parametrize("text", ["ordinary: 8 reps, clamshell", "nothing: about on the mat, glute-bridge thigh"])
def test_the_same_seed_plays_the_same_scene(text: str):
    """A scene can be played again; another seed plays it differently."""
    once, again, other = (sense_scene(play_scene(named(text), seed), gyro=True).acc_mps2 for seed in (3, 3, 4))
    assert np.array_equal(once, again)
    assert not np.array_equal(once[:500], other[:500])


@pytest.mark.parametrize(
    "text",
    [
        "ordinary: 8 reps, glute-bridge pelvis",
        "ordinary: 8 reps, hip-thrust thigh",
        "cycle: 30 of 0.6 s, prone",
        "cycle: 3 of 40 s, clamshell",
        "range: grows, glute-bridge",
        "two stages: leg out",
        "edges: first rep from another attitude, glute-bridge",
        "sides: 6 in turn, bird-dog",
    ],
)
def test_true_times_fit_the_lift(text: str):
    """Every true rep begins and ends low, is high from its top to its lowering, and is as large as in the truth."""
    played = play_scene(named(text), 2)
    lifted = lift_rad(played)
    for rep in played.truth.reps:
        start, top, lower, end = (
            round(at_s * FINE_HZ) for at_s in (rep.lift_start_s, rep.top_s, rep.lower_s, rep.end_s)
        )
        assert start < top <= lower < end
        highest = lifted[start:end].max()
        assert rep.rom_rad == pytest.approx(highest - lifted[start], rel=0.02)
        assert lifted[top : lower + 1].min() > 0.8 * highest
        assert lifted[end] < 0.02 * highest


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("cycle: 30 of 0.8 s, glute-bridge", [30]),
        ("set size: 50, glute-bridge", [50]),
        ("one hold: 120 s, clamshell", [1]),
        ("set size: 8, a rest, 2 more, prone", [8, 2]),
        ("sides: 30 s a side, turned over, clamshell", [7, 7]),
        ("height: 6 squats", [6]),
        ("nothing: about on the mat, glute-bridge pelvis", []),
    ],
)
def test_sets_follow_the_script(text: str, sets: list[int]):
    """The truth has the number of sets and reps that an observer counts."""
    assert [len(done.reps) for done in play_scene(named(text), 1).truth.sets] == sets


def test_tilts_are_not_reps():
    """Pelvic tilts of 9° before a set move the segment by about as much, and are not reps in the truth."""
    played = play_scene(named("tilts: six of 9° before the set, glute-bridge pelvis"), 1)
    before = lift_rad(played)[: round(played.truth.reps[0].lift_start_s * FINE_HZ) - 1]
    assert 8.0 * RAD_PER_DEG < before.max() < 12.5 * RAD_PER_DEG
    assert len(played.truth.reps) == 8


@pytest.mark.parametrize("scene", SOME, ids=lambda scene: scene.name)
def test_nothing_jumps(scene: Scene):
    """Where one step of a script ends the next begins: the segment turns no faster than people do."""
    assert np.abs(play_scene(scene, 2).felt.gyro_radps).max() < FASTEST_RADPS


def test_a_reversed_gyro_contradicts():
    """A gyro worn the wrong way round says the opposite of a right one, while the force is the same."""
    scene = named("gyro reversed")
    wrong, right = (sense_scene(play_scene(one, 1), gyro=True) for one in (scene, replace(scene, wear=Wear.FIRM)))
    assert wrong.gyro_radps is not None
    assert right.gyro_radps is not None
    assert np.array_equal(wrong.gyro_radps, -right.gyro_radps)
    assert np.array_equal(wrong.acc_mps2, right.acc_mps2)


def test_a_loose_sensor_swings_with_the_lift():
    """In a loose pocket the sensor turns by some degrees on the thigh during the lifts, and lies still before them."""
    scene = named("in a loose pocket, prone")
    played = play_scene(scene, 1)
    mount = played.movement.mount
    turned_rad = np.asarray((mount[0].inv() * mount).magnitude(), dtype=np.float64)
    first = round(played.truth.reps[0].lift_start_s * FINE_HZ)
    last = round(played.truth.reps[-1].end_s * FINE_HZ)
    assert 0.5 * RAD_PER_DEG < turned_rad[first:last].max() < 15.0 * RAD_PER_DEG
    assert turned_rad[first - 1000 : first - 100].max() < 0.2 * RAD_PER_DEG
