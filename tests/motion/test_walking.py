"""Steps and lifts do not look alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from scipy.spatial.transform import Rotation

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.motion.resampling import RATE_HZ, Grid
from sensorcoach.motion.walking import JOLT_BAND, JOLT_BAND_HZ, Gait
from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.life import Life
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.physics import sense_exactly
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate
from sensorcoach.simulator.stage import Stage

WALK_S = 30.0


def test_the_band_is_a_butterworth_filter():
    """The written coefficients are SciPy's for the band and the grid."""
    designed = signal.butter(2, JOLT_BAND_HZ, "bandpass", fs=RATE_HZ, output="sos")
    np.testing.assert_allclose(JOLT_BAND, designed, rtol=1e-9)


def walk_mps2(placement: Placement, seed: int) -> FloatArray:
    """Length of the specific force, on the grid, of half a minute of walking."""
    stage = Stage(Rotation.identity(), Rotation.identity())
    Life(stage, random_person(seed), placement, np.random.default_rng(seed)).walk(WALK_S)
    felt = sense_exactly(stage.finish(np.array([0.0, 0.0, 0.1])))
    samples = random_sensor(seed, 50.0).sense(felt, seed)
    assert len(felt) == WALK_S * FINE_HZ
    block = Grid().feed(samples)
    assert block is not None
    return row_norms(block.values[:, :3])


@pytest.mark.parametrize("placement", list(Placement))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_walking_is_marked(placement: Placement, seed: int):
    """Half a minute of walking is marked as such from a few seconds on, at the pelvis and at the thigh."""
    _, walking = Gait().feed(walk_mps2(placement, seed))
    assert walking[round(6.0 * RATE_HZ) :].mean() > 0.8


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.id)
def test_lifts_are_not_walking(exercise: Exercise):
    """No set of any exercise, brisk ones included, is marked as walking."""
    for style in (Style.USUAL, Style.BRISK):
        plan = usual_plan(exercise, sets=1, reps=6, style=style, life=False)
        session = simulate(plan, random_person(4), random_sensor(4, 50.0), 4)
        block = Grid().feed(session.samples)
        assert block is not None
        _, walking = Gait().feed(row_norms(block.values[:, :3]))
        assert not walking.any()


def test_stillness_has_no_jolts():
    """A sensor at rest has no jolts, from the first point on."""
    jolt, walking = Gait().feed(9.81 + np.random.default_rng(1).normal(0.0, 0.05, 1000))
    assert not jolt.any()
    assert not walking.any()


@settings(deadline=None, max_examples=30)
@given(cuts=st.lists(st.integers(0, 1500), max_size=10))
def test_blocks_make_no_difference(cuts: list[int]):
    """However it is cut, the same points are marked."""
    force_mps2 = walk_mps2(Placement.PELVIS, 1)
    whole = np.stack(Gait().feed(force_mps2))
    gait = Gait()
    cut = [np.stack(gait.feed(block)) for block in np.split(force_mps2, sorted(cuts)) if len(block)]
    np.testing.assert_array_equal(np.concatenate(cut, axis=1), whole)
