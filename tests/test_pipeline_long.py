"""Reps far longer than any exercise asks for, and recordings that end or begin oddly."""

import itertools

import numpy as np

from sensorcoach.events import Event, Rep, RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

RATE_HZ = 50.0


def tilted(angle_deg: FloatArray, start_s: float = 0.0) -> Samples:
    """A sensor that turns about its y axis, at the pivot: no force but gravity."""
    angle_rad = angle_deg * RAD_PER_DEG
    noise = np.random.default_rng(1)
    time_s = start_s + np.arange(len(angle_rad)) / RATE_HZ
    up = np.column_stack([np.sin(angle_rad), 0.0 * angle_rad, np.cos(angle_rad)])
    turn = np.column_stack([0.0 * angle_rad, -np.gradient(angle_rad, 1.0 / RATE_HZ), 0.0 * angle_rad])
    return Samples(
        time_s,
        STANDARD_GRAVITY_MPS2 * up + noise.normal(0.0, 0.01, up.shape),
        turn + noise.normal(0.0, 0.001, up.shape),
    )


def lifts(starts_s: list[float], lasts_s: float) -> FloatArray:
    """Lifts of 30° in 1.5 s, a hold of a second and as long a lowering, in degrees."""
    time_s = np.arange(0.0, lasts_s, 1.0 / RATE_HZ)
    return sum((30.0 * (_eased((time_s - s) / 1.5) - _eased((time_s - s - 2.5) / 1.5)) for s in starts_s), 0.0 * time_s)


def _eased(share: FloatArray) -> FloatArray:
    s = np.clip(share, 0.0, 1.0)
    return s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)


def reps(samples: Samples, size: int, exercise: str = "generic") -> list[Rep]:
    """Reps counted when the samples come in blocks of a size."""
    pipeline = Pipeline(find_exercise(exercise), Placement.PELVIS)
    events: list[Event] = []
    for k in range(0, len(samples), size):
        gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[k : k + size]
        events += pipeline.feed_samples(
            Samples(samples.time_s[k : k + size], samples.acc_mps2[k : k + size], gyro_radps)
        )
    return [event.rep for event in events + pipeline.finish() if isinstance(event, RepCounted)]


def test_a_very_long_rep_keeps_its_beginning():
    """A lift of a quarter of a minute, then a hold of forty seconds, has the same times in any blocks."""
    angle_deg = lifts([5.0, 10.0, 15.0, 20.0], 110.0)
    time_s = np.arange(len(angle_deg)) / RATE_HZ
    angle_deg += 33.0 * (np.clip((time_s - 25.0) / 16.0, 0.0, 1.0) - _eased((time_s - 80.0) / 3.0))
    samples = tilted(angle_deg)
    whole = reps(samples, len(samples))
    assert len(whole) == 5
    assert whole[-1].hold_start_s - whole[-1].lift_start_s > 12.0
    assert reps(samples, 10) == whole


def test_reps_do_not_overlap():
    """Without a pause between them each rep begins where the one before has ended, or later."""
    found = reps(tilted(lifts([5.0, 9.0, 13.0, 17.0, 21.0], 30.0)), 500)
    assert len(found) == 5
    assert all(after.lift_start_s >= before.end_s for before, after in itertools.pairwise(found))


def test_half_a_lowering_at_the_end_is_not_a_rep():
    """A recording that stops two thirds down the last lowering has one rep less."""
    angle_deg = lifts([5.0, 10.0, 15.0], 25.0)
    two_thirds_down = round((15.0 + 2.5 + 0.9) * RATE_HZ)
    assert len(reps(tilted(angle_deg), 500)) == 3
    assert len(reps(tilted(angle_deg[:two_thirds_down]), 500)) == 2


def test_a_bridge_without_any_force_is_counted():
    """Clean turns that show no force but gravity, as a bench recording has them, are bridges all the same."""
    assert len(reps(tilted(lifts([5.0, 10.0, 15.0, 20.0], 28.0)), 500, "glute-bridge")) == 4


def test_one_wild_sample_costs_nothing():
    """A single absurd reading in a rest is a missing sample, not the end of the count."""
    samples = tilted(lifts([5.0, 10.0, 15.0, 20.0], 28.0))
    acc_mps2 = samples.acc_mps2.copy()
    acc_mps2[round(9.5 * RATE_HZ)] = 1e5
    assert len(reps(Samples(samples.time_s, acc_mps2, samples.gyro_radps), 500)) == 4
