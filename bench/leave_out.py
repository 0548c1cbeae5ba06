"""Count people, and simulated styles, that are left out of the fit of the evidence.

usage: python -m bench.leave_out [--data FOLDER] [--seeds N] [--no-ablations]

Each person is left out in turn: the weights are fitted without the person, then the person's recordings are counted
with them. The same without each comparison shows its value. Simulated sessions of each style are counted with weights
fitted without that style. Prints Markdown tables; beside them the shipped program, fitted on all of them, and two of
the peers.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import leave_out_tables
from bench.cases import NO_FOLDER, OURS, Case, Outcome, by, cases, compared, our_reps, peer_reps, plan_of, reps_in
from bench.evidence.collect import STYLE, Seeds, collect
from bench.evidence.fit import Labelled, prepare
from bench.evidence.labels import person_of
from bench.leave_out_tables import BESIDE, LEFT_OUT, ablation
from bench.peers.registry import PEERS
from bench.progress import say
from bench.reading import samples_of
from bench.real import Heard, chosen_for, everything_in, heard_by
from bench.real_folder import real_folder
from bench.score import Row, rows
from bench.simulated import PROCESSES
from sensorcoach.detect.finding.comparisons import NAMES
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.performance import perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import sense

RATE_HZ = 50.0
"""Rate of the simulated sensors."""

Models = dict[str, EvidenceModel]
"""Weights, by the name of the counter that uses them."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Counts with weights fitted on others: `people` and, simulated, `styles`."""

    people: list[Heard]
    styles: list[Outcome]


def models_without(everything: Sequence[Labelled], group: str, ablated: Sequence[str]) -> Models:
    """Fit weights without this group, and without each of these comparisons as well."""
    prepared = prepare([one for one in everything if one.group != group])
    whole = prepared.fit()
    return {LEFT_OUT: whole, **{ablation(name): prepared.fit(name, whole) for name in ablated}}


def count_people(folder: Path, everything: Sequence[Labelled], ablated: Sequence[str], pool: Executor) -> list[Heard]:
    """Count every recording of real people with weights fitted without the person."""
    waiting: list[Future[list[Heard]]] = []
    for person, own in by(rows(folder / "recordings.csv"), lambda row: person_of(row["file"])).items():
        models = models_without(everything, person, ablated)
        waiting += [pool.submit(count_recording, folder, row, models) for row in own]
    return [one for done in waiting for one in done.result()]


def count_recording(folder: Path, row: Row, models: Models) -> list[Heard]:
    """Count one recording with each of these weights."""
    samples = samples_of(folder / row["file"])
    exercise, placement = find_exercise(chosen_for(row), NO_FOLDER), Placement(row["placement"])
    sensors = "acc" if samples.gyro_radps is None else "acc + gyro"
    duration_s = float(samples.time_s[-1] - samples.time_s[0])
    return [
        heard_by(folder, row, name, sensors, duration_s, reps_in(samples, exercise, placement, model))
        for name, model in models.items()
    ]


def count_styles(everything: Sequence[Labelled], seeds: Sequence[int], exercise: str, pool: Executor) -> list[Outcome]:
    """Count simulated sessions of each style with weights fitted without it, as shipped, and by the peers."""
    waiting: list[Future[list[Outcome]]] = []
    for style in Style:
        model = prepare([one for one in everything if one.group != f"{STYLE}/{style.value}"]).fit()
        waiting += [pool.submit(_count_session, case, model) for case in cases(seeds, exercise) if case.style is style]
    return [one for done in waiting for one in done.result()]


def _count_session(case: Case, model: EvidenceModel) -> list[Outcome]:
    """Count a session with a gyroscope and without; peers count the latter."""
    performance = perform(plan_of(case), random_person(case.seed), case.seed)
    found: list[Outcome] = []
    for gyro in (True, False):
        session = sense(performance, random_sensor(case.seed, RATE_HZ, gyro=gyro), 1)
        plan, samples = session.plan, session.samples
        reps = {LEFT_OUT: reps_in(samples, plan.exercise, plan.placement, model), OURS: our_reps(session)}
        if not gyro:
            reps |= {name: peer_reps(session, PEERS[name]) for name in BESIDE}
        found += [Outcome(case, RATE_HZ, gyro, compared(session, some), name) for name, some in reps.items()]
    return found


def unseen(folder: Path, fit_seeds: Seeds, seeds: Sequence[int], ablated: Sequence[str], pool: Executor) -> Unseen:
    """Count everything with weights fitted on others."""
    everything = collect(folder, fit_seeds, pool)
    say("each person left out")
    people = count_people(folder, everything, ablated, pool)
    say("each style left out")
    return Unseen(people, count_styles(everything, seeds, fit_seeds.exercise, pool))


def main() -> None:
    """Fit, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    parser.add_argument("--seeds", type=int, default=2, help="simulated people per style (default 2)")
    parser.add_argument(
        "--ablations", action=argparse.BooleanOptionalAction, default=True, help="leave out comparisons"
    )
    asked = parser.parse_args()
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = unseen(asked.data, Seeds(), range(1, asked.seeds + 1), NAMES if asked.ablations else (), pool)
        people = [*everything_in(asked.data, pool.map), *found.people]
    parts = [leave_out_tables.people(people), leave_out_tables.in_life(people), leave_out_tables.warned(people)]
    parts += [leave_out_tables.ablations(people)] if asked.ablations else []
    print("\n\n".join([*parts, leave_out_tables.styles(found.styles)]))


if __name__ == "__main__":
    main()
