"""The demonstration: a simulated person with a virtual sensor, on the same path as a real sensor."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.families.witmotion import device as witmotion
from sensorcoach.events import Event
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Exercise
from sensorcoach.pipeline import Pipeline
from sensorcoach.report.document import RecordingFacts
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.session import Transport
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Fault, Rest, SessionPlan, SetPlan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate
from sensorcoach.sources.virtual import virtual_sensor

EXERCISE = "glute-bridge"
RATE_HZ = 100.0
SEED = 4
AS_FAST_AS_POSSIBLE = math.inf


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A session that plays itself, with the facts for its document."""

    live: LiveSession
    facts: RecordingFacts
    exercise: Exercise
    plan: SessionPlan


def initial_demo_snapshot() -> Snapshot:
    """The snapshot before the first sample: exercise and placement."""
    exercise = find_exercise(EXERCISE)
    return Snapshot(exercise, exercise.placements[0])


def open_demonstration(speed: float, on_events: Callable[[Iterable[Event]], None] | None = None) -> Demonstration:
    """Two sets of glute bridges at `speed` times real time; one rep too fast, one too short."""
    opening = initial_demo_snapshot()
    exercise = opening.exercise
    plan = demonstration_plan()
    session = simulate(plan, random_person(SEED), random_sensor(SEED, RATE_HZ), SEED)
    facts = _facts(session)
    live = LiveSession(
        opening,
        Transport("demonstration", 0.0, facts.duration_s, speed=speed, simulated=True),
        virtual_sensor(session, witmotion.DEVICE, seed=SEED, speed=speed),
        Pipeline(exercise, plan.placement, witmotion.DEVICE.decoder(RATE_HZ), RATE_HZ),
        on_events,
    )
    return Demonstration(live, facts, exercise, plan)


def demonstration_plan() -> SessionPlan:
    """Two sets of six reps, a faulty one in each."""
    exercise = initial_demo_snapshot().exercise
    return SessionPlan(
        exercise,
        exercise.placements[0],
        sets=(
            SetPlan((None, None, None, Fault.FAST, None, None), rest_s=12.0, rest=Rest.FIDGET),
            SetPlan((None, None, None, Fault.SHORT, None, None)),
        ),
        arrive=False,
        leave=False,
        lead_s=3.0,
        tail_s=8.0,
    )


def _facts(session: SimulatedSession) -> RecordingFacts:
    samples = session.samples
    sensors = ("acc",) if samples.gyro_radps is None else ("acc", "gyro")
    return RecordingFacts("demonstration", float(samples.time_s[-1]), session.sensor.rate_hz, sensors, simulated=True)
