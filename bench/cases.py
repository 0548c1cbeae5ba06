"""Simulated performances, each sensed by many sensors and counted; shared by `simulated` and `accuracy`."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.agreement import Compared, TimedRep, compare
from bench.peers.peer import Counter, counted, range_deg
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.events import RepCounted
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.performance import perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Rest, SessionPlan, Style, every_faulty_plan, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, sense
from sensorcoach.simulator.truth import TrueRep
from sensorcoach.units import DEG_PER_RAD

T = TypeVar("T")

RATES_HZ = (25.0, 50.0, 100.0, 200.0)
ENOUGH_HZ = 50.0
"""Least rate at which times have a target."""

OURS = "sensorcoach"
NO_PEERS: Mapping[str, Counter] = {}
NO_FOLDER = Path("no-such-folder")
"""An empty folder of exercises, so that a user's own exercises are not measured."""


@dataclass(frozen=True, slots=True)
class Case:
    """One performance with life around it: two sets of good reps in one style, or of faults among good reps."""

    exercise: str
    placement: Placement
    style: Style
    seed: int
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case as one sensor saw it, and the count, by us or by a peer."""

    case: Case
    rate_hz: float
    gyro: bool
    compared: Compared
    counter: str = OURS


def cases(seeds: Sequence[int], exercise: str = "", style: str = "") -> list[Case]:
    """Return every exercise at every placement in every style, filtered by these texts in the names."""
    return [
        Case(one.id, placement, manner, seed)
        for seed in seeds
        for one in all_exercises(NO_FOLDER)
        for placement in one.placements
        for manner in Style
        if exercise in one.id and style in manner.value
    ]


def faulty_cases(seeds: Sequence[int], exercise: str = "") -> list[Case]:
    """Return every exercise with rules of form, at every placement, with every fault that fits it."""
    usual = cases(seeds, exercise, Style.USUAL.value)
    return [Case(c.exercise, c.placement, c.style, c.seed, faulty=True) for c in usual if c.exercise != "generic"]


def plan_of(case: Case) -> SessionPlan:
    """Return the plan of a case."""
    exercise = find_exercise(case.exercise, NO_FOLDER)
    if case.faulty:
        return every_faulty_plan(exercise, case.placement)
    rest = list(Rest)[(case.seed + len(case.exercise) + len(case.style.value)) % len(Rest)]
    return usual_plan(exercise, case.placement, style=case.style, rest=rest)


def outcomes(case: Case, peers: Mapping[str, Counter] = NO_PEERS) -> list[Outcome]:
    """Perform a case once, sense it with every sensor, and count. Peers count only samples without a gyroscope."""
    performance = perform(plan_of(case), random_person(case.seed), case.seed)
    found: list[Outcome] = []
    for gyro in (True, False):
        for rate_hz in RATES_HZ:
            session = sense(performance, random_sensor(case.seed, rate_hz, gyro=gyro), 1)
            found.append(Outcome(case, rate_hz, gyro, compared(session, our_reps(session))))
            for name, count in (NO_PEERS if gyro else peers).items():
                found.append(Outcome(case, rate_hz, gyro, compared(session, peer_reps(session, count)), name))
    return found


def our_reps(session: SimulatedSession) -> list[TimedRep]:
    """Count a session with the pipeline."""
    return reps_in(session.samples, session.plan.exercise, session.plan.placement)


def reps_in(
    samples: Samples, exercise: Exercise, placement: Placement, model: EvidenceModel | None = None
) -> list[TimedRep]:
    """Count samples with the pipeline and these weights of the evidence."""
    pipeline = Pipeline(exercise, placement, model=model)
    events = pipeline.feed_samples(samples) + pipeline.finish()
    return [
        TimedRep(
            rep.lift_start_s,
            rep.hold_start_s,
            rep.lower_start_s,
            rep.end_s,
            rep.rom_rad * DEG_PER_RAD,
            codes=tuple(warned.code for warned in rep.warnings),
        )
        for rep in (event.rep for event in events if isinstance(event, RepCounted))
    ]


def peer_reps(session: SimulatedSession, count: Counter) -> list[TimedRep]:
    """Count a session with a peer."""
    peaks = counted(session.samples, count)
    heights = peaks.height_mps2.tolist()
    return [
        TimedRep(start_s, hold_s, lower_s, end_s, range_deg(height_mps2))
        for (start_s, hold_s, lower_s, end_s), height_mps2 in zip(peaks.edges_s.T.tolist(), heights, strict=True)
    ]


def compared(session: SimulatedSession, found: Sequence[TimedRep]) -> Compared:
    """Compare found reps of a session with its truth."""
    true = [[_true(rep) for rep in done.reps] for done in session.truth.sets]
    return compare(true, found, float(session.samples.time_s[-1]))


def _true(rep: TrueRep) -> TimedRep:
    range_deg = rep.rom_rad * DEG_PER_RAD
    return TimedRep(rep.lift_start_s, rep.top_s, rep.lower_s, rep.end_s, range_deg, codes=rep.faults)


def by(everything: Sequence[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Group by `key`, in the order of appearance."""
    groups: dict[str, list[T]] = defaultdict(list)
    for one in everything:
        groups[key(one)].append(one)
    return groups


def sensor_name(gyro: bool) -> str:  # noqa: FBT001  # both words of the caption hang on it
    """Return the sensor in words."""
    return "with gyro" if gyro else "without gyro"
