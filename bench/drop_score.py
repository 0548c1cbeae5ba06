"""What a hole in the data may do to a count, and what it must not: true reps and holes against the reps counted.

A rep done wholly in range must be counted, once, and be certain. One that a hole overlaps may be counted or not, and
where it is it must be said to be uncertain. Nothing else may be counted. Whoever drops packets, on whatever radio, can
be scored with it: `score(true, holes, counted)`, all in seconds on one clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

MARGIN_S = 0.15
"""Within so long of a hole's edge a rep may be taken for in range or not: that much sample times and edges are off."""

SHORTEST_S = 0.3
"""A hole up to this long the movement is carried across: it makes nothing uncertain (`motion/gaps.py`)."""

SURELY_S = 0.5
"""A hole longer than this makes uncertain; between the two it depends on how samples fall into packets."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when: a true rep, a hole, a set."""

    start_s: float
    end_s: float

    def overlap_s(self, other: "Span") -> float:
        """How long both last."""
        return min(self.end_s, other.end_s) - max(self.start_s, other.start_s)


@dataclass(frozen=True, slots=True)
class CountedRep:
    """A rep as it was counted: its times, and whether it was said to be uncertain."""

    start_s: float
    end_s: float
    uncertain: bool

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.end_s)


@dataclass(frozen=True, slots=True)
class DropScore:
    """Numbers of reps.

    `in_range`: true reps that no hole touches; `lost`: of those, not counted; `twice`: counted more than once, holed
    ones included. `silent`: counted over a hole without a word; `doubted`: said to be uncertain with no hole in them.
    `phantoms`: counted where no rep was done. `touched`: true reps that a hole overlaps; `kept`: of those, counted.
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
        """Nothing lost, nothing twice, nothing silent, nothing made up."""
        return not (self.lost or self.twice or self.silent or self.phantoms)

    def __add__(self, other: "DropScore") -> "DropScore":
        return DropScore(*(getattr(self, name) + getattr(other, name) for name in DropScore.__slots__))


def score(true: Sequence[Span], holes: Sequence[Span], counted: Sequence[CountedRep]) -> DropScore:
    """Hold the reps counted against those done, given where no samples came."""
    holes = [hole for hole in holes if hole.end_s - hole.start_s > SHORTEST_S]
    long = [hole for hole in holes if hole.end_s - hole.start_s > SURELY_S]
    matches = [_best(true, rep.span) for rep in counted]
    clear = [_apart_s(rep, holes) >= MARGIN_S for rep in true]
    inside = [_apart_s(rep, holes) <= -MARGIN_S for rep in true]
    phantoms = twice = silent = doubted = 0
    for rep, match in zip(counted, matches, strict=True):
        if match is None:
            phantoms += _apart_s(rep.span, holes) > -MARGIN_S
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


def _apart_s(rep: Span, holes: Sequence[Span]) -> float:
    """How far the nearest hole is; negative: how long the longest overlap is."""
    return min((-rep.overlap_s(hole) for hole in holes), default=float("inf"))


def _best(true: Sequence[Span], rep: Span) -> int | None:
    """The true rep that this one overlaps most; None where it overlaps none."""
    overlaps = [(rep.overlap_s(one), number) for number, one in enumerate(true)]
    most_s, number = max(overlaps, default=(0.0, 0))
    return number if most_s > 0.0 else None


class Outcome(Protocol):
    """What a drop did to a count: `sets` done and found."""

    @property
    def score(self) -> DropScore: ...

    @property
    def sets(self) -> tuple[int, int]: ...

    @property
    def calibration_kept(self) -> bool: ...


def total_lines(everything: Sequence[Outcome]) -> list[str]:
    """The totals of many drops."""
    total = sum((one.score for one in everything), DropScore())
    merged = sum(one.sets[1] < one.sets[0] for one in everything)
    split = sum(one.sets[1] > one.sets[0] for one in everything)
    return [
        f"reps done in range: {total.in_range}; lost {total.lost}; counted twice {total.twice}",
        f"counted where none was done {total.phantoms}; counted over a hole without a word {total.silent}",
        f"said to be uncertain with no hole in them {total.doubted}",
        f"reps with a hole in them: {total.touched}; counted, as uncertain: {total.kept}",
        f"sets: {merged} sessions with fewer than were done, {split} with more",
        f"calibration kept: {sum(one.calibration_kept for one in everything)}",
    ]
