"""Measure how soon a set's first rep counts, armed and not: `python -m bench.armed`.

usage: python -m bench.armed [--seeds N] [--first SEED] [--kind TEXT] [--gyro/--no-gyro] [--data FOLDER] [--wrong N]

Each set of the scenes of `bench.scenes`, and of the recordings of real people, is cut out with a margin on either side
and its past, and armed from end to end. Then the same recordings of real people are counted whole, not armed. Prints
two Markdown tables. The first has armed sets counted exactly, within one and in one piece, with the delay between the
end of the first counted rep and its count. The second has sets that are not armed, and the rep by whose end the first
one is counted. A set without a counted rep is a miss in both. Then the worst.
"""

import argparse
import statistics
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bench.agreement import SetCount, table
from bench.cases import NO_FOLDER, by, sensor_name
from bench.evidence.labels import STILL
from bench.evidence.seen import part
from bench.progress import say
from bench.reading import samples_of
from bench.real import LIFE, WHOLE, Part, chosen_for, parts_of
from bench.real_folder import real_folder
from bench.scenes import share
from bench.score import Row, rows
from bench.simulated import PROCESSES
from sensorcoach.events import Event, RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.packets import MARK_END, MARK_START
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.scenes.scene import play_scene, sense_scene
from sensorcoach.simulator.scenes.scene_list import all_scenes

MARGIN_S = 1.5
"""Time by which a set is armed before its first rep and after its last."""
APART_S = 0.5
"""Least distance of the mark from the reps of the set before and after."""
BEFORE_S = 40.0
"""Time before the mark that the pipeline reads, where the recording has it."""
SOON_S = 0.5
"""Longest delay with which a first rep is counted at once."""
GRACE_S = 1.0
"""Tolerance after the end of a rep: its end is known a little later."""


@dataclass(frozen=True, slots=True)
class ArmedSet:
    """An armed set: reps done and counted, the number of sets found in it, and the delay of the first count.

    `delay_s` runs from the found end of the rep; None without a counted rep.
    """

    source: str
    name: str
    count: SetCount
    pieces: int
    delay_s: float | None

    @property
    def off(self) -> int:
        """Number of reps missed or invented."""
        return abs(self.count.found - self.count.true)

    @property
    def is_soon(self) -> bool:
        """Whether the first rep is counted at once."""
        return self.delay_s is not None and self.delay_s <= SOON_S


@dataclass(frozen=True, slots=True)
class FoundSet:
    """A set that is not armed: the end of each counted rep, and the time of its count."""

    exercise: str
    ends_s: tuple[float, ...]
    decided_s: tuple[float, ...]

    def is_counted_by(self, rep: int) -> bool:
        """Return whether the first rep is counted by the end of rep `number`."""
        return len(self.ends_s) >= rep and self.decided_s[0] <= self.ends_s[rep - 1] + GRACE_S


@dataclass(frozen=True, slots=True)
class Heard:
    """The sets of one recording of real people: armed, and as found without."""

    armed: list[ArmedSet]
    found: list[FoundSet]


def simulated(scene_place: int, seed: int, gyros: Sequence[bool]) -> list[ArmedSet]:
    """Count the sets of a scene, by its place in the list, with these sensors."""
    scene = all_scenes()[scene_place]
    played = play_scene(scene, seed)
    sets = [
        Part(done.kind, done.start_s, done.end_s, len(done.reps) - scene.tolerance, len(done.reps) + scene.tolerance)
        for done in played.truth.sets
    ]
    exercise, name = find_exercise(scene.exercise, NO_FOLDER), f"{scene.name}, seed {seed}"
    found: list[ArmedSet] = []
    for gyro in gyros:
        source = f"simulated, {sensor_name(gyro)}"
        found += armed_sets(source, name, sense_scene(played, gyro=gyro), exercise, scene.placement, sets)
    return found


def real(folder: Path, row: Row) -> Heard:
    """Count the sets of one recording that have times, except those of the other leg."""
    marked = [one for one in parts_of(folder, row) if one.kind not in {WHOLE, STILL}]
    if not marked:
        return Heard([], [])
    exercise, placement = find_exercise(chosen_for(row), NO_FOLDER), Placement(row["placement"])
    samples = samples_of(folder / row["file"])
    pipeline = Pipeline(exercise, placement, live=False)
    reps = _reps(pipeline.feed_samples(samples) + pipeline.finish())
    found: list[FoundSet] = []
    for one in marked:
        own = [counted for counted in reps if one.holds(counted.rep.lift_start_s)]
        ends_s, decided_s = tuple(counted.rep.end_s for counted in own), tuple(counted.decided_s for counted in own)
        found.append(FoundSet(exercise.id, ends_s, decided_s))
    return Heard(armed_sets("real", row["file"], samples, exercise, placement, marked), found)


