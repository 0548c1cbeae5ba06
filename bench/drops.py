"""Go out of range a hundred times in simulated sessions, and check that each rep in range counts once.

usage: python -m bench.drops [--drops N] [--first SEED] [--device ID] [--no-gyro] [--exercise TEXT] [--wrong N]

Each drop lasts 0.3 to 30 s and begins at a random moment between the first rep and the last, in a session that is
counted correctly without it. The packets sent meanwhile are lost, and the connection is made again. Person, sensor and
radio are simulated.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from bench.cases import NO_FOLDER
from bench.drop_score import CountedRep, DropScore, Span, score, total_lines
from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import Event, ReferenceDoubted, ReferenceTaken, RepCounted, SetFinished
from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.form.judge import Criteria
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Rest, usual_plan
from sensorcoach.simulator.radio import GOOD_RADIO, transmit
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate

DROP_S = (0.3, 30.0)
DROPS_A_SESSION = 5
PROCESSES = 2
SENT_BEFORE_S = 0.15
"""Largest age of a notification's samples at its arrival."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One drop in one session: exercise, seeds, start and end on the arrival clock."""

    exercise: str
    device_id: str
    gyro: bool
    seed: int
    out: Span

    @property
    def gap(self) -> Span:
        """Start and end of the missing samples, by the time of their measurement."""
        return Span(self.out.start_s - SENT_BEFORE_S, self.out.end_s)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a drop: `sets` done and found, and whether the reference was doubted or learned again."""

    drop: Drop
    score: DropScore
    sets: tuple[int, int]
    calibration_kept: bool


@lru_cache(maxsize=4)
def session_of(exercise: str, seed: int, *, gyro: bool) -> SimulatedSession:
    """Return a plan of two sets of six good reps with life around them; the rest between them depends on the seed."""
    chosen = next(one for one in all_exercises(NO_FOLDER) if one.id == exercise)
    plan = usual_plan(chosen, sets=2, reps=6, rest=list(Rest)[seed % len(Rest)], rest_s=20.0)
    return simulate(plan, random_person(seed), random_sensor(seed, 100.0, gyro=gyro), seed)


@lru_cache(maxsize=4)
def packets_of(exercise: str, seed: int, device_id: str, *, gyro: bool) -> list[Packet]:
    """Return the session over a good radio."""
    return transmit(session_of(exercise, seed, gyro=gyro), device_by_id(device_id), GOOD_RADIO, seed)


def without(packets: Sequence[Packet], out: Span) -> list[Packet]:
    """Remove the packets sent out of range, and mark the link as down and up."""
    before = [one for one in packets if one.arrival_s < out.start_s]
    after = [one for one in packets if one.arrival_s >= out.end_s]
    down, up = Packet(out.start_s, LINK_DOWN, LINK_ROLE), Packet(out.end_s, LINK_UP, LINK_ROLE)
    return [*before, down, up, *after]


def events_of(drop: Drop, packets: Sequence[Packet], standards: Criteria | None = None) -> list[Event]:
    """Return the pipeline's events."""
    session = session_of(drop.exercise, drop.seed, gyro=drop.gyro)
    decoder = device_by_id(drop.device_id).decoder(100.0)
    pipeline = Pipeline(session.plan.exercise, session.plan.placement, decoder, 100.0, standards)
    return [*pipeline.feed(packets), *pipeline.finish()]


def counted_reps(events: Sequence[Event]) -> list[CountedRep]:
    """Return the counted reps of a run."""
    reps = [event.rep for event in events if isinstance(event, RepCounted)]
    return [CountedRep(rep.lift_start_s, rep.end_s, rep.is_uncertain) for rep in reps]


def true_reps(session: SimulatedSession) -> list[Span]:
    """Return the true reps."""
    return [Span(rep.lift_start_s, rep.end_s) for rep in session.truth.reps]


