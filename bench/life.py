"""Count phantom reps per hour in simulated daily life without sets, for each exercise chosen in turn.

usage: python -m bench.life [--hours H] [--seeds FIRST] [--exercise TEXT] [--wrong N]

Life is simulated in stretches of ten minutes. Each has another person and mounting, at the pelvis and at the thigh, and
is sensed at 50 Hz with a gyroscope and without. Each counted rep is a phantom. Prints Markdown tables; the generic
exercise, which counts any repeated lift in any posture, has rows of its own.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench.agreement import table
from bench.cases import NO_FOLDER
from bench.simulated import PROCESSES
from sensorcoach.events import RepCounted
from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.life_plan import LifePlan, perform_life
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.sensor import random_sensor

STRETCH_S = 600.0
RATE_HZ = 50.0

ANYWHERE = {exercise.id for exercise in all_exercises(NO_FOLDER) if exercise.posture is Posture.ANY}
"""Exercises without a posture of their own."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Ten minutes of a person's life, and the exercises to choose, by text in their names."""

    placement: Placement
    seed: int
    exercise: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The count in a stretch with an exercise chosen: the start of each phantom rep."""

    stretch: Stretch
    exercise: str
    gyro: bool
    duration_s: float
    starts_s: tuple[float, ...]
    doing: tuple[str, ...]
    """The activity at each of those times."""


def outcomes(stretch: Stretch) -> list[Outcome]:
    """Live a stretch once, sense it with and without a gyroscope, and count with each exercise."""
    lived = perform_life(LifePlan(stretch.placement, STRETCH_S), random_person(stretch.seed), stretch.seed)
    found: list[Outcome] = []
    for gyro in (True, False):
        samples = random_sensor(stretch.seed, RATE_HZ, gyro=gyro).sense(lived.felt, stretch.seed)
        duration_s = float(samples.time_s[-1])
        for exercise in all_exercises(NO_FOLDER):
            if stretch.placement in exercise.placements and stretch.exercise in exercise.id:
                starts_s = counted(exercise, stretch.placement, samples)
                doing = tuple(lived.at(start_s) for start_s in starts_s)
                found.append(Outcome(stretch, exercise.id, gyro, duration_s, starts_s, doing))
    return found


def counted(exercise: Exercise, placement: Placement, samples: Samples) -> tuple[float, ...]:
    """Return the start of each rep counted in these samples."""
    pipeline = Pipeline(exercise, placement)
    events = pipeline.feed_samples(samples) + pipeline.finish()
    return tuple(event.rep.lift_start_s for event in events if isinstance(event, RepCounted))


def report(everything: Sequence[Outcome]) -> str:
    """Return phantom reps per hour by exercise and placement, with a gyroscope and without."""
    groups: dict[tuple[str, Placement], list[Outcome]] = defaultdict(list)
    for outcome in everything:
        groups[outcome.exercise, outcome.stretch.placement].append(outcome)
    rows = [[f"{name}, {placement.value}", *_cells(group)] for (name, placement), group in sorted(groups.items())]
    named = [outcome for outcome in everything if outcome.exercise not in ANYWHERE]
    apart = [outcome for outcome in everything if outcome.exercise in ANYWHERE]
    rows += [[name, *_cells(group)] for name, group in (("all but generic", named), ("generic", apart)) if group]
    return table(["simulated life", "hours", "reps, gyro", "an hour", "reps, no gyro", "an hour"], rows)


def _cells(group: Sequence[Outcome]) -> list[str]:
    cells: list[str] = []
    for gyro in (True, False):
        half = [outcome for outcome in group if outcome.gyro is gyro]
        hours = sum(outcome.duration_s for outcome in half) / 3600.0
        phantoms = sum(len(outcome.starts_s) for outcome in half)
        if gyro:
            cells.append(f"{hours:.1f}")
        cells += [str(phantoms), f"{phantoms / hours:.2f}"]
    return cells


def by_activity(everything: Sequence[Outcome]) -> str:
    """Return the activities with phantom reps, for all exercises but generic."""
    counts = Counter(
        (one.stretch.placement, name) for one in everything if one.exercise not in ANYWHERE for name in one.doing
    )
    rows = [[name, placement.value, str(count)] for (placement, name), count in counts.most_common()]
    return table(["while", "at the", "phantom reps, all exercises"], rows)


def worst(everything: Sequence[Outcome]) -> list[str]:
    """Return the stretches with the most phantom reps."""
    ranked = sorted((one for one in everything if one.starts_s), key=lambda one: -len(one.starts_s))
    return [
        f"{one.exercise} {one.stretch.placement.value} seed {one.stretch.seed} {'gyro' if one.gyro else 'no gyro'}: "
        f"{len(one.starts_s)}, first at {one.starts_s[0]:.1f} s ({one.doing[0]})"
        for one in ranked
    ]


def main() -> None:
    """Live, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=10.0, help="hours of life at each placement (default 10)")
    parser.add_argument("--seeds", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--exercise", default="", help="only exercises with this in their names")
    parser.add_argument("--wrong", type=int, default=10, help="number of the worst to list (default 10)")
    asked = parser.parse_args()
    count = max(1, round(asked.hours * 3600.0 / STRETCH_S))
    planned = [
        Stretch(placement, seed, asked.exercise)
        for seed in range(asked.seeds, asked.seeds + count)
        for placement in Placement
    ]
    everything: list[Outcome] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for number, done in enumerate(pool.map(outcomes, planned), start=1):
            everything += done
            if number % 12 == 0:
                print(f"{number}/{len(planned)} stretches", file=sys.stderr)
    print(report(everything))
    print(f"\n{by_activity(everything)}")
    print("\n".join(["", *worst(everything)[: asked.wrong]]))


if __name__ == "__main__":
    main()
