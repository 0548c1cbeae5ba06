"""Measure how long after the truth a phase or a rep is announced, in simulated sessions fed sample by sample.

Reports median and 95th percentile for each phase, the number of phases announced while they lasted, and the number of
corrections: announcements in a rep beyond its phases. The lifts that prove a set end before it is known, and are never
announced.
"""

from dataclasses import dataclass

from bench.measures.figure import Figure, percentile
from sensorcoach.events import Event, Phase, PhaseChanged, RepCounted
from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate
from sensorcoach.simulator.truth import TrueRep

RATE_HZ = 100.0
MEDIAN_S, P95_S = 0.1, 0.15
EARLY_S = 0.3
"""Largest time by which an announcement may precede the truth."""

NEAR_S = 1.0
"""Largest distance of an announcement from its truth."""

LABELS = {Phase.LIFT: "lift", Phase.HOLD: "hold", Phase.LOWER: "lower", Phase.REST: "rest"}


@dataclass(frozen=True, slots=True)
class Heard:
    """An event, and the time of the newest sample at its output."""

    event: Event
    newest_s: float


def decision_delay() -> list[Figure]:
    """Return a set of each exercise at its usual placement, with a gyroscope."""
    delays: dict[str, list[float]] = {label: [] for label in (*LABELS.values(), "rep")}
    known = 0
    words: list[int] = []
    for seed, exercise in enumerate(all_exercises()):
        plan = usual_plan(exercise, sets=1, life=False)
        session = simulate(plan, random_person(seed), random_sensor(seed, RATE_HZ), seed)
        heard = _heard(session)
        known += len(session.truth.reps)
        for rep in session.truth.reps:
            _add(delays, heard, rep)
        words += _words(heard, session.truth.reps)
    phases = [delay for label in LABELS.values() for delay in delays[label]]
    return [
        _figure("all phases", phases, 4 * known, budget=True),
        *(_figure(label, delays[label], known, budget=label != "rep") for label in (*LABELS.values(), "rep")),
        Figure(
            "reps with a phase announced more than once",
            f"{sum(said > len(LABELS) for said in words)} of {len(words)}",
        ),
    ]


def _words(heard: list[Heard], reps: tuple[TrueRep, ...]) -> list[int]:
    """Return the number of phases announced in each rep after those that proved the set, up to the next lift."""
    said_s = [h.newest_s for h in heard if isinstance(h.event, PhaseChanged)]
    starts_s = [rep.lift_start_s - EARLY_S for rep in reps]
    ends_s = [*starts_s[1:], reps[-1].end_s + NEAR_S]
    live = zip(starts_s, ends_s, strict=True)
    return [sum(start <= s < end for s in said_s) for start, end in live if said_s and start >= said_s[0] - NEAR_S]


def _heard(session: SimulatedSession) -> list[Heard]:
    pipeline = Pipeline(session.plan.exercise, session.plan.placement)
    samples, heard = session.samples, list[Heard]()
    for k in range(len(samples)):
        gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[k : k + 1]
        one = Samples(samples.time_s[k : k + 1], samples.acc_mps2[k : k + 1], gyro_radps)
        heard += [Heard(event, float(samples.time_s[k])) for event in pipeline.feed_samples(one)]
    return heard


def _add(delays: dict[str, list[float]], heard: list[Heard], rep: TrueRep) -> None:
    """Return the delays of one rep: of each phase announced while it lasted, and of its count."""
    truth = {
        Phase.LIFT: rep.lift_start_s,
        Phase.HOLD: rep.top_s,
        Phase.LOWER: rep.lower_s,
        Phase.REST: rep.end_s,
    }
    for phase, time_s in truth.items():
        said = [h.newest_s - time_s for h in heard if isinstance(h.event, PhaseChanged) and h.event.phase is phase]
        near = [delay for delay in said if abs(delay) <= NEAR_S]
        delays[LABELS[phase]] += [min(near, key=abs)] if near else []
    counted = [h.newest_s - rep.end_s for h in heard if isinstance(h.event, RepCounted)]
    near = [delay for delay in counted if abs(delay) <= NEAR_S]
    delays["rep"] += [min(near, key=abs)] if near else []


def _figure(label: str, delays: list[float], known: int, *, budget: bool) -> Figure:
    median_s, late_s = percentile(delays, 50), percentile(delays, 95)
    return Figure(
        f"announced after the truth, {label}: median / p95",
        f"{1000 * median_s:.0f} / {1000 * late_s:.0f} ms ({len(delays)} of {known})",
        f"<= {1000 * MEDIAN_S:.0f} / {1000 * P95_S:.0f} ms" if budget else "",
        median_s <= MEDIAN_S and late_s <= P95_S if budget else None,
    )
