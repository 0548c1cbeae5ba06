"""Simulated sets with a simulated sensor, and the events of the whole pipeline."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from sensorcoach.events import Event, RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate

WORN = (
    ("glute-bridge", Placement.PELVIS),
    ("hip-thrust", Placement.PELVIS),
    ("prone-leg-raise", Placement.THIGH),
    ("clamshell", Placement.THIGH),
    ("side-lying-abduction", Placement.THIGH),
    ("bird-dog", Placement.THIGH),
)
"""Exercises and placements of every posture."""

Mark = tuple[float, bytes]
"""When, and which."""


@cache
def session(
    exercise_id: str,
    placement: Placement,
    seed: int = 1,
    *,
    sets: int = 1,
    reps: int = 6,
    style: Style = Style.USUAL,
    life: bool = False,
    gyro: bool = True,
) -> SimulatedSession:
    """Sets of an exercise by the person of this seed, the sensor mounted any way."""
    plan = usual_plan(find_exercise(exercise_id), placement, sets=sets, reps=reps, style=style, life=life)
    return simulate(plan, random_person(seed), random_sensor(seed, 50.0, gyro=gyro), seed)


def with_gyro(samples: Samples, gyro_radps: FloatArray) -> Samples:
    """The same samples with other readings of the gyro."""
    return Samples(samples.time_s, samples.acc_mps2, gyro_radps)


def pipeline_of(done: SimulatedSession) -> Pipeline:
    """A pipeline for the exercise that is done."""
    return Pipeline(done.plan.exercise, done.plan.placement)


def events_of(done: SimulatedSession, marks: Sequence[Mark] = (), samples: Samples | None = None) -> list[Event]:
    """All events of a session, each mark made at its time."""
    pipeline, seen = pipeline_of(done), samples or done.samples
    events: list[Event] = []
    start = 0
    for time_s, kind in marks:
        stop = int(np.searchsorted(seen.time_s, time_s))
        events += pipeline.feed_samples(part(seen, start, stop)) + pipeline.mark(kind, time_s)
        start = stop
    return [*events, *pipeline.feed_samples(part(seen, start, len(seen))), *pipeline.finish()]


def part(samples: Samples, start: int, stop: int) -> Samples:
    """A stretch of the samples."""
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[start:stop]
    return Samples(samples.time_s[start:stop], samples.acc_mps2[start:stop], gyro_radps)


def reps_of(events: Sequence[Event]) -> list[RepCounted]:
    """The reps among events."""
    return [event for event in events if isinstance(event, RepCounted)]
