"""The tables of counts with weights that were fitted on others."""

from collections.abc import Sequence

from bench.accuracy_real import exact, life_rate, windows
from bench.agreement import Compared, phantoms_per_h, share_exact, table
from bench.cases import OURS, Outcome, by
from bench.real import LIFE, Heard
from bench.warned import percent
from sensorcoach.detect.finding.comparisons import NAMES

LEFT_OUT = "left out"
"""Name of the counter with weights fitted without the person, or the style, that it counts."""

BESIDE = ("peak counter", "zero crossings")
"""Names of the peers beside it."""

COUNTERS = (LEFT_OUT, OURS, *BESIDE)
TITLES = {LEFT_OUT: "left out", OURS: "as shipped"}

CODES = {"fast": {"momentum"}, "low-amplitude": {"short_range"}, "correct": {"momentum", "short_range"}}
"""Warnings expected in sets of known kind; correct sets deserve neither."""


def ablation(name: str) -> str:
    """Return the name of the counter with weights fitted without this comparison, too."""
    return f"left out, without {name}"


def people(everything: Sequence[Heard]) -> str:
    """Return real sets by source and kind: exact and within one, left out, as shipped, and the peers."""
    sets = [one for one in everything if one.exercise != LIFE]
    groups = {
        f"{source}, {kind}": ([one for one in sets if one.source == source], kind)
        for source, group in by(sets, lambda one: one.source).items()
        for kind in dict.fromkeys(window.kind for window in windows(group))
    }
    groups_and_all: dict[str, tuple[list[Heard], str | None]] = {**groups, "all": (sets, None)}
    body = [[label, *_set_cells(group, kind)] for label, (group, kind) in groups_and_all.items()]
    return table(["real sets", "sets", *_heads("exact"), *_heads("within 1")], body)


def _set_cells(group: Sequence[Heard], kind: str | None) -> list[str]:
    found = {name: windows([one for one in group if one.counter == name], kind) for name in COUNTERS}
    shares = [percent(exact(found[name], off)) for off in (0, 1) for name in COUNTERS]
    return [str(len(found[LEFT_OUT])), *shares]


def _heads(what: str, counters: Sequence[str] = COUNTERS) -> list[str]:
    return [f"{what}, {TITLES.get(name, name)}" for name in counters]


def in_life(everything: Sequence[Heard]) -> str:
    """Return the table of phantom reps in real life without sets."""
    life = [one for one in everything if one.exercise == LIFE]
    body: list[list[str]] = []
    for label, group in {**by(life, lambda one: one.source), "all": life}.items():
        rates = [life_rate(group, name) for name in COUNTERS]
        body.append([label, f"{rates[0][1]:.2f}", *(str(count) for count, _ in rates)])
    return table(["real life", "hours", *_heads("phantom reps")], body)


def warned(everything: Sequence[Heard]) -> str:
    """Return the share of counted reps with a warning, in sets of known kind."""
    body: list[list[str]] = []
    for kind, codes in CODES.items():
        cells: list[str] = []
        for name in (LEFT_OUT, OURS):
            reps = [rep for one in windows([o for o in everything if o.counter == name], kind) for rep in one.reps]
            said = sum(bool(codes & set(rep.codes)) for rep in reps)
            cells.append(percent(said / len(reps), len(reps)) if reps else "-")
        body.append([kind, " or ".join(sorted(codes)), *cells])
    return table(["kind of set", "reps warned of", *(TITLES[name] for name in (LEFT_OUT, OURS))], body)


def ablations(everything: Sequence[Heard]) -> str:
    """Return the table of the value of each comparison: people left out, counted without it."""
    groups = by(everything, lambda one: one.counter)
    counters = {"nothing": LEFT_OUT, **{name: ablation(name) for name in NAMES}}
    body: list[list[str]] = []
    for label, name in counters.items():
        if name in groups:
            sets = windows(groups[name])
            right = sum(one.count.found == one.count.true for one in sets)
            wrong = sum(abs(one.count.found - one.count.true) for one in sets)
            phantoms, _ = life_rate(everything, name)
            body.append([label, str(len(sets)), str(right), percent(exact(sets, 1)), str(wrong), str(phantoms)])
    return table(["without", "real sets", "exact", "within 1", "wrong reps", "phantom reps in life"], body)


def styles(everything: Sequence[Outcome]) -> str:
    """Return simulated sessions of each style: exact and phantom reps per hour, left out, as shipped, and the peers."""
    columns = [(name, gyro) for gyro, names in ((True, COUNTERS[:2]), (False, COUNTERS)) for name in names]
    titles = {(name, gyro): f"{TITLES.get(name, name)}, {'gyro' if gyro else 'no gyro'}" for name, gyro in columns}
    body: list[list[str]] = []
    for label, group in {**by(everything, lambda one: one.case.style.value), "all": list(everything)}.items():
        found = {key: _compared(group, *key) for key in columns}
        exacts = [percent(share_exact(found[key])) for key in columns]
        phantoms = [f"{phantoms_per_h(found[key]):.1f}" for key in columns[:4]]
        sets = sum(len(one.sets) for one in found[columns[0]])
        body.append([label, str(sets), *exacts, *phantoms])
    heads = [f"exact, {titles[key]}" for key in columns] + [f"phantoms/h, {titles[key]}" for key in columns[:4]]
    return table(["simulated style", "sets", *heads], body)


def _compared(group: Sequence[Outcome], counter: str, gyro: bool) -> list[Compared]:  # noqa: FBT001  # key of a column
    return [one.compared for one in group if one.counter == counter and one.gyro is gyro]
