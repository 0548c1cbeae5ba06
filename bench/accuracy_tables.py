"""The tables of docs/accuracy.md about simulated sessions."""

import math
from collections.abc import Callable, Sequence

from bench.agreement import COLUMNS, Compared, Judged, cells, phantoms_per_h, share_exact, table
from bench.cases import ENOUGH_HZ, Outcome, by, sensor_name
from bench.warned import Tally, anything, codes_in, percent, tally
from sensorcoach.simulator.plan import Style

TRUSTED, USUAL = 0.99, 0.95
"""Least shares of sets exact for the verdicts "trust" and "mostly"."""


def comparisons(group: Sequence[Outcome]) -> list[Compared]:
    """Return the comparison of each outcome with its truth."""
    return [outcome.compared for outcome in group]


def judged_in(group: Sequence[Outcome]) -> list[Judged]:
    """Return the warnings of every matched rep."""
    return [one for outcome in group for one in outcome.compared.judged]


def enough(group: Sequence[Outcome], gyro: bool | None = None) -> list[Outcome]:  # noqa: FBT001  # None is both
    """Return the outcomes at rates that have a target."""
    return [o for o in group if o.rate_hz >= ENOUGH_HZ and (gyro is None or o.gyro is gyro)]


def is_low(outcome: Outcome) -> bool:
    """Return whether lifts are very small: 3 to 6° at the pelvis, a third of the usual range at the thigh."""
    return outcome.case.style is Style.LOW


def place(outcome: Outcome) -> str:
    """Return exercise and placement in words."""
    return f"{outcome.case.exercise}, {outcome.case.placement.value}"


def grouped(name: str, groups: dict[str, list[Outcome]]) -> str:
    """Return a table of counting, phases and range, one row per group."""
    return table([name, *COLUMNS], [[label, *cells(comparisons(group))] for label, group in groups.items() if group])


def verdict(share: float) -> str:
    """Return the verdict for a share of sets exact."""
    return "-" if math.isnan(share) else "trust" if share >= TRUSTED else "mostly" if share >= USUAL else "check"


def verdicts(good: Sequence[Outcome]) -> str:
    """Return the table of sets exact and verdicts by exercise and placement, from 50 Hz on."""
    heads = ["exercise, placement"]
    tests: list[Callable[[Outcome], bool]] = []
    for low in (False, True):
        for gyro in (True, False):
            heads.append(f"{'very small lifts' if low else 'usual lifts'}, {sensor_name(gyro)}")
            tests.append(lambda o, low=low, gyro=gyro: is_low(o) is low and o.gyro is gyro)
    body: list[list[str]] = []
    for label, group in by(enough(good), place).items():
        shares = [share_exact(comparisons([o for o in group if test(o)])) for test in tests]
        body.append([label, *(f"{verdict(share)} ({percent(share)})" for share in shares)])
    return table(heads, body)


def warnings_table(everything: Sequence[Outcome]) -> str:
    """Return each code's caught and false shares, with and without gyro, from 50 Hz on and at the lowest rate."""
    groups = {
        "with gyro, from 50 Hz": enough(everything, gyro=True),
        "without gyro, from 50 Hz": enough(everything, gyro=False),
        "25 Hz": [o for o in everything if o.rate_hz < ENOUGH_HZ],
    }
    judged = {name: judged_in(group) for name, group in groups.items()}
    heads = ["warning", *(f"{what}, {name}" for name in groups for what in ("caught", "false"))]
    rows = [
        [code, *(c for part in judged.values() for c in _pair(tally(part, code)))]
        for code in codes_in(judged_in(everything))
    ]
    rows.append(["anything, of good reps", *(c for part in judged.values() for c in _pair(anything(part)))])
    return table(heads, rows)


def warnings_by(everything: Sequence[Outcome], key: Callable[[Outcome], str], name: str) -> str:
    """Return a table of caught shares per code, and of good reps flagged, one row per group, from 50 Hz on."""
    codes = [code for code in codes_in(judged_in(everything)) if tally(judged_in(everything), code).deserved]
    body: list[list[str]] = []
    for label, group in by(enough(everything), key).items():
        judged = judged_in(group)
        caught = [percent(tally(judged, code).caught_share) for code in codes]
        body.append([label, *caught, percent(anything(judged).false_share)])
    return table([name, *codes, "good reps flagged"], body)


def _pair(one: Tally) -> tuple[str, str]:
    return percent(one.caught_share, one.deserved), percent(one.false_share, one.good)


def simulated_peers(good: Sequence[Outcome]) -> str:
    """Compare with the peers on the same samples: accelerometer alone, from 50 Hz on, usual and very small lifts."""
    body: list[list[str]] = []
    for name, group in by(enough(good, gyro=False), lambda o: o.counter).items():
        usual, low = ([o for o in group if is_low(o) is small] for small in (False, True))
        shares = [share_exact(comparisons(part), off) for part in (usual, low) for off in (0, 1)]
        body.append([name, *map(percent, shares), f"{phantoms_per_h(comparisons(group)):.1f}"])
    heads = ["counter", "usual: exact", "within 1", "very small: exact", "within 1", "phantoms/h"]
    return table(heads, body)
