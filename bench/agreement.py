"""Agreement of found reps with true ones: sets exact, phantom reps, and the errors of phase times and range."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MARGIN_S = 1.0
"""Distance from a set within which a rep's lift may begin to belong to it."""

OVERLAP_SHARE = 0.3
"""Least share of a true rep that a found rep must cover to match it."""

MEASURES = ("lift", "hold", "lower", "range")
"""Quantities compared rep by rep: seconds, and degrees for the range."""


@dataclass(frozen=True, slots=True)
class TimedRep:
    """A rep, true or found: seconds and degrees.

    `codes`: its warnings, found or deserved; a `?` before a code means that both verdicts are right.
    """

    lift_start_s: float
    hold_start_s: float
    lower_start_s: float
    end_s: float
    rom_deg: float
    codes: tuple[str, ...] = field(default=(), kw_only=True)

    def values(self) -> tuple[float, float, float, float]:
        """In the order of `MEASURES`."""
        return (
            self.hold_start_s - self.lift_start_s,
            self.lower_start_s - self.hold_start_s,
            self.end_s - self.lower_start_s,
            self.rom_deg,
        )


@dataclass(frozen=True, slots=True)
class SetCount:
    """Reps done in a set and reps counted in it."""

    true: int
    found: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The codes of one rep: deserved, optional (both verdicts are right), reported."""

    deserved: frozenset[str]
    either: frozenset[str]
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One recording: its sets, reps counted outside all sets, its length, and two lists of its matched reps.

    `errors`: found minus true, in the order of `MEASURES`. `judged`: warnings.
    """

    sets: tuple[SetCount, ...]
    phantoms: int
    duration_s: float
    errors: tuple[tuple[float, ...], ...]
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """Bias, and half the width of the 95 % limits of agreement (1.96 standard deviations)."""

    bias: float
    limits: float

    def text(self, digits: int) -> str:
        return "-" if math.isnan(self.bias) else f"{self.bias:+.{digits}f} ± {self.limits:.{digits}f}"


def compare(true_sets: Sequence[Sequence[TimedRep]], found: Sequence[TimedRep], duration_s: float) -> Compared:
    """Compare truth and findings of one recording."""
    counts: list[SetCount] = []
    for reps in true_sets:
        low_s, high_s = reps[0].lift_start_s - MARGIN_S, reps[-1].end_s + MARGIN_S
        counts.append(SetCount(len(reps), sum(low_s <= rep.lift_start_s <= high_s for rep in found)))
    inside = sum(count.found for count in counts)
    matched = pairs([rep for reps in true_sets for rep in reps], found)
    errors = tuple(tuple(f - t for t, f in zip(true.values(), rep.values(), strict=True)) for true, rep in matched)
    judged = tuple(judge(true.codes, rep.codes) for true, rep in matched)
    return Compared(tuple(counts), len(found) - inside, duration_s, errors, judged)


def judge(true: Sequence[str], said: Sequence[str]) -> Judged:
    """Separate the codes of one rep into deserved and optional ones (`?`)."""
    either = frozenset(code.removeprefix("?") for code in true if code.startswith("?"))
    return Judged(frozenset(true) - {f"?{code}" for code in either}, either, frozenset(said))


def pairs(true: Sequence[TimedRep], found: Sequence[TimedRep]) -> list[tuple[TimedRep, TimedRep]]:
    """Match each true rep with the found rep that overlaps it most; a found rep is used once."""
    left = list(found)
    matched: list[tuple[TimedRep, TimedRep]] = []
    for rep in true:
        best = max(left, key=lambda other, rep=rep: _overlap_s(rep, other), default=None)
        if best is not None and _overlap_s(rep, best) > OVERLAP_SHARE * (rep.end_s - rep.lift_start_s):
            left.remove(best)
            matched.append((rep, best))
    return matched


def _overlap_s(one: TimedRep, other: TimedRep) -> float:
    return min(one.end_s, other.end_s) - max(one.lift_start_s, other.lift_start_s)


def spreads(compared: Iterable[Compared]) -> tuple[Spread, ...]:
    """Return bias and limits of each of `MEASURES` over all matched reps."""
    rows = [error for one in compared for error in one.errors]
    if len(rows) < 2:
        return (Spread(math.nan, math.nan),) * len(MEASURES)
    return tuple(
        Spread(statistics.fmean(column), 1.96 * statistics.stdev(column)) for column in zip(*rows, strict=True)
    )


def share_exact(compared: Iterable[Compared], tolerance: int = 0) -> float:
    """Return the share of the sets counted to within `tolerance` reps."""
    sets = [count for one in compared for count in one.sets]
    return sum(abs(count.found - count.true) <= tolerance for count in sets) / len(sets) if sets else math.nan


def phantoms_per_h(compared: Sequence[Compared]) -> float:
    """Return the reps counted outside all sets, per recorded hour."""
    hours = sum(one.duration_s for one in compared) / 3600.0
    return sum(one.phantoms for one in compared) / hours if hours else math.nan


COLUMNS = ("sets", "exact", "within 1", "reps", "matched", "phantoms/h", "lift s", "hold s", "lower s", "range °")


def cells(compared: Sequence[Compared]) -> list[str]:
    """Return a table row for these recordings, in the order of `COLUMNS`."""
    lift, hold, lower, extent = spreads(compared)
    return [
        str(sum(len(one.sets) for one in compared)),
        f"{share_exact(compared):.1%}",
        f"{share_exact(compared, 1):.1%}",
        str(sum(count.true for one in compared for count in one.sets)),
        str(sum(len(one.errors) for one in compared)),
        f"{phantoms_per_h(compared):.1f}",
        *(spread.text(3) for spread in (lift, hold, lower)),
        extent.text(2),
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, aligned as plain text: the first column left, the others right."""
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    lines = [[row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))] for row in rows]
    top = [head[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(head[1:], widths[1:], strict=True))]
    return "\n".join(f"| {' | '.join(line)} |" for line in (top, rule, *lines))
