"""Measure how often the posture is named, narrowed down, left open or wrong: simulated, and with SisFall's mounting.

usage: python -m bench.postures [--seeds N] [--first SEED] [--exercise TEXT] [--data FOLDER]

Simulated: people walk in for 12 s, do two sets and walk between them, with a gyroscope and without, with the sensor in
any orientation. Each session runs without a stored reference and with one, from a set of another session with the same
mounting. Each phase in one posture is judged every 0.2 s from 1.5 s after its start; the shares are of the lying ones.
"wider" is a name for several postures (lying, on the side, thigh upright ...), the true one among them. "misfits
counted" are sets counted with an exercise of another posture chosen.

Real: in SisFall the axes of the sensor are known, and so is the posture. The others cannot be judged: nobody walks in
the recordings of MEx and UCI Physical Therapy, and HAPT gives neither mounting nor times.
"""

import argparse
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.agreement import table
from bench.cases import NO_FOLDER
from bench.reading import samples_of
from bench.real_folder import real_folder
from sensorcoach.events import Event, PostureSeen, Quality, RepCounted, SetFinished, SetStarted, Side, SignalJudged
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.motion.motion import Motion
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.pipeline import Pipeline
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.performance import draw_orientation, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Rest, SessionPlan, usual_plan, working_side
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, sense
from sensorcoach.simulator.truth import TruePosture

SETTLE_S = 1.5
STEP_S = 0.2
RATE_USED_HZ = 50.0

WIDER = {
    "upright": {"thigh upright"},
    "sitting": {"upright", "thigh upright", "supine or sitting", "lying or sitting"},
    "supine": {"lying", "supine or sitting", "lying or sitting"},
    "reclined": {"supine", "upright", "lying", "supine or sitting", "lying or sitting"},
    "prone": {"lying", "lying or sitting", "prone or all fours", "thigh upright"},
    "all fours": {"thigh upright", "prone or all fours", "lying", "lying or sitting"},
    "left side": {"on the side", "lying", "lying or sitting"},
    "right side": {"on the side", "lying", "lying or sitting"},
}
"""Names that are true of a posture and of others as well; `thigh upright` also of a leg hanging from a bench."""

NOT_LYING = {"upright", "sitting"}

MISFIT = {
    Posture.SUPINE: "prone-leg-raise",
    Posture.RECLINED: "prone-leg-raise",
    Posture.PRONE: "glute-bridge",
    Posture.SIDE_LYING: "glute-bridge",
}
"""An exercise of another posture, at either placement."""

