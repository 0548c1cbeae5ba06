"""Which postures are counted, with simulated people and the whole pipeline."""

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    PostureSeen,
    Quality,
    RepCounted,
    SetFinished,
    Side,
    SignalJudged,
)
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.posture.mounting import Mounting
from sensorcoach.simulator.performance import perform
from sensorcoach.simulator.person import Person, random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.sensor import SensorModel, random_sensor
from sensorcoach.simulator.session import SimulatedSession, sense

MOUNT = Rotation.from_rotvec((0.4, -1.1, 2.0))
"""Rotation from the sensor to the segment."""

RATE_HZ = 50.0
PELVIS, THIGH = Placement.PELVIS, Placement.THIGH


@cache
def session(name: str, placement: Placement, *, walks_in: bool = True) -> SimulatedSession:
    """Simulate a set of five reps; `walks_in`: walk for 12 s before it and get up after it."""
    plan = usual_plan(find_exercise(name), placement, sets=1, reps=5, life=walks_in)
    plan = replace(plan, walk_in_s=12.0)
    return sense(perform(plan, Person(), 5, MOUNT), SensorModel(RATE_HZ), 5)


def stored(placement: Placement) -> Mounting:
    """Return the mounting as a reference stores it."""
    front, left, head = MOUNT.inv().apply(np.eye(3))
    return Mounting(placement, head, front, left)


def analyze(
    done: SimulatedSession,
    chosen: str | None = None,
    mounting: Mounting | None = None,
    placement: Placement | None = None,
) -> list[Event]:
    """Return the events of a session; `chosen` and `placement` may differ from what was done."""
    exercise = find_exercise(chosen) if chosen else done.plan.exercise
    pipeline = Pipeline(exercise, placement or done.plan.placement, mounting=mounting)
    return pipeline.feed_samples(done.samples) + pipeline.finish()


def count(events: list[Event]) -> int:
    """Return the number of counted reps."""
    return sum(isinstance(event, RepCounted) for event in events)


def judged(events: list[Event]) -> list[Quality]:
    """Return the judgements of the signal, in order."""
    return [event.quality for event in events if isinstance(event, SignalJudged)]


def test_wrong_posture_is_not_counted() -> None:
    """I choose a leg raise face down and do bridges: none counts, and I read the reason meanwhile."""
    done = session("glute-bridge", PELVIS)
    events = analyze(done, "prone-leg-raise", stored(PELVIS))
    first = next(event for event in events if isinstance(event, SignalJudged))
    assert count(events) == 0
    assert first.quality is Quality.WRONG_POSTURE
    assert "face down" in (first.reason or "")
    assert first.time_s < done.truth.sets[0].end_s
    assert judged(events)[-1] is Quality.WRONG_POSTURE


def test_right_posture_counts() -> None:
    """The exercise I chose counts in its own posture, which is named; the signal is not judged."""
    events = analyze(session("glute-bridge", PELVIS), mounting=stored(PELVIS))
    assert count(events) == 5
    assert judged(events) == []
    assert "supine" in [event.posture for event in events if isinstance(event, PostureSeen)]


def test_unknown_posture_counts() -> None:
    """Without a walk the posture is unknown: every lift counts in any orientation."""
    for chosen in ("glute-bridge", "prone-leg-raise"):
        events = analyze(session("glute-bridge", PELVIS, walks_in=False), chosen)
        assert [event for event in events if isinstance(event, PostureSeen)] == []
        assert Quality.WRONG_POSTURE not in judged(events)
    assert count(analyze(session("glute-bridge", PELVIS, walks_in=False))) == 5


def test_a_thigh_that_leans_differently() -> None:
    """I have walked, so standing is known: lifts count only if the thigh leans as in my exercise."""
    pairs = ("clamshell", "bird-dog"), ("side-lying-abduction", "glute-bridge")
    for done, chosen in pairs:
        events = analyze(session(done, THIGH), chosen)
        assert count(events) == 0
        assert Quality.WRONG_POSTURE in judged(events)
        assert count(analyze(session(done, THIGH))) == 5


def test_a_wrong_stored_mounting_refuses_nothing() -> None:
    """My reference is from yesterday, when I wore the sensor the other way round: today's lifts still count."""
    front, left, head = MOUNT.inv().apply(np.eye(3))
    turned = Mounting(PELVIS, head, -front, -left)
    assert count(analyze(session("glute-bridge", PELVIS, walks_in=False), mounting=turned)) == 5


def test_side_is_filled_in() -> None:
    """After a walk, with a known mounting, a set of clamshells names the working leg."""
    done = session("clamshell", THIGH)
    finished = [event for event in analyze(done, mounting=stored(THIGH)) if isinstance(event, SetFinished)]
    assert [event.side for event in finished] == [done.truth.sets[0].side] == [Side.RIGHT]
    assert [event.side for event in analyze(done) if isinstance(event, SetFinished)] == [None]


def test_a_useless_placement_is_reported_at_once() -> None:
    """I choose clamshells at the pelvis: within seconds I read that they move the thigh."""
    events = analyze(session("clamshell", THIGH, walks_in=False), placement=PELVIS)
    first = next(event for event in events if isinstance(event, SignalJudged))
    assert first.quality is Quality.WRONG_PLACEMENT
    assert first.time_s < 5.0
    assert judged(events)[-1] is Quality.WRONG_PLACEMENT


def test_sensor_on_the_thigh_instead_of_the_pelvis() -> None:
    """I wear the sensor on the thigh and choose the pelvis: I am warned when I walk."""
    events = analyze(session("glute-bridge", THIGH), placement=PELVIS)
    assert judged(events)[-1] is Quality.WRONG_PLACEMENT
    assert Quality.WRONG_PLACEMENT not in judged(analyze(session("glute-bridge", PELVIS)))


def test_a_suggestion_comes_with_every_set() -> None:
    """Each finished set comes with a guess at the exercise, which changes neither choice nor count."""
    done = session("glute-bridge", PELVIS)
    events = analyze(done, "generic", stored(PELVIS))
    guesses = [event for event in events if isinstance(event, ExerciseSuggested)]
    assert [guess.exercise_id for guess in guesses] == ["glute-bridge"]
    assert count(events) == count(analyze(done))


def test_same_judgement_however_cut() -> None:
    """Postures, judgements and guesses are the same for the whole recording and for small pieces."""
    done = session("glute-bridge", PELVIS)
    samples = done.samples
    pipeline = Pipeline(find_exercise("prone-leg-raise"), PELVIS, mounting=stored(PELVIS))
    pieces: list[Event] = []
    for start in range(0, len(samples.time_s), 7):
        part = slice(start, start + 7)
        gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[part]
        pieces += pipeline.feed_samples(
            replace(samples, time_s=samples.time_s[part], acc_mps2=samples.acc_mps2[part], gyro_radps=gyro_radps)
        )
    pieces += pipeline.finish()
    kinds = (PostureSeen, SignalJudged, SetFinished, ExerciseSuggested)
    whole = analyze(done, "prone-leg-raise", stored(PELVIS))
    assert [event for event in pieces if isinstance(event, kinds)] == [
        event for event in whole if isinstance(event, kinds)
    ]


def test_thrown_bridges_are_not_a_walk():
    """My quick bridges jolt like steps, set after set: I lie, so all of them count."""
    plan = usual_plan(find_exercise("glute-bridge"), PELVIS, sets=2, reps=8, style=Style.THROWN)
    done = sense(perform(plan, random_person(7), 7), random_sensor(7, RATE_HZ, gyro=True), 1)
    assert count(analyze(done)) == 16
