"""Labelled cycles of everything the model is fitted on: real people, simulated sets, scenes and simulated life."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.cases import RATES_HZ, Case, cases, plan_of
from bench.evidence.fit import Labelled
from bench.evidence.labels import SetWindow, can_be_labelled, in_sets, person_of, real_windows, simulated_windows
from bench.evidence.seen import Seen, see
from bench.life import RATE_HZ, STRETCH_S
from bench.progress import say
from bench.reading import samples_of
from bench.score import rows
from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import Samples
from sensorcoach.simulator.life_plan import LifePlan, perform_life
from sensorcoach.simulator.performance import perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.scenes.scene import play_scene, sense_scene
from sensorcoach.simulator.scenes.scene_list import all_scenes
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import sense

STYLE, SCENE, LIVED = "style", "scene", "life"
"""Prefix, before the slash, of the names of simulated groups."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The simulated people of a fit: sessions, scenes and life. Tests and other benches use other seeds.

    `exercise`: restricts sessions to exercises with this in their names.
    """

    sessions: Sequence[int] = (101, 102)
    scenes: Sequence[int] = (201, 202)
    lives: Sequence[int] = tuple(range(301, 337))
    exercise: str = ""


_Task = Callable[[], list[Labelled]]


def collect(folder: Path, seeds: Seeds, pool: Executor) -> list[Labelled]:
    """Return all labelled cycles, in the same order every time."""
    tasks: dict[str, list[_Task]] = {
        "real recordings": [partial(real_recording, folder, row["file"]) for row in rows(folder / "recordings.csv")],
        "simulated sessions": [
            partial(session, case, RATES_HZ[k % 4], gyro=bool(k // 4 % 2))
            for k, case in enumerate(cases(seeds.sessions, seeds.exercise))
        ],
        "scenes": [partial(scene, k, seed) for seed in seeds.scenes for k in range(len(all_scenes()))],
        "simulated life": [partial(life, placement, seed) for seed in seeds.lives for placement in Placement],
    }
    found: list[Labelled] = []
    for name, some in tasks.items():
        say(f"cycles of {len(some)} {name}")
        found += _joined(pool.map(_run, some, chunksize=2))
    return found


def _run(task: _Task) -> list[Labelled]:
    return task()


def _joined(parts: Iterable[list[Labelled]]) -> list[Labelled]:
    return [one for part in parts for one in part]


def real_recording(folder: Path, file: str) -> list[Labelled]:
    """Return the cycles of a person's recording, with its gyro, if any, and without; empty without lifts."""
    row = next(one for one in rows(folder / "recordings.csv") if one["file"] == file)
    sets = [one for one in rows(folder / "sets.csv") if one["file"] == file]
    if not can_be_labelled(row, sets):
        return []
    samples = samples_of(folder / file)
    found: list[Labelled] = []
    for sensed in _with_and_without_gyro(samples):
        seen = see(sensed)
        windows = real_windows(seen, row, sets)
        found.append(_labelled(person_of(file), seen, windows, simulated=False, again=bool(found)))
    return found


def session(case: Case, rate_hz: float, *, gyro: bool) -> list[Labelled]:
    """Return the cycles of a simulated session: one of each exercise, placement and style."""
    performance = perform(plan_of(case), random_person(case.seed), case.seed)
    sensed = sense(performance, random_sensor(case.seed, rate_hz, gyro=gyro), 1)
    windows = simulated_windows(sensed.truth)
    return [_labelled(f"{STYLE}/{case.style.value}", see(sensed.samples), windows, simulated=True)]


def scene(place: int, seed: int) -> list[Labelled]:
    """Return the cycles of a scene by its place in the list: a scene holds functions, which cannot change process."""
    played = play_scene(all_scenes()[place], seed)
    seen = see(sense_scene(played, gyro=bool((place + seed) % 2)))
    group = f"{SCENE}/{played.scene.kind}"
    return [_labelled(group, seen, simulated_windows(played.truth), simulated=True)]


def life(placement: Placement, seed: int) -> list[Labelled]:
    """Return the cycles of ten minutes of simulated life, with a gyroscope and without."""
    lived = perform_life(LifePlan(placement, STRETCH_S), random_person(seed), seed)
    found: list[Labelled] = []
    for gyro in (True, False):
        samples = random_sensor(seed, RATE_HZ, gyro=gyro).sense(lived.felt, seed)
        found.append(_labelled(f"{LIVED}/{seed}", see(samples), [], simulated=True, again=not gyro))
    return found


def _labelled(
    group: str, seen: Seen, windows: Sequence[SetWindow], *, simulated: bool, again: bool = False
) -> Labelled:
    """`again`: the same motion is labelled already, through another sensor."""
    sets = 0 if again else len(windows)
    lasts_s = 0.0 if again or windows else seen.lasts_s
    return Labelled(group, simulated, seen.values, in_sets(seen, windows), sets, lasts_s)


def _with_and_without_gyro(samples: Samples) -> list[Samples]:
    without = Samples(samples.time_s, samples.acc_mps2, None)
    return [without] if samples.gyro_radps is None else [samples, without]
