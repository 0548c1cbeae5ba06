"""A stretch of daily life by chance: the activities, their order and durations."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.body import find_lever
from sensorcoach.simulator.daily_life import DailyLife, Place
from sensorcoach.simulator.performance import draw_orientation
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.physics import ExactSignal, sense_exactly
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.unsteadiness import make_sway, make_unsteadiness

_Activity = Callable[[DailyLife, np.random.Generator], None]


@dataclass(frozen=True, slots=True)
class LifePlan:
    """A stretch of daily life without any set, with the sensor at this placement."""

    placement: Placement
    duration_s: float


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One activity and its time."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class SimulatedLife:
    """The readings of an ideal sensor, and the activities in order."""

    felt: ExactSignal
    diary: tuple[DiaryEntry, ...]

    def at(self, time_s: float) -> str:
        """Return the name of the activity at this time."""
        return next((done.name for done in self.diary if time_s < done.end_s), "end")


def perform_life(plan: LifePlan, person: Person, seed: int) -> SimulatedLife:
    """Carry out the plan, with the sensor in any mounting; the same seed gives the same life."""
    rng = np.random.default_rng([seed, 11])
    stage = Stage(Rotation.from_rotvec(person.tilt), draw_orientation(rng))
    life = DailyLife(stage, person, plan.placement, rng)
    life.still(2.0, 0.8)
    diary: list[DiaryEntry] = []
    while stage.now_s < plan.duration_s:
        begun_s = stage.now_s
        name = _do_next(life, rng)
        life.still(float(rng.exponential(3.0)), 0.3 if life.place is Place.LYING else 0.7)
        diary.append(DiaryEntry(name, begun_s, stage.now_s))
    movement = stage.finish(find_lever(plan.placement) * person.size)
    shaken = replace(
        movement,
        shake_rotvec=movement.shake_rotvec + make_unsteadiness(rng, movement.tension, person),
        jolt_mps2=movement.jolt_mps2 + make_sway(rng, movement.tension, person),
    )
    return SimulatedLife(sense_exactly(shaken), tuple(diary))


def _do_next(life: DailyLife, rng: np.random.Generator) -> str:
    """Perform one activity that is possible from here, once or several times; return its name."""
    activities = _ACTIVITIES[life.place]
    weights = np.array([weight for _, weight, _ in activities])
    name, _, activity = activities[rng.choice(len(activities), p=weights / weights.sum())]
    activity(life, rng)
    return name


def _draw_repetitions(rng: np.random.Generator) -> range:
    """Return the number of repetitions: mostly one, sometimes two or three."""
    return range(1 if rng.uniform() < 0.7 else int(rng.integers(2, 4)))


def _repeat(action: Callable[[DailyLife], None]) -> _Activity:
    def activity(life: DailyLife, rng: np.random.Generator) -> None:
        for _ in _draw_repetitions(rng):
            action(life)
            life.still(float(rng.uniform(0.2, 3.0)), 0.7)

    return activity


def _walk(life: DailyLife, rng: np.random.Generator) -> None:
    life.walk(float(rng.uniform(3.0, 60.0)))


def _climb(life: DailyLife, rng: np.random.Generator) -> None:
    life.climb(int(rng.integers(8, 20)) * (1 if rng.uniform() < 0.5 else -1))


def _pedal(life: DailyLife, rng: np.random.Generator) -> None:
    life.pedal(float(rng.uniform(5.0, 60.0)))


def _fidget(life: DailyLife, rng: np.random.Generator) -> None:
    life.fidget(float(rng.uniform(2.0, 25.0)))


def _dwell(life: DailyLife, rng: np.random.Generator) -> None:
    life.still(float(rng.uniform(5.0, 40.0)))


_ACTIVITIES: dict[Place, tuple[tuple[str, float, _Activity], ...]] = {
    Place.STANDING: (
        ("walk", 4.0, _walk),
        ("stairs", 1.0, _climb),
        ("bend", 2.0, _repeat(DailyLife.bend_down)),
        ("reach", 2.0, _repeat(DailyLife.reach)),
        ("scratch", 1.0, _repeat(DailyLife.scratch)),
        ("fidget", 1.0, _fidget),
        ("sit down", 3.0, lambda life, _: life.sit_down()),
    ),
    Place.SITTING: (
        ("stand up", 3.0, lambda life, _: life.stand_up()),
        ("lie down", 2.0, lambda life, _: life.lie_down()),
        ("reach", 2.0, _repeat(DailyLife.reach)),
        ("bend", 1.0, _repeat(DailyLife.bend_down)),
        ("scratch", 1.0, _repeat(DailyLife.scratch)),
        ("pedal", 1.0, _pedal),
        ("fidget", 2.0, _fidget),
        ("sit", 2.0, _dwell),
    ),
    Place.LYING: (
        ("sit up", 2.0, lambda life, _: life.sit_up()),
        ("roll over", 3.0, _repeat(DailyLife.roll_over)),
        ("scratch", 1.0, _repeat(DailyLife.scratch)),
        ("reach", 1.0, _repeat(DailyLife.reach)),
        ("fidget", 2.0, _fidget),
        ("lie", 2.0, _dwell),
    ),
}
"""For each place, the possible next activities with their weights."""
