"""A simulated session from plan to samples.

    from sensorcoach.exercises.catalogue import find_exercise
    from sensorcoach.simulator.person import random_person
    from sensorcoach.simulator.plan import Style, usual_plan
    from sensorcoach.simulator.sensor import random_sensor
    from sensorcoach.simulator.session import simulate

    plan = usual_plan(find_exercise("glute-bridge"), sets=2, reps=8, style=Style.USUAL)
    session = simulate(plan, random_person(7), random_sensor(7, rate_hz=50.0), seed=7)
    session.samples.time_s, session.samples.acc_mps2, session.samples.gyro_radps
    [(rep.lift_start_s, rep.top_s, rep.lower_s, rep.end_s, rep.rom_rad) for rep in session.truth.reps]

To see one movement with several sensors: `performance = perform(plan, person, seed)` once, then
`sense(performance, sensor, seed)` for each.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.exercises.exercise import Exercise
from sensorcoach.samples import Samples
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import Person, random_person
from sensorcoach.simulator.plan import Rest, SessionPlan, SetPlan, Style, working_side
from sensorcoach.simulator.sensor import SensorModel, random_sensor
from sensorcoach.simulator.truth import Truth


@dataclass(frozen=True, slots=True)
class SimulatedSession:
    """A session as recorded by a sensor: samples at their true times, seconds from the beginning."""

    plan: SessionPlan
    person: Person
    sensor: SensorModel
    samples: Samples
    truth: Truth


def simulate(
    plan: SessionPlan, person: Person, sensor: SensorModel, seed: int, mount: Rotation | None = None
) -> SimulatedSession:
    """Return the plan, carried out by the person and recorded by the sensor; the same seed gives the same session.

    `mount`: mounting of the sensor on the segment; without it any orientation.
    """
    return sense(perform(plan, person, seed, mount), sensor, seed)


def sense(performance: Performance, sensor: SensorModel, seed: int) -> SimulatedSession:
    """Return a performance as recorded by one sensor."""
    samples = sensor.sense(performance.felt, seed)
    return SimulatedSession(performance.plan, performance.person, sensor, samples, performance.truth)


def random_plan(exercise: Exercise, seed: int) -> SessionPlan:
    """Return one to three good sets of 4 to 12 reps, of any style, with any kind of rest between."""
    rng = np.random.default_rng([seed, 7])
    styles, rests = list(Style), list(Rest)
    sets = tuple(
        SetPlan(
            (None,) * int(rng.integers(4, 13)),
            styles[rng.integers(len(styles))],
            working_side(exercise, index),
            rest_s=float(rng.uniform(12.0, 30.0)),
            rest=rests[rng.integers(len(rests))],
        )
        for index in range(rng.integers(1, 4))
    )
    placement = exercise.placements[rng.integers(len(exercise.placements))]
    return SessionPlan(exercise, placement, sets, arrive=bool(rng.uniform() < 0.8), leave=bool(rng.uniform() < 0.8))


def random_session(
    seed: int, exercise: Exercise | None = None, *, rate_hz: float = 100.0, gyro: bool = True
) -> SimulatedSession:
    """Return a session of this or any exercise; person, plan and sensor are drawn from the seed."""
    catalogue = all_exercises()
    chosen = exercise or catalogue[seed % len(catalogue)]
    return simulate(random_plan(chosen, seed), random_person(seed), random_sensor(seed, rate_hz, gyro=gyro), seed)
