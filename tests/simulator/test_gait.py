"""Simulated walking is as irregular, lopsided and jolting as that of the people it is held against."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import signal
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import FloatArray
from sensorcoach.simulator.body import find_lever
from sensorcoach.simulator.gait import make_steps, segment_turns_rad
from sensorcoach.simulator.grid import FINE_HZ, count_steps
from sensorcoach.simulator.life import Life
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.physics import sense_exactly
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.unsteadiness import make_sway
from sensorcoach.units import DEG_PER_RAD, STANDARD_GRAVITY_MPS2

RATE_HZ = 50.0
PEOPLE = range(1, 7)


def walked_mps2(placement: Placement, seed: int) -> FloatArray:
    """|a| (n,) of 50 s of walking, 50 a second."""
    person, rng = random_person(seed), np.random.default_rng(seed)
    stage = Stage(Rotation.identity(), Rotation.identity())
    Life(stage, person, placement, rng).walk(54.0)
    movement = stage.finish(find_lever(placement))
    felt = sense_exactly(replace(movement, jolt_mps2=movement.jolt_mps2 + make_sway(rng, movement.tension, person)))
    samples = random_sensor(seed, RATE_HZ).sense(felt, seed)
    return np.linalg.norm(samples.acc_mps2, axis=1)[100:2600]


def band_mps2(acc_mps2: FloatArray, low_hz: float, high_hz: float) -> float:
    """Root mean square between two frequencies."""
    band = signal.butter(4, (low_hz, high_hz), "bandpass", fs=RATE_HZ, output="sos")
    return float(np.sqrt(np.mean(signal.sosfiltfilt(band, acc_mps2) ** 2)))


def alike(acc_mps2: FloatArray, low_s: float, high_s: float) -> float:
    """The best correlation with itself, moved by a time between these two."""
    smooth = signal.sosfiltfilt(signal.butter(2, (0.5, 10.0), "bandpass", fs=RATE_HZ, output="sos"), acc_mps2)
    own = np.correlate(smooth, smooth, "full")[len(smooth) - 1 :]
    return float(own[int(low_s * RATE_HZ) : int(high_s * RATE_HZ)].max() / own[0])


@pytest.mark.parametrize("seed", PEOPLE)
def test_walking_at_the_waist_is_like_that_of_people(seed: int):
    """At the waist the size, the jolts and the likeness of strides lie where real walking has them, or close to it."""
    acc_mps2 = walked_mps2(Placement.PELVIS, seed)
    stride_s = 2.0 / random_person(seed).step_hz
    assert 1.2 < band_mps2(acc_mps2, 1.3, 2.5) < 3.0
    assert 0.4 < band_mps2(acc_mps2, 6.0, 20.0) < 1.4
    assert 0.45 < alike(acc_mps2, 0.85 * stride_s, 1.15 * stride_s) < 0.8
    assert alike(acc_mps2, 4.7 * stride_s, 5.3 * stride_s) < 0.45
    assert 13.5 < np.percentile(acc_mps2, 99) < 20.0


@pytest.mark.parametrize("seed", PEOPLE)
def test_feet_are_felt_at_the_thigh(seed: int):
    """At the thigh the heel strikes reach 1.4 to 2.8 g."""
    strongest = np.percentile(walked_mps2(Placement.THIGH, seed), 99.5) / STANDARD_GRAVITY_MPS2
    assert 1.4 < strongest < 2.8


@pytest.mark.parametrize("seed", PEOPLE)
def test_the_thigh_swings_once_a_stride_forward_before_it_lands(seed: int):
    """The thigh swings over 30 to 65°, and is in the forward half of its swing as its own heel lands."""
    rng = np.random.default_rng(seed)
    walked = make_steps(rng, count_steps(40.0), 1.9)
    forward_deg = -segment_turns_rad(rng, Placement.THIGH, walked)[:, 1] * DEG_PER_RAD
    inside = forward_deg[3000:-3000]
    assert 30.0 < np.percentile(inside, 98) - np.percentile(inside, 2) < 65.0
    own = [at for at, worn in walked.landings if worn and 3000 < at < len(forward_deg) - 3000]
    assert np.mean(forward_deg[own] > np.median(inside)) > 0.9


@pytest.mark.parametrize("seed", PEOPLE)
def test_steps_differ_and_keep_the_pace(seed: int):
    """Walking at 1.9 steps a second lands at about that rate; single steps differ by some hundredths."""
    walked = make_steps(np.random.default_rng(seed), count_steps(60.0), 1.9)
    lasts_s = np.diff([at for at, _ in walked.landings]) / FINE_HZ
    assert 1.0 / lasts_s.mean() == pytest.approx(1.9, rel=0.15)
    assert 0.02 < lasts_s.std() / lasts_s.mean() < 0.15
    assert (np.diff(walked.phase) > 0.0).all()
