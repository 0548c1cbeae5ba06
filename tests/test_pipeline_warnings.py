"""From simulated samples to warnings: each fault gets a warning, good reps get none, momentum while it happens."""

import pytest

from sensorcoach.events import Event, Rep, RepCounted, WarningRaised
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.plan import Fault, SessionPlan, SetPlan
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.simulator.session import SimulatedSession, simulate

CASES = [
    ("glute-bridge", Fault.FAST, "momentum"),
    ("glute-bridge", Fault.SWUNG, "momentum"),
    ("clamshell", Fault.SHORT, "short_range"),
    ("hip-thrust", Fault.OVEREXTENDED, "overextension"),
    ("glute-bridge", Fault.SHORT_HOLD, "short_hold"),
    ("reverse-hip-raise", Fault.DROPPED, "dropped"),
    ("hip-thrust", Fault.BOTTOM_CONTACT, "bottom_contact"),
    ("glute-bridge", Fault.HOVERED, "no_touch"),
    ("glute-bridge", Fault.HURRIED, "fast_lower"),
    ("single-leg-bridge", Fault.SAGGED, "sagging_hold"),
]


def session(exercise: str, fault: Fault | None) -> SimulatedSession:
    """Three good reps, one with the fault, and one good one; an average person and a sensor without fault."""
    chosen = find_exercise(exercise)
    plan = SessionPlan(
        chosen, chosen.placements[0], (SetPlan((None, None, None, fault, None)),), arrive=False, leave=False
    )
    return simulate(plan, Person(), SensorModel(100.0), seed=5)


def events_of(done: SimulatedSession) -> list[Event]:
    """All events of the session."""
    pipeline = Pipeline(done.plan.exercise, done.plan.placement)
    return pipeline.feed_samples(done.samples) + pipeline.finish()


def reps_of(events: list[Event]) -> list[Rep]:
    """The counted reps."""
    return [event.rep for event in events if isinstance(event, RepCounted)]


@pytest.mark.parametrize(("exercise", "fault", "code"), CASES, ids=lambda case: str(getattr(case, "value", case)))
def test_a_fault_gets_a_warning_and_other_reps_get_none(exercise: str, fault: Fault, code: str):
    """The rep that was done wrong is warned of, by its name; the good ones around it are not."""
    reps = reps_of(events_of(session(exercise, fault)))
    assert len(reps) == 5
    assert code in {verdict.code for verdict in reps[3].warnings}
    assert [one.warnings for one in (*reps[:3], reps[4])] == [()] * 4


@pytest.mark.parametrize("exercise", ["glute-bridge", "hip-thrust", "clamshell", "bird-dog"])
def test_a_good_set_is_left_alone(exercise: str):
    """Five good reps, not one word."""
    assert [one.warnings for one in reps_of(events_of(session(exercise, None)))] == [()] * 5


def test_momentum_is_raised_inside_the_same_lift():
    """The warning comes while I throw, not afterwards; and the rep has it too."""
    events = events_of(session("glute-bridge", Fault.FAST))
    (raised,) = [event for event in events if isinstance(event, WarningRaised)]
    thrown = reps_of(events)[3]
    assert thrown.lift_start_s < raised.decided_s < thrown.hold_start_s
    assert raised.rep_number == thrown.number
    assert raised.verdict in thrown.warnings