GRADES = ("named", "wider", "unknown", "wrong")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One session: grades of its names lying and elsewhere, the sides of its sets, sets wrongly refused.

    `misfits`: number of its `sets` counted with an exercise of another posture chosen.
    """

    group: str
    grades: Counter[str]
    elsewhere: Counter[str]
    worst: str
    sides: Counter[str]
    refused: int
    sets: int
    misfits: int


def grade(told: str, true: str) -> str:
    """Grade a name."""
    if told == "unknown":
        return "unknown"
    if told == true:
        return "named"
    return "wider" if told in WIDER[true] else "wrong"


def graded(events: Iterable[Event], postures: Sequence[TruePosture]) -> tuple[Counter[str], str]:
    """Return the grades of all names in all phases, and the wrong names."""
    seen = [(0.0, "unknown"), *((e.time_s, e.posture) for e in events if isinstance(e, PostureSeen))]
    begins = np.array([time_s for time_s, _ in seen])
    grades: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for phase in postures:
        for time_s in np.arange(phase.start_s + SETTLE_S, phase.end_s, STEP_S):
            told = seen[int(np.searchsorted(begins, time_s, side="right")) - 1][1]
            found = grade(told, phase.name)
            grades[found] += 1
            if found == "wrong":
                wrong[f"{phase.name} called {told} from {phase.start_s:.0f} s"] += 1
    return grades, "; ".join(wrong)


def sessions(
    exercise: Exercise, placement: Placement, seed: int, *, gyro: bool
) -> Iterator[tuple[str, SimulatedSession, bool]]:
    """The sessions of one person: how the mounting is learned, the session, whether a reference is given."""
    plan = usual_plan(exercise, placement, reps=5, rest=Rest.WALK, rest_s=26.0)
    plan = replace(plan, walk_in_s=12.0)
    person, sensor = random_person(seed), random_sensor(seed, RATE_USED_HZ, gyro=gyro)
    yield "walk", sense(perform(plan, person, seed), sensor, seed), False
    mount = draw_orientation(np.random.default_rng([seed, 77]))
    yield "walk + reference", sense(perform(plan, person, seed, mount), sensor, seed), True


def reference(exercise: Exercise, placement: Placement, seed: int, *, gyro: bool) -> Mounting | None:
    """Return the mounting learned from a set of another session, with the sensor worn as in this one."""
    mount = draw_orientation(np.random.default_rng([seed, 77]))
    plan = usual_plan(exercise, placement, sets=1, reps=4, life=False)
    made = sense(
        perform(plan, random_person(seed), seed + 5000, mount), random_sensor(seed, RATE_USED_HZ, gyro=gyro), 2
    )
    events = events_of(plan, made.samples, None)
    mount = next((event.mount for event in events if isinstance(event, SetStarted)), None)
    if mount is None:
        return None
    range_rad = statistics.median(event.rep.rom_rad for event in events if isinstance(event, RepCounted))
    bottom, along = np.array(mount.bottom), np.array(mount.along)
    return Mounting.from_exercise(exercise, placement, working_side(exercise, 0), bottom, along, range_rad)


def events_of(
    plan: SessionPlan, samples: Samples, mounting: Mounting | None, exercise: Exercise | None = None
) -> list[Event]:
    """Return the events of the pipeline."""
    pipeline = Pipeline(exercise or plan.exercise, plan.placement, mounting=mounting)
    return pipeline.feed_samples(samples) + pipeline.finish()


def outcome(group: str, session: SimulatedSession, mounting: Mounting | None) -> Outcome:
    """Judge one session."""
    events = events_of(session.plan, session.samples, mounting)
    lying = [phase for phase in session.truth.postures if phase.name not in NOT_LYING]
    grades, worst = graded(events, lying)
    elsewhere, worse = graded(events, [phase for phase in session.truth.postures if phase.name in NOT_LYING])
    worst = "; ".join(filter(None, (worst, worse)))
    sides: Counter[str] = Counter()
    if session.plan.exercise.posture is Posture.SIDE_LYING:
        for event in events:
            if isinstance(event, SetFinished):
                sides[_side(event, session)] += 1
    refused = sum(isinstance(e, SignalJudged) and e.quality is Quality.WRONG_POSTURE for e in events)
    where = f"{group}, {session.plan.exercise.id} {session.plan.placement.value} gyro {session.sensor.gyro is not None}"
    misfit = MISFIT.get(session.plan.exercise.posture)
    counted = events_of(session.plan, session.samples, mounting, find_exercise(misfit, NO_FOLDER)) if misfit else []
    return Outcome(
        group=group,
        grades=grades,
        elsewhere=elsewhere,
        worst=f"{where}: {worst}" if worst else "",
        sides=sides,
        refused=refused,
        sets=len(session.truth.sets) if misfit else 0,
        misfits=sum(isinstance(event, SetFinished) for event in counted),
    )


def _side(event: SetFinished, session: SimulatedSession) -> str:
    true: Side | None = next(
        (s.side for s in session.truth.sets if s.start_s < event.end_s and event.start_s < s.end_s), None
    )
    return "unknown" if event.side is None else "right" if event.side is true else "wrong"


def sisfall(folder: Path) -> tuple[Counter[str], str]:
    """Grade daily life with known axes: -y to the head, +z to the front, both seen in its squats and hinges."""
    grades: Counter[str] = Counter()
    worst: list[str] = []
    for path in sorted(folder.glob("SA*-daily.csv")):
        pipeline = Pipeline(find_exercise("generic", NO_FOLDER), Placement.PELVIS)
        samples = samples_of(path)
        events = pipeline.feed_samples(samples) + pipeline.finish()
        motion = Motion(has_gyro=samples.gyro_radps is not None).feed(samples)
        if motion is None:
            continue
        time_s = motion.origin_s + np.arange(len(motion.up)) / RATE_HZ
        phases = list(_phases(time_s, motion.up, motion.turned_rad))
        found, wrong = graded(events, phases)
        grades += found
        worst += [f"{path.stem}: {wrong}"] if wrong else []
    return grades, "; ".join(worst)


def _phases(time_s: FloatArray, up: FloatArray, turned_rad: FloatArray) -> Iterator[TruePosture]:
    """Return rests of at least two seconds within 30° of one of the four ways to lie."""
    ways = {"supine": (0, 0, 1), "prone": (0, 0, -1), "left side": (1, 0, 0), "right side": (-1, 0, 0)}
    names = np.full(len(up), "", dtype=object)
    for name, way in ways.items():
        names[(up @ np.array(way) > np.cos(np.radians(30.0))) & (turned_rad < np.radians(2.0))] = name
    edges = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1), len(names)]
    for a, b in pairwise(edges):
        if names[a] and time_s[b - 1] - time_s[a] > 2.0:
            yield TruePosture(str(names[a]), float(time_s[a]), float(time_s[b - 1]))


def row(label: str, group: Sequence[Outcome]) -> list[str]:
    """Return the shares of one group."""
    grades = sum((one.grades for one in group), Counter[str]())
    sides = sum((one.sides for one in group), Counter[str]())
    total = max(grades.total(), 1)
    told = " / ".join(str(sides[k]) for k in ("right", "unknown", "wrong")) if sides else "-"
    refused = sum(one.refused for one in group)
    wrong = sum((one.elsewhere for one in group), Counter[str]())["wrong"]
    misfits = f"{sum(one.misfits for one in group)} of {sum(one.sets for one in group)}"
    shares = [f"{grades[k] / total:.1%}" for k in GRADES]
    return [label, str(len(group)), *shares, str(wrong), told, str(refused), misfits]


def report(everything: Sequence[Outcome]) -> str:
    """Return the table of all groups."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in everything:
        groups[one.group].append(one)
    sides = "side right/unknown/wrong"
    head = ["simulated, lying", "sessions", *GRADES, "wrong not lying", sides, "wrongly refused", "misfits counted"]
    return table(head, [row(label, group) for label, group in groups.items()])


def main() -> None:
    """Simulate, name, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--exercise", default="")
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    asked = parser.parse_args()
    everything: list[Outcome] = []
    for seed in range(asked.first, asked.first + asked.seeds):
        for exercise in all_exercises(NO_FOLDER):
            if asked.exercise not in exercise.id:
                continue
            for placement in exercise.placements:
                for gyro in (True, False):
                    stored = reference(exercise, placement, seed, gyro=gyro)
                    for how, session, given in sessions(exercise, placement, seed, gyro=gyro):
                        group = f"{placement.value}, {how}"
                        everything.append(outcome(group, session, stored if given else None))
    print(report(sorted(everything, key=lambda one: one.group)))
    print("\n".join(one.worst for one in everything if one.worst))
    grades, worst = sisfall(asked.data / "sisfall")
    total = max(grades.total(), 1)
    print("\n" + table(["real", *GRADES], [["SisFall, lying", *(f"{grades[k] / total:.1%}" for k in GRADES)]]))
    print(worst)


if __name__ == "__main__":
    main()
