"""Score counting and timing of simulated sessions over exercises, placements, styles and rates: `make simulated`.

usage: python -m bench.simulated [--seeds N] [--first SEED] [--exercise TEXT] [--style TEXT] [--wrong N]

Each session is performed once and sensed by eight sensors: 25, 50, 100 and 200 Hz, with a gyroscope and without.
Prints Markdown tables: sets exact and within one, sets counted alike at all rates, phantom reps per hour, and for lift,
hold, lower and range the bias with the 95 % limits of agreement (1.96 standard deviations) over all matched reps.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from bench.agreement import COLUMNS, cells, table
from bench.cases import ENOUGH_HZ, Case, Outcome, by, cases, outcomes, sensor_name
from sensorcoach.simulator.plan import Style

FAR_S = 0.5
"""Error above which a phase was confused rather than measured."""

PROCESSES = 2


def share_equal(group: Sequence[Outcome]) -> float:
    """Return the share of the sets counted alike at all rates of the group, with and without gyroscope apart."""
    counts: dict[tuple[Case, bool, int], set[int]] = defaultdict(set)
    for outcome in group:
        for number, count in enumerate(outcome.compared.sets):
            counts[outcome.case, outcome.gyro, number].add(count.found)
    return sum(len(found) == 1 for found in counts.values()) / len(counts)


def grouped(name: str, groups: dict[str, list[Outcome]]) -> str:
    """Return a table with a row for each group."""
    body = [
        [label, *cells([outcome.compared for outcome in group]), f"{share_equal(group):.1%}"]
        for label, group in groups.items()
        if group
    ]
    return table([name, *COLUMNS, "equal at all rates"], body)


def headline(everything: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the groups that have a target, and the low amplitudes apart."""
    groups = {"all": list(everything)}
    for gyro in (True, False):
        fast = [outcome for outcome in everything if outcome.gyro is gyro and outcome.rate_hz >= ENOUGH_HZ]
        groups[f"{sensor_name(gyro)}, from 50 Hz"] = fast
        groups[f"{sensor_name(gyro)}, from 50 Hz, full range"] = [o for o in fast if o.case.style is not Style.LOW]
        groups[f"{sensor_name(gyro)}, from 50 Hz, low amplitude"] = [o for o in fast if o.case.style is Style.LOW]
    return groups


def report(everything: Sequence[Outcome]) -> str:
    """Return all tables."""
    tables = [
        grouped("sensors", headline(everything)),
        grouped("rate", by(everything, lambda o: f"{sensor_name(o.gyro)}, {o.rate_hz:g} Hz")),
    ]
    for gyro in (True, False):
        half = [outcome for outcome in everything if outcome.gyro is gyro]
        tables += [
            grouped(f"style, {sensor_name(gyro)}", by(half, lambda o: o.case.style.value)),
            grouped(
                f"exercise, {sensor_name(gyro)}", by(half, lambda o: f"{o.case.exercise}, {o.case.placement.value}")
            ),
        ]
    return "\n\n".join(tables)


def wrong(everything: Sequence[Outcome]) -> list[str]:
    """List sets with a wrong count, phantom reps and reps with a large phase error, by session, worst first."""
    found: list[tuple[int, str]] = []
    for outcome in everything:
        case, compared = outcome.case, outcome.compared
        faults = [
            (abs(count.found - count.true), f"set {number}: {count.found} counted, {count.true} done")
            for number, count in enumerate(compared.sets, start=1)
        ]
        far = sum(max(map(abs, error[:3])) > FAR_S for error in compared.errors)
        faults += [(compared.phantoms, f"{compared.phantoms} phantom reps")]
        lost = sum(min(count.found, count.true) for count in compared.sets) - len(compared.errors)
        faults += [(max(lost, 0), f"{lost} reps counted at another time")]
        faults += [(far, f"{far} reps with a phase more than {FAR_S:g} s off")]
        where = f"{case.exercise} {case.placement.value} {case.style.value} seed {case.seed}"
        where += f" {outcome.rate_hz:g} Hz {sensor_name(outcome.gyro)}"
        found.append((sum(off for off, _ in faults), f"{where}: {'; '.join(text for off, text in faults if off)}"))
    return [text for off, text in sorted(found, key=lambda pair: -pair[0]) if off]


def main() -> None:
    """Simulate, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2, help="people per case (default 2)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--exercise", default="", help="only exercises with this in their names")
    parser.add_argument("--style", default="", help="only styles with this in their names")
    parser.add_argument("--wrong", type=int, default=10, help="number of the worst to list (default 10)")
    asked = parser.parse_args()
    planned = cases(range(asked.first, asked.first + asked.seeds), asked.exercise, asked.style)
    everything: list[Outcome] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for number, done in enumerate(pool.map(outcomes, planned, chunksize=4), start=1):
            everything += done
            if number % 28 == 0:
                print(f"{number}/{len(planned)} sessions", file=sys.stderr)
    print(report(everything))
    print("\n".join(["", *wrong(everything)[: asked.wrong]]))


if __name__ == "__main__":
    main()
