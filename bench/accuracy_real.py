"""The tables of docs/accuracy.md about recordings of real people."""

import statistics
from collections.abc import Sequence

from bench.agreement import Compared, SetCount, Spread, share_exact, table
from bench.cases import OURS, by
from bench.real import LIFE, WHOLE, Heard, Window
from bench.warned import percent

TAUGHT_HOLD_S, NEAR_S = 5.0, 0.5
KINDS_JUDGED = ("correct", "fast", "low-amplitude")
"""Kinds of sets whose warnings are known."""


def windows(group: Sequence[Heard], kind: str | None = None) -> list[Window]:
    """Return the sets of these recordings, of one kind or of all."""
    return [one for heard in group for one in heard.windows if kind in (None, one.kind)]


def exact(group: Sequence[Window], tolerance: int = 0) -> float:
    """Return the share of the sets counted to within `tolerance`."""
    counts: list[SetCount] = [one.count for one in group]
    return share_exact([Compared(tuple(counts), 0, 0.0, ())], tolerance)


def real_sets(everything: Sequence[Heard]) -> str:
    """Return the table of sets exact by source, exercise, sensor and kind, ours and the peers'."""
    ours = [one for one in everything if one.counter == OURS and one.exercise != LIFE]
    peers = [name for name in by(everything, lambda o: o.counter) if name != OURS]
    body: list[list[str]] = []
    for label, group in by(ours, _recorded).items():
        for kind in dict.fromkeys(one.kind for one in windows(group)):
            mine = windows(group, kind)
            wrong = sum(abs(one.count.found - one.count.true) for one in mine)
            theirs = [
                percent(exact(windows([o for o in everything if o.counter == name and _recorded(o) == label], kind)))
                for name in peers
            ]
            name = label if kind == WHOLE else f"{label}, {kind}"
            body.append([name, str(len(mine)), percent(exact(mine)), percent(exact(mine, 1)), str(wrong), *theirs])
    body.append(_all_sets(everything, ours, peers))
    return table(["real", "sets", "exact", "within 1", "wrong reps", *(f"{name}: exact" for name in peers)], body)


def _all_sets(everything: Sequence[Heard], ours: Sequence[Heard], peers: Sequence[str]) -> list[str]:
    mine = windows(ours)
    wrong = sum(abs(one.count.found - one.count.true) for one in mine)
    theirs = [percent(exact(windows([o for o in everything if o.counter == name]))) for name in peers]
    return ["all", str(len(mine)), percent(exact(mine)), percent(exact(mine, 1)), str(wrong), *theirs]


def _recorded(heard: Heard) -> str:
    return f"{heard.source}: {heard.exercise}, {heard.placement}, {heard.rate_hz:g} Hz {heard.sensors}"


def life_rate(everything: Sequence[Heard], counter: str) -> tuple[int, float]:
    """Return the number of phantom reps in real life, and its hours."""
    group = [one for one in everything if one.counter == counter and one.exercise == LIFE]
    return sum(one.phantoms for one in group), sum(one.duration_s for one in group) / 3600.0


def real_life(everything: Sequence[Heard]) -> str:
    """Return the table of phantom reps of all counters in life without sets."""
    life = [one for one in everything if one.exercise == LIFE]
    names = list(by(life, lambda o: o.counter))
    body: list[list[str]] = []
    for label, group in {**by(life, lambda o: f"{o.source}, {o.placement}"), "all": life}.items():
        rates = [life_rate(group, name) for name in names]
        body.append(
            [label, f"{rates[0][1]:.2f}", *(f"{count} ({count / max(hours, 1e-9):.1f}/h)" for count, hours in rates)]
        )
    return table(["life", "hours", *names], body)


def real_warnings(everything: Sequence[Heard]) -> str:
    """Return the table of warned reps, as a share of counted reps, in sets of known kind."""
    ours = [one for one in everything if one.counter == OURS]
    said = {code for one in windows(ours) for rep in one.reps for code in rep.codes}
    codes = ["momentum", "short_range", *sorted(said - {"momentum", "short_range"})]
    body: list[list[str]] = []
    for kind in KINDS_JUDGED:
        reps = [rep for one in windows(ours, kind) for rep in one.reps]
        if reps:
            shares = [percent(sum(code in rep.codes for rep in reps) / len(reps)) for code in codes]
            any_of = percent(sum(bool(rep.codes) for rep in reps) / len(reps))
            body.append([kind, str(len(reps)), *shares, any_of])
    return table(["kind of set", "reps", *codes, "anything"], body)


def real_holds(everything: Sequence[Heard]) -> str:
    """Return the table of holds in sets with a taught hold of five seconds, beside the duration of the whole reps."""
    ours = [one for one in everything if one.counter == OURS]
    body: list[list[str]] = []
    for label, group in {**by(ours, lambda o: f"{o.exercise}, {o.placement}"), "all": ours}.items():
        reps = [rep for one in windows(group, "correct") for rep in one.reps]
        if len(reps) > 1:
            holds = [rep.values()[1] for rep in reps]
            near = sum(abs(hold - TAUGHT_HOLD_S) <= NEAR_S for hold in holds) / len(holds)
            low, middle, high = statistics.quantiles(holds, n=4)
            whole = statistics.median(rep.end_s - rep.lift_start_s for rep in reps)
            cells = (f"{middle:.2f}", f"{low:.2f} to {high:.2f}", percent(near), f"{whole:.2f}")
            body.append([label, str(len(reps)), *cells])
    near_5 = f"within {NEAR_S:g} s of {TAUGHT_HOLD_S:g} s"
    return table(["taught 5 s", "reps", "hold, median s", "middle half s", near_5, "whole rep, median s"], body)


def real_marks(everything: Sequence[Heard]) -> str:
    """Return the table of starts and ends of reps, beside marks by eye or by a force plate."""
    ours = [one for one in everything if one.counter == OURS and one.marked]
    body: list[list[str]] = []
    for label, group in by(ours, lambda o: f"{o.source}: {o.exercise}").items():
        marks = [mark for one in group for mark in one.marked]
        if len(marks) > 1:
            spread = [Spread(statistics.fmean(c), 1.96 * statistics.stdev(c)).text(3) for c in zip(*marks, strict=True)]
            body.append([label, str(len(marks)), *spread])
    return table(["marked", "reps", "start s", "end s"], body)