def drops_of(exercise: str, seed: int, device_id: str, *, gyro: bool) -> list[Drop]:
    """Return some drops of one session; none if it is miscounted even without drops."""
    true = true_reps(session_of(exercise, seed, gyro=gyro))
    rng = np.random.default_rng([seed, 71])
    start_s = rng.uniform(true[0].start_s, true[-1].end_s, DROPS_A_SESSION)
    lasts_s = np.exp(rng.uniform(math.log(DROP_S[0]), math.log(DROP_S[1]), DROPS_A_SESSION))
    whole = Drop(exercise, device_id, gyro, seed, Span(-1.0, -1.0))
    events = events_of(whole, packets_of(exercise, seed, device_id, gyro=gyro))
    plain = score(true, [], counted_reps(events))
    if not plain.is_clean or sum(isinstance(event, SetFinished) for event in events) != 2:
        return []
    outs = [Span(a, a + b) for a, b in zip(start_s.tolist(), lasts_s.tolist(), strict=True)]
    return [replace(whole, out=out) for out in outs]


def outcome_of(drop: Drop) -> Outcome:
    """Run one drop and score it. Sets are separated by the person's rest, which the gap may hide."""
    session = session_of(drop.exercise, drop.seed, gyro=drop.gyro)
    packets = packets_of(drop.exercise, drop.seed, drop.device_id, gyro=drop.gyro)
    events = events_of(drop, without(packets, drop.out))
    found = score(true_reps(session), [drop.gap], counted_reps(events))
    sets = sum(isinstance(event, SetFinished) for event in events)
    taken = sum(isinstance(event, ReferenceTaken) and event.first for event in events)
    kept = taken <= 1 and not any(isinstance(event, ReferenceDoubted) for event in events)
    return Outcome(drop, found, (len(session.truth.sets), sets), kept)


def outcomes(asked: tuple[str, int, str, bool]) -> list[Outcome]:
    """Run all drops of one session."""
    exercise, seed, device_id, gyro = asked
    return [outcome_of(drop) for drop in drops_of(exercise, seed, device_id, gyro=gyro)]


def report(everything: Sequence[Outcome]) -> str:
    """Return the totals as lines."""
    clean = sum(one.score.is_clean for one in everything)
    return "\n".join([f"{len(everything)} drops, {clean} of them clean", *total_lines(everything)])


def wrong(everything: Sequence[Outcome]) -> Iterator[str]:
    """Return the drops with a fault."""
    for one in everything:
        if not one.score.is_clean or one.sets[1] > one.sets[0] or one.score.doubted:
            drop, found = one.drop, one.score
            yield (
                f"{drop.exercise} seed {drop.seed} {drop.device_id} {'gyro' if drop.gyro else 'no gyro'} "
                f"{drop.out.start_s:.2f} to {drop.out.end_s:.2f} s: lost {found.lost}, twice {found.twice}, silent "
                f"{found.silent}, phantoms {found.phantoms}, doubted {found.doubted}; "
                f"sets {one.sets[0]} -> {one.sets[1]}"
            )


def main() -> None:
    """Simulate, drop, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drops", type=int, default=100, help="number of drops (default 100)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--device", default="witmotion", help="device id (default witmotion)")
    parser.add_argument("--no-gyro", action="store_true", help="an accelerometer alone (open profile)")
    parser.add_argument("--exercise", default="", help="only exercises with this in their names")
    parser.add_argument("--wrong", type=int, default=20, help="number of faulty drops to list (default 20)")
    asked = parser.parse_args()
    names = [one.id for one in all_exercises(NO_FOLDER) if asked.exercise in one.id]
    sessions = [
        (names[seed % len(names)], seed, asked.device, not asked.no_gyro)
        for seed in range(asked.first, asked.first + 3 * asked.drops // DROPS_A_SESSION)
    ]
    everything: list[Outcome] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for done in pool.map(outcomes, sessions):
            everything += done
            if len(everything) >= asked.drops:
                pool.shutdown(cancel_futures=True)
                break
    everything = everything[: asked.drops]
    print("\n".join([report(everything), "", *list(wrong(everything))[: asked.wrong]]))
    sys.exit(not all(one.score.is_clean for one in everything))


if __name__ == "__main__":
    main()
