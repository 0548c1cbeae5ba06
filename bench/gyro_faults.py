"""Counting with a gyro that is wrong: `python -m bench.gyro_faults`.

usage: python -m bench.gyro_faults [--sessions N] [--data FOLDER]

Alters the gyro of N simulated sessions, and of each recording of real people with one, in every known way, and counts
again. Prints a Markdown table: sessions whose count equals that of the unaltered gyro or that without a gyro, and
sessions with a notice. The first row is the unaltered gyro, which must have no notice.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.agreement import table
from bench.reading import samples_of
from bench.real_folder import real_folder
from bench.score import rows
from sensorcoach.events import NoticeRaised, RepCounted
from sensorcoach.exercises.catalogue import find_exercise, our_exercises
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate
from sensorcoach.units import RAD_PER_DEG

Fault = Callable[[FloatArray, float], FloatArray]
"""Readings (n, 3), rad/s, and rate, Hz, to wrong readings."""

COUNTS_PER_DEG = 32768.0 / 2000.0
GYRO_CODES = {"gyro_corrected", "gyro_not_used"}


def _fail_half_way(gyro: FloatArray, rate_hz: float) -> FloatArray:
    del rate_hz
    return np.where(np.arange(len(gyro))[:, None] < len(gyro) // 2, gyro, 0.0)


FAULTS: dict[str, Fault] = {
    "unaltered": lambda gyro, _: gyro,
    "deg/s": lambda gyro, _: gyro / RAD_PER_DEG,
    "mrad/s": lambda gyro, _: gyro * 1000.0,
    "raw counts": lambda gyro, _: np.round(gyro / RAD_PER_DEG * COUNTS_PER_DEG),
    "all signs inverted": lambda gyro, _: -gyro,
    "x inverted": lambda gyro, _: gyro * (-1.0, 1.0, 1.0),
    "axes in order y, z, x": lambda gyro, _: gyro[:, [1, 2, 0]],
    "axes in order y, x, z": lambda gyro, _: gyro[:, [1, 0, 2]],
    "always zero": lambda gyro, _: np.zeros_like(gyro),
    "every second reading zero": lambda gyro, _: gyro * (np.arange(len(gyro)) % 2 == 0)[:, None],
    "every fourth reading zero": lambda gyro, _: gyro * (np.arange(len(gyro)) % 4 != 0)[:, None],
    "a second late": lambda gyro, rate_hz: np.roll(gyro, round(rate_hz), axis=0),
    "clipped at 17 °/s": lambda gyro, _: np.clip(gyro, -0.3, 0.3),
    "zero from half way on": _fail_half_way,
}


@dataclass(frozen=True, slots=True)
class Session:
    """Samples with a gyro, and what is done in them."""

    name: str
    exercise: Exercise
    placement: Placement
    samples: Samples


@dataclass(frozen=True, slots=True)
class Outcome:
    """Reps counted, and whether a notice about the gyro was raised."""

    reps: int
    noticed: bool


def simulated_sessions(count: int) -> list[Session]:
    """One session of two sets for each seed, the exercises of the catalogue in turn."""
    exercises = [one for one in our_exercises() if one.id != "generic"]
    made: list[Session] = []
    for seed in range(1, count + 1):
        exercise = exercises[seed % len(exercises)]
        placement = exercise.placements[0]
        plan = usual_plan(exercise, placement, sets=2, reps=6)
        done = simulate(plan, random_person(seed), random_sensor(seed, 50.0, gyro=True), seed)
        made.append(Session(f"{exercise.id}, seed {seed}", exercise, placement, done.samples))
    return made


def real_sessions(folder: Path) -> list[Session]:
    """Every recording of real people with a gyro."""
    known = {one.id for one in our_exercises()}
    found: list[Session] = []
    for row in rows(folder / "recordings.csv"):
        samples = samples_of(folder / row["file"])
        if samples.gyro_radps is not None:
            exercise = find_exercise(row["exercise"] if row["exercise"] in known else "generic")
            found.append(Session(row["file"], exercise, Placement(row["placement"]), samples))
    return found


def count(session: Session, gyro_radps: FloatArray | None) -> Outcome:
    """Count with these readings of the gyro."""
    pipeline = Pipeline(session.exercise, session.placement, live=False)
    samples = Samples(session.samples.time_s, session.samples.acc_mps2, gyro_radps)
    events = pipeline.feed_samples(samples) + pipeline.finish()
    codes = {event.code for event in events if isinstance(event, NoticeRaised)}
    return Outcome(sum(isinstance(event, RepCounted) for event in events), bool(codes & GYRO_CODES))


def alter(session: Session, fault: Fault) -> FloatArray:
    """The readings of the session's gyro with this fault."""
    gyro_radps = session.samples.gyro_radps
    if gyro_radps is None:
        raise ValueError(f"{session.name} has no gyro to alter")
    rate_hz = 1.0 / float(np.median(np.diff(session.samples.time_s)))
    return np.ascontiguousarray(fault(gyro_radps, rate_hz))


def report(sessions: list[Session], wrong: list[str]) -> list[list[str]]:
    """A row for each fault; sessions with another count are added to `wrong`."""
    right = {one.name: {count(one, one.samples.gyro_radps).reps, count(one, None).reps} for one in sessions}
    lines: list[list[str]] = []
    for name, fault in FAULTS.items():
        outcomes = [(one, count(one, alter(one, fault))) for one in sessions]
        equal = [one.name for one, outcome in outcomes if outcome.reps in right[one.name]]
        wrong += [f"{name}: {one.name}: {o.reps} of {right[one.name]}" for one, o in outcomes if one.name not in equal]
        noticed = sum(outcome.noticed for _, outcome in outcomes)
        lines.append([name, str(len(sessions)), str(len(equal)), str(noticed)])
    return lines


def main() -> None:
    """Alter, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10, help="simulated sessions (default 10)")
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    asked = parser.parse_args()
    groups = {"simulated": simulated_sessions(asked.sessions)}
    if (asked.data / "recordings.csv").exists():
        groups["real"] = real_sessions(asked.data)
    for name, sessions in groups.items():
        wrong: list[str] = []
        print(table([f"gyro, {name}", "sessions", "count equal", "notice"], report(sessions, wrong)))
        print("\n".join(["", *wrong, ""]))


if __name__ == "__main__":
    main()
