"""Score a count with gaps in the data: true reps and gaps against the counted reps.

A rep done wholly in range must be counted once and be certain. A rep that overlaps a gap may be counted or not; a
counted one must be uncertain. Nothing else may be counted. Any program that drops packets can use it:
`score(true, gaps, counted)`, all in seconds on one clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

MARGIN_S = 0.15
"""Distance from a gap's edge within which a rep may be in range or not: the error of sample times and edges."""

SHORTEST_S = 0.3
"""Longest gap that motion is carried across: it makes nothing uncertain (`motion/gap_lengths.py`)."""

SURELY_S = 0.5
"""Shortest gap that always makes a rep uncertain; in between it depends on how samples fall into packets."""


@dataclass(frozen=True, slots=True)
class Span:
    """Start and end of a true rep, a gap or a set."""

    start_s: float
    end_s: float

    def overlap_s(self, other: "Span") -> float:
        """Return the length of the overlap, seconds."""
        return min(self.end_s, other.end_s) - max(self.start_s, other.start_s)


@dataclass(frozen=True, slots=True)
class CountedRep:
    """A counted rep: its times, and whether it is uncertain."""

    start_s: float
    end_s: float
    uncertain: bool

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True, slots=True)
class DropScore:
    """Numbers of reps.

    `in_range`: true reps without a gap; `lost`: of those, not counted; `twice`: counted more than once, with gaps or
    not. `silent`: counted as certain over a gap; `doubted`: uncertain without a gap. `phantoms`: counted where no rep
    was done. `touched`: true reps that overlap a gap; `kept`: of those, counted.
    """

    in_range: int = 0
    lost: int = 0
    twice: int = 0
    silent: int = 0
    doubted: int = 0
    phantoms: int = 0
    touched: int = 0
    kept: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing is lost, counted twice, silent or invented."""
        return not (self.lost or self.twice or self.silent or self.phantoms)

    def __add__(self, other: "DropScore") -> "DropScore":
        return DropScore(*(getattr(self, name) + getattr(other, name) for name in DropScore.__slots__))


def score(true: Sequence[Span], gaps: Sequence[Span], counted: Sequence[CountedRep]) -> DropScore:
    """Compare counted reps with true ones, given the gaps."""
    gaps = [gap for gap in gaps if gap.end_s - gap.start_s > SHORTEST_S]
    long = [gap for gap in gaps if gap.end_s - gap.start_s > SURELY_S]
    matches = [_best(true, rep.span) for rep in counted]
    clear = [_apart_s(rep, gaps) >= MARGIN_S for rep in true]
    inside = [_apart_s(rep, gaps) <= -MARGIN_S for rep in true]
    phantoms = twice = silent = doubted = 0
    for rep, match in zip(counted, matches, strict=True):
        if match is None:
            phantoms += _apart_s(rep.span, gaps) > -MARGIN_S
        spans = [rep.span] if match is None else [rep.span, true[match]]
        silent += not rep.uncertain and any(_apart_s(span, long) <= -MARGIN_S for span in spans)
        doubted += rep.uncertain and match is not None and clear[match]
    for number in range(len(true)):
        twice += max(matches.count(number) - 1, 0)
    missed = [number for number in range(len(true)) if number not in matches]
    return DropScore(
        in_range=sum(clear),
        lost=sum(clear[number] for number in missed),
        twice=twice,
        silent=silent,
        doubted=doubted,
        phantoms=phantoms,
        touched=sum(inside),
        kept=sum(inside[number] for number in set(matches) - {None} if number is not None),
    )


def _apart_s(rep: Span, gaps: Sequence[Span]) -> float:
    """Return the distance of the nearest gap; negative: the length of the longest overlap."""
    return min((-rep.overlap_s(gap) for gap in gaps), default=float("inf"))


def _best(true: Sequence[Span], rep: Span) -> int | None:
    """Return the true rep that this one overlaps most; None without an overlap."""
    overlaps = [(rep.overlap_s(one), number) for number, one in enumerate(true)]
    most_s, number = max(overlaps, default=(0.0, 0))
    return number if most_s > 0.0 else None


class Outcome(Protocol):
    """The effect of a drop on a count: `sets` done and found."""

    @property
    def score(self) -> DropScore: ...

    @property
    def sets(self) -> tuple[int, int]: ...

    @property
    def calibration_kept(self) -> bool: ...


def total_lines(everything: Sequence[Outcome]) -> list[str]:
    """Return the totals of many drops."""
    total = sum((one.score for one in everything), DropScore())
    merged = sum(one.sets[1] < one.sets[0] for one in everything)
    split = sum(one.sets[1] > one.sets[0] for one in everything)
    return [
        f"reps done in range: {total.in_range}; lost {total.lost}; counted twice {total.twice}",
        f"phantoms {total.phantoms}; counted as certain over a gap {total.silent}",
        f"uncertain without a gap {total.doubted}",
        f"reps with a gap: {total.touched}; of those counted as uncertain: {total.kept}",
        f"sets: too few in {merged} sessions, too many in {split}",
        f"calibration kept: {sum(one.calibration_kept for one in everything)}",
    ]
