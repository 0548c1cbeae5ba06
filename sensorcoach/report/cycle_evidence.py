"""Collect the movements around a moment, with the evidence that decided whether each was counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sensorcoach.events import CycleWeighed, Event, RepCounted, SetFinished, SignalJudged
from sensorcoach.exercises.exercise import Exercise, Placement

AROUND_S = 15.0
"""Seconds before and after the moment in which movements are shown: about five lifts."""

SAME_SHARE = 0.3
"""Two cycles whose overlap exceeds this fraction of the shorter are one movement: once from bottom, once from top."""

OF_REP_SHARE = 0.5
"""A cycle belongs to a rep if their overlap exceeds this fraction of the shorter."""


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A movement, and its rep as (set number, rep number); None if it was not counted."""

    cycle: CycleWeighed
    rep: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class MomentExplained:
    """The movements around `at_s`: `rows` in order of time, and the rep and the set at that time, if any.

    `begin_s` is the beginning of the recording; printed times count from there. `signal`: why the signal could not be
    used, or why nothing was counted, in words.
    """

    path: str
    exercise: Exercise
    placement: Placement
    simulated: bool
    begin_s: float
    at_s: float
    rows: tuple[CycleRow, ...]
    rep: tuple[int, int] | None
    set_number: int | None
    signal: str | None

    @property
    def nearest(self) -> CycleRow | None:
        """The movement at the moment, or the nearest one."""
        return min(self.rows, key=lambda row: _distance_s(row.cycle, self.at_s), default=None)


def find_rows_around(events: Sequence[Event], at_s: float) -> tuple[CycleRow, ...]:
    """The movements around a moment, each once. Of overlapping ones the counted one is kept, else the likeliest."""
    latest = {
        (event.start_s, event.top_s, event.end_s): event
        for event in events
        if isinstance(event, CycleWeighed) and _distance_s(event, at_s) <= 3.0 * AROUND_S
    }
    reps = [event for event in events if isinstance(event, RepCounted)]
    kept: list[CycleRow] = []
    for cycle in sorted(latest.values(), key=lambda one: (not one.counted, one.needed - one.total, one.start_s)):
        row = CycleRow(cycle, _find_rep_of(cycle, reps))
        if not _lies_between(row, reps) and all(
            _overlap_share(_span(cycle), _span(one.cycle)) <= SAME_SHARE for one in kept
        ):
            kept.append(row)
    near = (row for row in kept if _distance_s(row.cycle, at_s) <= AROUND_S)
    return tuple(sorted(near, key=lambda row: row.cycle.start_s))


def find_rep_at(events: Iterable[Event], at_s: float) -> tuple[int, int] | None:
    """Set number and rep number of the rep at this time."""
    reps = (event for event in events if isinstance(event, RepCounted))
    return next(
        ((one.set_number, one.rep.number) for one in reps if one.rep.lift_start_s <= at_s <= one.rep.end_s), None
    )


def find_set_at(events: Iterable[Event], at_s: float) -> int | None:
    """Number of the set at this time."""
    sets = (event for event in events if isinstance(event, SetFinished))
    return next((one.number for one in sets if one.start_s <= at_s <= one.end_s), None)


def find_signal_reason(events: Sequence[Event]) -> str | None:
    """The reason of the last judgement of the signal."""
    return next((event.reason for event in reversed(events) if isinstance(event, SignalJudged)), None)


def _find_rep_of(cycle: CycleWeighed, reps: Iterable[RepCounted]) -> tuple[int, int] | None:
    shared = [(_overlap_share(_span(cycle), _rep_span(one)), one) for one in reps]
    share, best = max(shared, key=lambda pair: pair[0], default=(0.0, None))
    return (best.set_number, best.rep.number) if best is not None and share > OF_REP_SHARE else None


def _lies_between(row: CycleRow, reps: Iterable[RepCounted]) -> bool:
    """Return whether the movement is the lower of one counted rep and the lift of the next."""
    span = _span(row.cycle)
    covered_s = sum(max(_overlap_s(span, _rep_span(one)), 0.0) for one in reps)
    return row.rep is None and covered_s > OF_REP_SHARE * (span[1] - span[0])


def _span(cycle: CycleWeighed) -> tuple[float, float]:
    return cycle.start_s, cycle.end_s


def _rep_span(counted: RepCounted) -> tuple[float, float]:
    return counted.rep.lift_start_s, counted.rep.end_s


def _overlap_s(one: tuple[float, float], other: tuple[float, float]) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _overlap_share(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The overlap of two spans as a fraction of the shorter."""
    return _overlap_s(one, other) / max(min(one[1] - one[0], other[1] - other[0]), 1e-9)


def _distance_s(cycle: CycleWeighed, at_s: float) -> float:
    return max(cycle.start_s - at_s, at_s - cycle.end_s, 0.0)
