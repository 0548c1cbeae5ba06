"""A gyro that contradicts gravity is found out soon, and a good one is never doubted."""

from collections.abc import Callable

import numpy as np
import pytest

from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.checked_motion import CheckedMotion
from sensorcoach.motion.motion import Motion
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.session import SimulatedSession, random_session
from sensorcoach.units import RAD_PER_DEG
from tests.detect.simulated import events_of, reps_of, session, with_gyro
from tests.motion.cuts import blocks

FAULTS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "shows zero": np.zeros_like,
    "sign inverted": np.negative,
    "degrees for radians": lambda gyro_radps: gyro_radps / RAD_PER_DEG,
    "axes swapped": lambda gyro_radps: gyro_radps[:, [1, 2, 0]],
}

WORN = [
    ("glute-bridge", Placement.PELVIS),
    ("hip-thrust", Placement.PELVIS),
    ("prone-leg-raise", Placement.THIGH),
    ("clamshell", Placement.THIGH),
]

FIRST_LIFTS = 3
"""Lifts by the end of which a wrong gyro is known."""


def faulty(done: SimulatedSession, fault: str) -> Samples:
    """The samples of a session with this fault of the gyro."""
    gyro_radps = done.samples.gyro_radps
    assert gyro_radps is not None
    return with_gyro(done.samples, FAULTS[fault](gyro_radps))


def dropped_s(samples: Samples, size: int = 10**6) -> list[float]:
    """When the gyro was dropped, with the samples in blocks of this size."""
    motion = CheckedMotion(has_gyro=True)
    stretches = [stretch for one in blocks(samples, size) for stretch in motion.feed(one)]
    return [stretch.restart.known_s for stretch in stretches if stretch.restart is not None]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_a_wrong_gyro_is_found_out(exercise_id: str, placement: Placement, fault: str):
    """My sensor's gyro is wrong: it is dropped within my first lifts, and all my reps are counted without it."""
    done = session(exercise_id, placement)
    samples = faulty(done, fault)
    (when_s,) = dropped_s(samples)
    assert when_s < done.truth.reps[FIRST_LIFTS - 1].end_s + 1.0
    assert len(reps_of(events_of(done, samples=samples))) == len(done.truth.reps)


@pytest.mark.parametrize("seed", range(8))
def test_a_good_gyro_is_never_doubted(seed: int):
    """My sensor is as good as they are sold: its gyro is used through walking, lifting and getting up."""
    assert dropped_s(random_session(seed, rate_hz=50.0).samples) == []


@pytest.mark.parametrize("size", [1, 7, 250])
def test_it_is_found_out_at_the_same_moment(size: int):
    """However the samples come, the gyro is dropped at the same moment."""
    samples = faulty(session("glute-bridge", Placement.PELVIS), "axes swapped")
    assert dropped_s(samples, size) == dropped_s(samples)


def test_no_motion_comes_of_a_wrong_gyro():
    """After the gyro was found wrong nothing more is made of it: motion ends at that moment."""
    samples = faulty(session("glute-bridge", Placement.PELVIS), "shows zero")
    motion = Motion(has_gyro=True)
    block = motion.feed(samples)
    assert block is not None
    assert motion.gyro_wrong_at is not None
    assert len(block.up) == motion.gyro_wrong_at + 1 < 0.5 * len(samples)


def test_a_sensor_at_rest_is_not_evidence():
    """I leave the sensor on the table, with a gyro that shows zero: nothing contradicts, and nothing is dropped."""
    count = 50 * 60
    noise = np.random.default_rng(1).normal(0.0, 0.02, (count, 3))
    samples = Samples(np.arange(count) / 50.0, np.array([0.0, 6.0, 7.8]) + noise, np.zeros((count, 3)))
    assert dropped_s(samples) == []
