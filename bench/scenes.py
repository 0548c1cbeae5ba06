"""Count scenes of ordinary behaviour at home: `python -m bench.scenes`.

usage: python -m bench.scenes [--seeds N] [--first SEED] [--kind TEXT] [--gyro/--no-gyro] [--wrong N]

N people play each scene, and it is counted with a gyroscope and without. Prints a Markdown table: scenes played, the
share counted exactly, the share with the right sets as well, phantom reps, and the delay between the end of a set's
first rep and its count. Then the worst.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench.agreement import TimedRep, compare, table
from bench.cases import by
from bench.simulated import PROCESSES
from sensorcoach.events import RepCounted, SetFinished
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.scenes.scene import PlayedScene, Scene, play_scene, sense_scene
from sensorcoach.simulator.scenes.scene_list import all_scenes
from sensorcoach.simulator.truth import TrueSet
from sensorcoach.units import DEG_PER_RAD

SETTLE_S = 2.5
"""Longest delay after the end of the first true rep at which a counted rep is that one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The count in a scene: true and found reps of each true set, reps outside, reps in each set found.

    `delays_s`: for each true set whose first rep was counted, from that rep's end to its count.
    """

    scene: str
    kind: str
    seed: int
    gyro: bool
    true: tuple[int, ...]
    found: tuple[int, ...]
    phantoms: int
    sets_found: tuple[int, ...]
    tolerance: int
    delays_s: tuple[float, ...]

    @property
    def is_exact(self) -> bool:
        """Whether all reps are counted where they were done, and no others."""
        near = all(abs(t - f) <= self.tolerance for t, f in zip(self.true, self.found, strict=True))
        return near and self.phantoms <= (self.tolerance if self.true else 0)

    @property
    def is_set_exact(self) -> bool:
        """Whether the sets are right as well."""
        return self.is_exact and len(self.sets_found) == len(self.true)

    @property
    def off(self) -> int:
        """Number of reps missed and invented."""
        return sum(abs(t - f) for t, f in zip(self.true, self.found, strict=True)) + self.phantoms


def outcomes(scene: Scene, seed: int, gyros: Sequence[bool] = (True, False)) -> list[Outcome]:
    """Play a scene once, and count with each of these sensors."""
    played = play_scene(scene, seed)
    return [_outcome(played, gyro, sense_scene(played, gyro=gyro)) for gyro in gyros]


def _outcome(played: PlayedScene, gyro: bool, samples: Samples) -> Outcome:  # noqa: FBT001  # private, beside its only call
    scene = played.scene
    pipeline = Pipeline(find_exercise(scene.exercise), scene.placement)
    events = pipeline.feed_samples(samples) + pipeline.finish()
    counted = [event for event in events if isinstance(event, RepCounted)]
    found = [_timed(event) for event in counted]
    true = [
        [TimedRep(r.lift_start_s, r.top_s, r.lower_s, r.end_s, r.rom_rad * DEG_PER_RAD) for r in done.reps]
        for done in played.truth.sets
    ]
    compared = compare(true, found, float(samples.time_s[-1]))
    return Outcome(
        scene.name,
        scene.kind,
        played.seed,
        gyro,
        tuple(count.true for count in compared.sets),
        tuple(count.found for count in compared.sets),
        compared.phantoms,
        tuple(event.rep_count for event in events if isinstance(event, SetFinished)),
        scene.tolerance,
        tuple(delay for done in played.truth.sets for delay in _first_delay_s(done, counted)),
    )


def _timed(event: RepCounted) -> TimedRep:
    rep = event.rep
    return TimedRep(rep.lift_start_s, rep.hold_start_s, rep.lower_start_s, rep.end_s, rep.rom_rad * DEG_PER_RAD)


def _first_delay_s(done: TrueSet, counted: Sequence[RepCounted]) -> list[float]:
    """Return the delay between the end of the set's first rep and its count; empty if it is not counted."""
    end_s = done.reps[0].end_s
    return [event.decided_s - end_s for event in counted if abs(event.rep.end_s - end_s) < SETTLE_S][:1]


def report(everything: Sequence[Outcome]) -> str:
    """Return a row for each kind, and one for all."""
    groups = by(everything, lambda one: one.kind) | {"all": list(everything)}
    head = ["kind", "scenes", *(f"{what}, {sensor}" for sensor in ("gyro", "no gyro") for what in _COLUMNS)]
    return table(head, [[kind, str(_played(group)), *_cells(group)] for kind, group in groups.items()])


_COLUMNS = ("exact", "and sets", "phantoms", "first rep after s")


def _played(group: Sequence[Outcome]) -> int:
    return len({(one.scene, one.seed) for one in group})


def _cells(group: Sequence[Outcome]) -> list[str]:
    cells: list[str] = []
    for gyro in (True, False):
        half = [one for one in group if one.gyro is gyro]
        delays_s = [delay_s for one in half for delay_s in one.delays_s]
        cells += [
            share([one.is_exact for one in half]),
            share([one.is_set_exact for one in half]),
            str(sum(one.phantoms for one in half)) if half else "-",
            f"{statistics.median(delays_s):.1f}" if delays_s else "-",
        ]
    return cells


def share(hits: Sequence[bool]) -> str:
    """Return the number that are true, as text; a dash for none."""
    return f"{sum(hits) / len(hits):.1%}" if hits else "-"


def worst(everything: Sequence[Outcome]) -> list[str]:
    """List scenes with a wrong count or wrong sets, worst first."""
    ranked = sorted((one for one in everything if not one.is_set_exact), key=lambda one: -one.off)
    return [
        f"{one.scene}, seed {one.seed} {'gyro' if one.gyro else 'no gyro'}: done {_listed(one.true)}, counted "
        f"{_listed(one.found)} and {one.phantoms} outside; sets found {_listed(one.sets_found)}"
        for one in ranked
    ]


def _listed(counts: Sequence[int]) -> str:
    return "+".join(map(str, counts)) or "none"


def _task(task: tuple[int, int, tuple[bool, ...]]) -> list[Outcome]:
    """Count a scene by its place in the list: a scene holds functions, which cannot change process."""
    place, seed, gyros = task
    return outcomes(all_scenes()[place], seed, gyros)


def main() -> None:
    """Play, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1, help="people per scene (default 1)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--kind", default="", help="only scenes with this in their names")
    parser.add_argument("--gyro", action=argparse.BooleanOptionalAction, default=None, help="with, or without, only")
    parser.add_argument("--wrong", type=int, default=20, help="number of the worst to list (default 20)")
    asked = parser.parse_args()
    gyros = (True, False) if asked.gyro is None else (asked.gyro,)
    places = [place for place, scene in enumerate(all_scenes()) if asked.kind in scene.name]
    tasks = [(place, seed, gyros) for place in places for seed in range(asked.first, asked.first + asked.seeds)]
    everything: list[Outcome] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for number, done in enumerate(pool.map(_task, tasks), start=1):
            everything += done
            if number % 50 == 0:
                print(f"{number}/{len(tasks)} scenes", file=sys.stderr)
    print(report(everything))
    print("\n".join(["", *worst(everything)[: asked.wrong]]))


if __name__ == "__main__":
    main()
