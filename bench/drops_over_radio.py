"""Go out of range a hundred times over the virtual radio: time until the sensor streams again, and the count.

usage: python -m bench.drops_over_radio [--drops N] [--first SEED] [--device ID] [--exercise TEXT] [--weak] [--wrong N]

Like `bench.drops`, but through the whole program: the sensor is a GATT peripheral, reached by the connection loop. Each
drop lasts 0.3 to 30 s. `recovered` runs from the sensor's return into range until the link streams and samples arrive.
Missing samples are found by comparing received samples with measured ones. `--weak` adds stalls of 240 ms now and then,
doubled notifications after a reconnect, a second absence while connecting (one drop in three), and refused writes in
the first moments (one in three). Person, sensor and radio are simulated, time is virtual. Fails if a drop is not
recovered within a second, or not counted correctly.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from bench.cases import NO_FOLDER
from bench.drop_score import SHORTEST_S, DropScore, Span, score, total_lines
from bench.drops import DROP_S, DROPS_A_SESSION, PROCESSES, counted_reps
from bench.matching import missing_spans
from bench.radio_session import OnAir, follow
from sensorcoach.devices.device import Property
from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import ReferenceDoubted, ReferenceTaken, SetFinished
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Rest, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.faults import GOOD, Faults
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir

RECOVERED_WITHIN_S = 1.0
WEAK = Faults(stalls_per_s=0.1, repeats_after_reconnect=True)
REFUSED_S = 0.35
"""Time after the return in which writes are refused: the first try to start the sensor fails."""
_TAIL_S = 2.0


@dataclass(frozen=True, slots=True)
class RadioDrop:
    """One drop: its time on the session's own clock (None: never), and further faults.

    `again_s`: time after the return, and duration, of a second absence. `refuses`: writes are refused at first.
    """

    exercise: str
    device_id: str
    seed: int
    out: Span | None = None
    weak: bool = False
    again_s: tuple[float, float] | None = None
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class RadioOutcome:
    """The result of a drop: seconds to recover, the score, sets done and found, and whether the reference was kept."""

    drop: RadioDrop
    recovered_s: float
    score: DropScore
    sets: tuple[int, int]
    calibration_kept: bool

    @property
    def is_clean(self) -> bool:
        return self.score.is_clean and self.recovered_s <= RECOVERED_WITHIN_S and self.calibration_kept


def performance_of(drop: RadioDrop) -> Performance:
    """Return two sets of six good reps with life around them, as in `bench.drops`."""
    rest = list(Rest)[drop.seed % len(Rest)]
    plan = usual_plan(find_exercise(drop.exercise, NO_FOLDER), sets=2, reps=6, rest=rest, rest_s=20.0)
    return perform(plan, random_person(drop.seed), drop.seed)


def spec_of(drop: RadioDrop, performance: Performance) -> SensorInAir:
    """Return the sensor that this person wears."""
    faults = WEAK if drop.weak else GOOD
    sensor = partial(random_sensor, drop.seed)
    return SensorInAir(device_by_id(drop.device_id), performance, faults=faults, seed=drop.seed, sensor=sensor)


def outcome_of(drop: RadioDrop) -> RadioOutcome:
    """Run one drop over the radio and score it."""
    performance = performance_of(drop)
    device = device_by_id(drop.device_id)
    pipeline = Pipeline(
        performance.plan.exercise, performance.plan.placement, device.decoder(device.usual_hz), device.usual_hz
    )
    recovered: list[float] = []

    async def play(on_air: OnAir) -> None:
        begun_s = await on_air.begun_s()
        if drop.out is not None:
            recovered.append(await _drop(on_air, drop, drop.out, begun_s))
        await on_air.until(begun_s + performance.truth.postures[-1].end_s + _TAIL_S)

    on_air = run_fast(follow(spec_of(drop, performance), play, pipeline))
    return _judged(drop, performance, on_air, max(recovered, default=0.0))


async def _drop(on_air: OnAir, drop: RadioDrop, out: Span, begun_s: float) -> float:
    """Go out of range and back, maybe twice while connecting; return the time until the sensor streams again."""
    sensor = on_air.sensor
    await on_air.until(begun_s + out.start_s)
    sensor.leave(out.end_s - out.start_s)
    await on_air.until(begun_s + out.end_s)
    back_s = begun_s + out.end_s
    if drop.again_s is not None:
        wait_s, away_s = drop.again_s
        await on_air.until(back_s + wait_s)
        sensor.leave(away_s)
        back_s += wait_s + away_s
        await on_air.until(back_s)
    if drop.refuses:
        good = sensor.faults
        sensor.faults = replace(good, refused_roles=_written_roles(on_air))
        back_s += REFUSED_S
        await on_air.until(back_s)
        sensor.faults = good
    return await on_air.streams(since=on_air.source.statistics.samples)


def _written_roles(on_air: OnAir) -> tuple[str, ...]:
    writable = Property.WRITE | Property.WRITE_FAST
    return tuple(one.role for one in on_air.device.characteristics if one.properties & writable)


def _judged(drop: RadioDrop, performance: Performance, on_air: OnAir, recovered_s: float) -> RadioOutcome:
    """Compare the count with truth and gaps, on the arrival clock."""
    begun_s, fed, events = on_air.sensor.start_s, on_air.sensor.fed, on_air.events
    if begun_s is None or fed is None:
        raise RuntimeError("the sensor has not streamed, or has not kept what it measured")
    offset_s = begun_s - on_air.start_s
    true = [Span(rep.lift_start_s + offset_s, rep.end_s + offset_s) for rep in performance.truth.reps]
    decoder = on_air.device.decoder(on_air.device.usual_hz)
    frames = decoder.feed(on_air.packets)
    missing = missing_spans(frames, fed.samples, SHORTEST_S)
    holes = [Span(start_s - on_air.start_s, end_s - on_air.start_s) for start_s, end_s in missing]
    taken = sum(isinstance(event, ReferenceTaken) and event.first for event in events)
    kept = taken <= 1 and not any(isinstance(event, ReferenceDoubted) for event in events)
    sets = sum(isinstance(event, SetFinished) for event in events)
    done = len(performance.truth.sets)
    return RadioOutcome(drop, recovered_s, score(true, holes, counted_reps(events)), (done, sets), kept)


def drops_of(exercise: str, seed: int, device_id: str, *, weak: bool) -> list[RadioDrop]:
    """Return some drops of one session; none if it is miscounted even without drops."""
    whole = RadioDrop(exercise, device_id, seed, weak=weak)
    plain = outcome_of(whole)
    if not plain.score.is_clean or plain.sets[0] != plain.sets[1]:
        return []
    reps = performance_of(whole).truth.reps
    rng = np.random.default_rng([seed, 72])
    drops: list[RadioDrop] = []
    for number in range(DROPS_A_SESSION):
        start_s = float(rng.uniform(reps[0].lift_start_s, reps[-1].end_s))
        lasts_s = _away_s(rng)
        again_s = (float(rng.uniform(0.05, 0.9)), _away_s(rng))
        kind = (seed + number) % 3 if weak else 0
        drops.append(
            replace(
                whole,
                out=Span(start_s, start_s + lasts_s),
                again_s=again_s if kind == 1 else None,
                refuses=kind == 2,
            )
        )
    return drops


def _away_s(rng: np.random.Generator) -> float:
    """Return a duration, as often from 0.3 to 3 s as from 3 to 30 s."""
    return math.exp(rng.uniform(math.log(DROP_S[0]), math.log(DROP_S[1])))


def outcomes(asked: tuple[str, int, str, bool]) -> list[RadioOutcome]:
    """Run all drops of one session."""
    exercise, seed, device_id, weak = asked
    return [outcome_of(drop) for drop in drops_of(exercise, seed, device_id, weak=weak)]


def report(everything: Sequence[RadioOutcome]) -> str:
    """Return the totals as lines."""
    took_s = np.array([one.recovered_s for one in everything] or [0.0])
    late = int(np.count_nonzero(took_s > RECOVERED_WITHIN_S))
    middle_s, most_s, longest_s = np.quantile(took_s, (0.5, 0.95, 1.0))
    lines = [
        f"{len(everything)} drops, {sum(one.is_clean for one in everything)} of them clean",
        f"recovered within {middle_s:.2f} s (median), {most_s:.2f} s (95 %), {longest_s:.2f} s (all); late: {late}",
        *total_lines(everything),
    ]
    return "\n".join(lines)


def wrong(everything: Sequence[RadioOutcome]) -> list[str]:
    """Return the drops with a fault, as lines."""
    return [
        f"{one.drop}: recovered {one.recovered_s:.2f} s, {one.score}, sets {one.sets}, kept {one.calibration_kept}"
        for one in everything
        if not one.is_clean
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Simulate, drop, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drops", type=int, default=100, help="how many (default 100)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--device", default="open-profile", help="device id (default open-profile)")
    parser.add_argument("--exercise", default="", help="only exercises with this in their names")
    parser.add_argument("--weak", action="store_true", help="stalls, doubled notifications, refusals, away again")
    parser.add_argument("--wrong", type=int, default=20, help="how many that went wrong to list (default 20)")
    asked = parser.parse_args(argv)
    names = [one.id for one in all_exercises(NO_FOLDER) if asked.exercise in one.id]
    sessions = [
        (names[seed % len(names)], seed, asked.device, asked.weak)
        for seed in range(asked.first, asked.first + 3 * -(-asked.drops // DROPS_A_SESSION))
    ]
    everything: list[RadioOutcome] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for done in pool.map(outcomes, sessions):
            everything += done
            if len(everything) >= asked.drops:
                pool.shutdown(cancel_futures=True)
                break
    everything = everything[: asked.drops]
    print("\n".join([report(everything), "", *wrong(everything)[: asked.wrong]]))
    return 0 if everything and all(one.is_clean for one in everything) else 1


if __name__ == "__main__":
    sys.exit(main())