def armed_sets(
    source: str, name: str, samples: Samples, exercise: Exercise, placement: Placement, sets: Sequence[Part]
) -> list[ArmedSet]:
    """Cut out and arm each of these sets of a recording."""
    result: list[ArmedSet] = []
    for number, one in enumerate(sets, start=1):
        low_s = sets[number - 2].end_s + APART_S if number > 1 else float(samples.time_s[0])
        high_s = sets[number].start_s - APART_S if number < len(sets) else float(samples.time_s[-1])
        start_s, end_s = max(one.start_s - MARGIN_S, low_s), min(one.end_s + MARGIN_S, high_s)
        reps = _armed(samples, exercise, placement, start_s, end_s)
        delay_s = reps[0].decided_s - reps[0].rep.end_s if reps else None
        pieces = len({rep.set_number for rep in reps})
        result.append(ArmedSet(source, f"{name}, set {number}", one.count(len(reps)), pieces, delay_s))
    return result


def _armed(
    samples: Samples, exercise: Exercise, placement: Placement, start_s: float, end_s: float
) -> list[RepCounted]:
    """Return the reps of an armed set from `start_s` to `end_s`, without those of a set found before it."""
    cuts_s = (start_s - BEFORE_S, start_s, end_s)
    first, begun, over = (int(place) for place in np.searchsorted(samples.time_s, cuts_s))
    pipeline = Pipeline(exercise, placement, live=False)
    pipeline.feed_samples(part(samples, slice(first, begun)))
    events = pipeline.mark(MARK_START, start_s) + pipeline.feed_samples(part(samples, slice(begun, over)))
    events += pipeline.mark(MARK_END, end_s) + pipeline.finish()
    return [counted for counted in _reps(events) if counted.rep.end_s > start_s]


def _reps(events: Iterable[Event]) -> list[RepCounted]:
    return [event for event in events if isinstance(event, RepCounted)]


def armed_table(everything: Sequence[ArmedSet]) -> str:
    """Return a table with a row for each source."""
    head = ["armed sets", "sets", "exact", "within 1", "in one piece", f"first rep within {SOON_S:g} s", "median s"]
    return table(head, [[source, *_armed_cells(group)] for source, group in by(everything, lambda o: o.source).items()])


def _armed_cells(group: Sequence[ArmedSet]) -> list[str]:
    delays_s = [one.delay_s for one in group if one.delay_s is not None]
    return [
        str(len(group)),
        share([one.off == 0 for one in group]),
        share([one.off <= 1 for one in group]),
        share([one.pieces <= 1 for one in group]),
        share([one.is_soon for one in group]),
        f"{statistics.median(delays_s):.2f}" if delays_s else "-",
    ]


def found_table(everything: Sequence[FoundSet]) -> str:
    """Return a table with a row for sets with the exercise chosen, and one for those counted as `generic`."""
    head = ["real sets, not armed", "sets", "first rep counted by the end of the second", "of the third"]
    chosen_first = sorted(everything, key=lambda one: one.exercise == "generic")
    groups = by(chosen_first, lambda one: "generic" if one.exercise == "generic" else "exercise chosen")
    return table(
        head,
        [
            [name, str(len(group)), *(share([one.is_counted_by(rep) for one in group]) for rep in (2, 3))]
            for name, group in groups.items()
        ],
    )


def worst(everything: Sequence[ArmedSet]) -> list[str]:
    """List armed sets counted wrongly, in pieces or late, worst first."""
    ranked = sorted(
        (one for one in everything if one.off or one.pieces > 1 or not one.is_soon),
        key=lambda one: (-one.off, -one.pieces, -(one.delay_s or 0.0)),
    )
    return [
        f"{one.name}, {one.source}: done {one.count.true}, counted {one.count.found} in {one.pieces} sets"
        + ("" if one.delay_s is None else f", the first {one.delay_s:.2f} s after its end")
        for one in ranked
    ]


def _simulated(task: tuple[int, int, tuple[bool, ...]]) -> list[ArmedSet]:
    return simulated(*task)


def main() -> None:
    """Play, arm, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1, help="people per scene (default 1)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--kind", default="", help="only scenes with this in their names")
    parser.add_argument("--gyro", action=argparse.BooleanOptionalAction, default=None, help="with, or without, only")
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    parser.add_argument("--wrong", type=int, default=20, help="number of the worst to list (default 20)")
    asked = parser.parse_args()
    gyros = (True, False) if asked.gyro is None else (asked.gyro,)
    places = [place for place, scene in enumerate(all_scenes()) if asked.kind in scene.name]
    tasks = [(place, seed, gyros) for place in places for seed in range(asked.first, asked.first + asked.seeds)]
    armed: list[ArmedSet] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for number, done in enumerate(pool.map(_simulated, tasks), start=1):
            armed += done
            if number % 50 == 0:
                say(f"{number}/{len(tasks)} scenes")
        found = list(pool.map(partial(real, asked.data), _recorded(asked.data)))
    armed += [one for heard in found for one in heard.armed]
    missing = f"No recordings of real people in {asked.data}. Name their folder with --data."
    print(armed_table(armed))
    print(f"\n{found_table([one for heard in found for one in heard.found]) if found else missing}")
    print("\n".join(["", *worst(armed)[: asked.wrong]]))


def _recorded(folder: Path) -> list[Row]:
    """Return the recordings that have sets; none without the folder."""
    path = folder / "recordings.csv"
    return [row for row in rows(path) if row["exercise"] != LIFE] if path.exists() else []


if __name__ == "__main__":
    main()
