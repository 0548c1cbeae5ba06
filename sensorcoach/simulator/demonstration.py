"""The sessions that demonstrate each exercise: one good, one faulty, short enough to watch."""

from dataclasses import replace

from sensorcoach.exercises.exercise import Exercise, Sides
from sensorcoach.simulator.person import Person, random_person
from sensorcoach.simulator.plan import Fault, Rest, SessionPlan, SetPlan, list_usual_faults, working_side
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate

DEMONSTRATION_HZ = 50.0
_LONG_REP_S = 9.0
_LONG_REP_FAULTS = (Fault.FAST, Fault.SHORT, Fault.DROPPED, Fault.SHORT_HOLD)


def good_demonstration(exercise: Exercise, seed: int, rate_hz: float = DEMONSTRATION_HZ) -> SimulatedSession:
    """Return two sets of five good reps; one set where a rep takes long."""
    sets = 1 if _takes_long(exercise) else 2
    good = tuple(
        SetPlan((None,) * 5, side=working_side(exercise, k), rest_s=9.0, rest=Rest.FIDGET) for k in range(sets)
    )
    return _demonstrate(exercise, good, seed, rate_hz)


def faulty_demonstration(exercise: Exercise, seed: int, rate_hz: float = DEMONSTRATION_HZ) -> SimulatedSession:
    """Return three good reps, then the faults that fit the exercise, one a rep; fewer where a rep takes long."""
    if _takes_long(exercise):
        reps = (None, None, None, *_LONG_REP_FAULTS)
    else:
        faults = list_usual_faults(exercise)
        reps = (None, None, None, *faults[:2], None, *faults[2:])
    return _demonstrate(exercise, (SetPlan(reps, side=working_side(exercise, 0)),), seed, rate_hz)


def _demonstrate(exercise: Exercise, sets: tuple[SetPlan, ...], seed: int, rate_hz: float) -> SimulatedSession:
    plan = SessionPlan(exercise, exercise.placements[0], sets, lead_s=3.0, tail_s=2.5)
    return simulate(plan, _draw_demonstrator(seed), random_sensor(seed, rate_hz), seed)


def _draw_demonstrator(seed: int) -> Person:
    """Return a person without extreme properties."""
    person = random_person(seed)
    middle = 0.3 + 0.4 * person.range_fraction
    return replace(person, range_fraction=middle, tempo_scale=0.9 + 0.1 * person.tempo_scale)


def _takes_long(exercise: Exercise) -> bool:
    tempo = exercise.tempo
    rep_s = tempo.lift_s + tempo.hold_s + tempo.lower_s + tempo.rest_s
    return rep_s * (2.0 if exercise.sides is Sides.ALTERNATE else 1.0) > _LONG_REP_S
