"""The pipeline's verdict on the signal, and its count in spite of it."""

from functools import cache

import numpy as np
import pytest

from sensorcoach.events import Event, GapFound, Quality, RepCounted, SetFinished, SignalJudged
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate
from sensorcoach.units import STANDARD_GRAVITY_MPS2

BRIDGE = find_exercise("glute-bridge")
REPS = 6
JUDGED_AFTER_S = 16.0
"""Time until a fifth of the samples is missing, where three of four seconds are lost after the tenth."""


@cache
def bridges(*, gyro: bool = True) -> SimulatedSession:
    """One set of bridges, lying down all the time."""
    plan = usual_plan(BRIDGE, sets=1, reps=REPS, life=False)
    return simulate(plan, random_person(3), random_sensor(3, 50.0, gyro=gyro), 3)


def events_of(samples: Samples) -> list[Event]:
    """All that the pipeline makes of these."""
    pipeline = Pipeline(BRIDGE, Placement.PELVIS)
    return pipeline.feed_samples(samples) + pipeline.finish()


def count(events: list[Event]) -> int:
    """How many reps were counted."""
    return sum(isinstance(event, RepCounted) for event in events)


def verdict(events: list[Event]) -> tuple[Quality, str]:
    """The last word on the signal."""
    judged = [event for event in events if isinstance(event, SignalJudged)]
    return (judged[-1].quality, judged[-1].reason or "") if judged else (Quality.OK, "")


def changed(acc_mps2: np.ndarray) -> Samples:
    """The bridges with another acceleration."""
    samples = bridges().samples
    return Samples(samples.time_s, acc_mps2, samples.gyro_radps)


def test_a_good_recording_is_ok():
    """A good recording has no reason, and all its reps are counted."""
    events = events_of(bridges().samples)
    assert verdict(events) == (Quality.OK, "")
    assert count(events) == REPS


@pytest.mark.parametrize(("unit", "per_g"), [("g", 1.0), ("mg", 1000.0)])
def test_wrong_units_are_reported_and_counted(unit: str, per_g: float):
    """A recording in g or mg is called unreliable, with the unit, and counted all the same."""
    events = events_of(changed(bridges().samples.acc_mps2 / STANDARD_GRAVITY_MPS2 * per_g))
    quality, reason = verdict(events)
    assert quality is Quality.UNRELIABLE
    assert f"look like {unit}" in reason
    assert count(events) == REPS


@pytest.mark.parametrize("scale", [0.8, 1.25])
def test_a_scale_that_is_off_is_reported_and_counted(scale: float):
    """A sensor that shows a fifth too little or a quarter too much at rest is called unreliable, and counted."""
    events = events_of(changed(scale * bridges().samples.acc_mps2))
    assert verdict(events)[0] is Quality.UNRELIABLE
    assert count(events) == REPS


def test_without_gravity_nothing_is_counted():
    """Linear acceleration, with gravity taken out, is recognised; no sets come of it."""
    acc_mps2 = bridges(gyro=False).samples.acc_mps2
    smooth = np.column_stack([np.convolve(acc_mps2[:, k], np.ones(25) / 25.0, "same") for k in range(3)])
    linear_mps2 = (acc_mps2 - smooth)[25:-25]
    events = events_of(Samples(bridges(gyro=False).samples.time_s[25:-25], linear_mps2))
    quality, reason = verdict(events)
    assert quality is Quality.NO_GRAVITY
    assert "with gravity" in reason
    assert count(events) == 0


@pytest.mark.parametrize("gyro", [True, False])
def test_lying_still_is_weak(gyro: bool):  # noqa: FBT001  # pytest passes it by name
    """A sensor that hardly moved gives no reps, with the reason."""
    rng = np.random.default_rng(1)
    time_s = np.arange(0.0, 60.0, 0.02)
    acc_mps2 = np.array([0.0, 6.0, 7.75]) + rng.normal(0.0, 0.03, (len(time_s), 3))
    turn = rng.normal(0.0, 0.002, (len(time_s), 3)) if gyro else None
    events = events_of(Samples(time_s, acc_mps2, turn))
    assert verdict(events)[0] is Quality.WEAK
    assert count(events) == 0


