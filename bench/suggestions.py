"""Measure how often the suggested exercise is right, by its confidence: simulated sets, and real ones.

usage: python -m bench.suggestions [--seeds N] [--first SEED] [--data FOLDER]

Simulated: each exercise at each placement by different people, one set of six reps of a random style. The sensor has
any orientation. People do not walk, walk, or walk and have a stored reference. "None of these" is the standing
hip hinge and the supine leg raise that `generic` simulates. Real: MEx and UCI Physical Therapy, without walking before.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.agreement import table
from bench.cases import NO_FOLDER
from bench.postures import RATE_USED_HZ, reference
from bench.reading import samples_of
from bench.real_folder import real_folder
from sensorcoach.events import ExerciseSuggested
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import Samples
from sensorcoach.simulator.performance import draw_orientation, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import sense

LEVELS = (0.0, 0.3, 0.5, 0.7, 0.9, 1.001)
WRONG_SHOWN = 0.7

NONE_REAL = {"supine-leg-raise", "seated-leg-raise"}
"""Exercises of the real recordings that are not in the catalogue."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One set: the true exercise, the suggested one, and the confidence."""

    group: str
    true: str | None
    said: str | None
    confidence: float


def guesses(
    samples: Samples, placement: Placement, true: str | None, group: str, mounting: Mounting | None
) -> Iterator[Guess]:
    """Return the suggestions for a recording counted as `generic`, so that the choice reveals nothing."""
    pipeline = Pipeline(find_exercise("generic", NO_FOLDER), placement, mounting=mounting)
    for event in pipeline.feed_samples(samples) + pipeline.finish():
        if isinstance(event, ExerciseSuggested):
            yield Guess(group, true, event.exercise_id, event.confidence)


def simulated(exercise: Exercise, placement: Placement, seed: int) -> Iterator[Guess]:
    """Return one person's sets."""
    style = list(Style)[np.random.default_rng([seed, len(exercise.id)]).integers(len(Style))]
    mount = draw_orientation(np.random.default_rng([seed, 77]))
    person, gyro = random_person(seed), seed % 2 == 0
    sensor = random_sensor(seed, RATE_USED_HZ, gyro=gyro)
    true = None if exercise.id == "generic" else exercise.id
    plan = usual_plan(exercise, placement, sets=1, reps=6, style=style)
    plan = replace(plan, walk_in_s=12.0)
    still = replace(plan, arrive=False, leave=False)
    yield from guesses(
        sense(perform(still, person, seed, mount), sensor, seed).samples, placement, true, "no walk", None
    )
    walked = sense(perform(plan, person, seed, mount), sensor, seed).samples
    yield from guesses(walked, placement, true, "walk", None)
    if true is not None:
        stored = reference(exercise, placement, seed, gyro=gyro)
        yield from guesses(walked, placement, true, "walk + reference", stored)


def real(folder: Path) -> Iterator[Guess]:
    """Return the sets of the real recordings with a known exercise."""
    with (folder / "recordings.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].split("/")[0] in {"mex", "pt"}]
    for row in rows:
        if row["exercise"] == "none" or row["reps_max"] == "0":
            continue
        true = None if row["exercise"] in NONE_REAL else row["exercise"]
        group = f"{row['file'].split('/')[0]}, real"
        yield from guesses(samples_of(folder / row["file"]), Placement(row["placement"]), true, group, None)


def rows(everything: Sequence[Guess]) -> Iterator[list[str]]:
    """Return a row for each group and level of confidence: the share that is right, and the mean confidence."""
    groups: dict[str, list[Guess]] = defaultdict(list)
    for one in everything:
        groups[one.group].append(one)
    for name, group in groups.items():
        for low, high in pairwise(LEVELS):
            level = [one for one in group if low <= one.confidence < high]
            if level:
                right = sum(one.said == one.true for one in level) / len(level)
                mean = sum(one.confidence for one in level) / len(level)
                yield [f"{name}, {low:.0%} to {min(high, 1.0):.0%}", str(len(level)), f"{mean:.0%}", f"{right:.0%}"]


def main() -> None:
    """Simulate, guess, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    asked = parser.parse_args()
    everything: list[Guess] = []
    for seed in range(asked.first, asked.first + asked.seeds):
        for exercise in all_exercises(NO_FOLDER):
            for placement in exercise.placements:
                everything += simulated(exercise, placement, seed)
    if asked.data.exists():
        everything += real(asked.data)
    everything.sort(key=lambda one: one.group)
    print(table(["confidence", "sets", "mean confidence", "right"], list(rows(everything))))
    for one in everything:
        if one.said != one.true and one.confidence >= WRONG_SHOWN:
            print(f"{one.group}: {one.true} taken for {one.said} ({one.confidence:.0%})")


if __name__ == "__main__":
    main()