@pytest.mark.parametrize("gyro", [True, False])
def test_a_gap_in_the_rest_is_reported_and_the_set_goes_on(gyro: bool):  # noqa: FBT001  # as above
    """Three seconds lost between two reps are reported; the set stays one, with all its reps."""
    session = bridges(gyro=gyro)
    reps, samples = session.truth.reps, session.samples
    middle_s = 0.5 * (reps[2].end_s + reps[3].lift_start_s)
    time_s = samples.time_s + np.where(samples.time_s > middle_s, 3.0, 0.0)
    events = events_of(Samples(time_s, samples.acc_mps2, samples.gyro_radps))
    (gap,) = [event for event in events if isinstance(event, GapFound)]
    assert gap.start_s == pytest.approx(middle_s, abs=0.05)
    assert gap.end_s - gap.start_s == pytest.approx(3.0, abs=0.05)
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [REPS]


def test_a_gap_within_the_set_costs_at_most_two_reps():
    """Three seconds lost anywhere in a set are reported; the set goes on, and at most two reps are lost with them."""
    session = bridges()
    samples, gyro_radps = session.samples, session.samples.gyro_radps
    assert gyro_radps is not None
    for start_s in np.arange(session.truth.reps[2].lift_start_s, session.truth.reps[3].end_s, 0.7):
        keep = (samples.time_s < start_s) | (samples.time_s > start_s + 3.0)
        events = events_of(Samples(samples.time_s[keep], samples.acc_mps2[keep], gyro_radps[keep]))
        assert sum(isinstance(event, GapFound) for event in events) == 1
        assert [event.number for event in events if isinstance(event, SetFinished)] == [1]
        assert REPS - 2 <= count(events) <= REPS


def test_a_long_silence_ends_the_set():
    """After a silence of a minute in the middle of a set there are two sets, and their reps are not joined."""
    session = bridges()
    samples, reps = session.samples, session.truth.reps
    middle_s = 0.5 * (reps[2].end_s + reps[3].lift_start_s)
    time_s = samples.time_s + np.where(samples.time_s > middle_s, 60.0, 0.0)
    events = events_of(Samples(time_s, samples.acc_mps2, samples.gyro_radps))
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [3, 3]


@pytest.mark.parametrize("length", [0, 1, 5, 40])
def test_very_short_recordings(length: int):
    """An empty recording, or one of a few samples, gives no reps and no error."""
    samples, gyro_radps = bridges().samples, bridges().samples.gyro_radps
    assert gyro_radps is not None
    assert count(events_of(Samples(samples.time_s[:length], samples.acc_mps2[:length], gyro_radps[:length]))) == 0


def lossy() -> Samples:
    """The bridges with three of four seconds missing from the tenth second on."""
    samples = bridges().samples
    since_s = samples.time_s - samples.time_s[0]
    kept = (since_s < 10.0) | (since_s % 4.0 < 1.0)
    assert samples.gyro_radps is not None
    return Samples(samples.time_s[kept], samples.acc_mps2[kept], samples.gyro_radps[kept])


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_missing_samples_are_reported_as_they_miss(size: int):
    """A signal with most samples missing is unreliable during the session, at the same moment in all blocks."""
    samples = lossy()
    pipeline = Pipeline(BRIDGE, Placement.PELVIS)
    events: list[Event] = []
    for k in range(0, len(samples), size):
        events += pipeline.feed_samples(samples.cut(k, k + size))
    judged = [event for event in events if isinstance(event, SignalJudged)]
    assert [one.quality for one in judged] == [Quality.UNRELIABLE]
    assert "More than 20%" in (judged[0].reason or "")
    begin_s = float(samples.time_s[0])
    assert judged[0].time_s - begin_s == pytest.approx(JUDGED_AFTER_S, abs=0.2)
    assert judged == [event for event in events_of(samples) if isinstance(event, SignalJudged)][:1]
    assert verdict(events + pipeline.finish())[1].endswith("s of samples are missing.")
