"""The sets and reps of a recording as frozen values in SI units, collected from its events.

The analysis document rounds these values and converts radians to degrees; the library returns them as they are.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    RepCounted,
    SetArmed,
    SetDisarmed,
    SetFinished,
    SetInterrupted,
    SetStarted,
    Side,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class RepWarning:
    """A rule of form that a rep broke.

    `code` names the rule, `criterion` the quantity. `value` and `limit` are in `unit`. `at_s`: time of the fault.
    `message` says what to do.
    """

    set_number: int
    rep_number: int
    code: str
    criterion: str
    value: float
    limit: float
    unit: str
    at_s: float
    message: str


@dataclass(frozen=True, slots=True)
class AnalyzedRep:
    """One counted rep. Times are seconds on the recording's clock, angles radians.

    `lift_s` (concentric), `hold_s` (isometric), `lower_s` (eccentric): durations of the phases; the first begins at
    `lift_start_s`. `rest_s`: time to the next rep of the set, None after the last.
    `announced_s`: time of the newest sample that was needed to count the rep.
    `range_rad`: range of motion, from the bottom to the top of this rep. `peak_lift_radps`, `peak_lower_radps`: peak
    angular rates. `smoothness`, `smoothness_lower`: SPARC of lift and lower, dimensionless and negative; 0 is perfectly
    smooth; None if too short.
    `times_within_s`: 95 % of lift, hold and lower times lie within this distance of the truth; None if unknown.
    `missing_s`: seconds without samples in the rep. `is_uncertain`: `missing_s` is above 0, so that times and range
    are not reliable.
    """

    set_number: int
    number: int
    lift_start_s: float
    hold_start_s: float
    lower_start_s: float
    end_s: float
    lift_s: float
    hold_s: float
    lower_s: float
    rest_s: float | None
    announced_s: float
    range_rad: float
    peak_lift_radps: float
    peak_lower_radps: float
    smoothness: float | None
    smoothness_lower: float | None
    times_within_s: float | None
    missing_s: float
    is_uncertain: bool
    warnings: tuple[RepWarning, ...]


@dataclass(frozen=True, slots=True)
class AnalyzedSet:
    """One set with its reps. Times are seconds on the recording's clock.

    `side`: the side that worked, None if unknown. `is_armed`: the person or `armed` began the set.
    `suggestion`: the exercise that the set looked like, None if nothing was judged.
    `interruptions`: gaps within the set that may hide reps.
    """

    number: int
    start_s: float
    end_s: float
    side: Side | None
    is_armed: bool
    suggestion: ExerciseSuggested | None
    interruptions: tuple[SetInterrupted, ...]
    reps: tuple[AnalyzedRep, ...]


@dataclass(slots=True)
class _EventsOfSet:
    """Events of one set; `finished` is None until the set ends."""

    started: SetStarted
    counted: list[RepCounted] = field(default_factory=list[RepCounted])
    finished: SetFinished | None = None
    suggested: ExerciseSuggested | None = None
    interrupted: list[SetInterrupted] = field(default_factory=list[SetInterrupted])


def collect_sets(events: Sequence[Event]) -> tuple[AnalyzedSet, ...]:
    """The sets of one pipeline run, in order; `events` are all its events, without those of discarded sets."""
    armed_spans = _find_armed_spans(events)
    return tuple(_make_set(one, armed_spans) for one in _group_by_set(events))


def _group_by_set(events: Sequence[Event]) -> list[_EventsOfSet]:
    sets: dict[int, _EventsOfSet] = {}
    for event in events:
        match event:
            case SetStarted():
                sets[event.number] = _EventsOfSet(event)
            case RepCounted():
                sets[event.set_number].counted.append(event)
            case SetInterrupted() if event.number in sets:
                sets[event.number].interrupted.append(event)
            case SetFinished():
                sets[event.number].finished = event
            case ExerciseSuggested():
                sets[event.set_number].suggested = event
            case _:
                pass
    return list(sets.values())


def _find_armed_spans(events: Sequence[Event]) -> list[tuple[float, float]]:
    """Start and end of each span in which the person had armed a set; the last may have no end."""
    spans: list[tuple[float, float]] = []
    for event in events:
        if isinstance(event, SetArmed):
            spans.append((event.time_s, math.inf))
        elif isinstance(event, SetDisarmed) and spans:
            spans[-1] = (spans[-1][0], event.time_s)
    return spans


def _make_set(one: _EventsOfSet, armed_spans: Sequence[tuple[float, float]]) -> AnalyzedSet:
    """The start is the refined one where the set has ended. A set without an end ends with its last rep."""
    finished, counted = one.finished, one.counted
    start_s = finished.start_s if finished else one.started.start_s
    end_s = finished.end_s if finished else counted[-1].rep.end_s if counted else start_s
    rests_s: list[float | None] = [b.rep.lift_start_s - a.rep.end_s for a, b in pairwise(counted)]
    return AnalyzedSet(
        number=one.started.number,
        start_s=float(start_s),
        end_s=float(end_s),
        side=finished.side if finished else None,
        is_armed=any(from_s <= start_s <= to_s for from_s, to_s in armed_spans),
        suggestion=one.suggested,
        interruptions=tuple(one.interrupted),
        reps=tuple(_make_rep(each, rest_s) for each, rest_s in zip(counted, [*rests_s, None], strict=False)),
    )


def _make_rep(counted: RepCounted, rest_s: float | None) -> AnalyzedRep:
    rep = counted.rep
    return AnalyzedRep(
        set_number=counted.set_number,
        number=rep.number,
        lift_start_s=float(rep.lift_start_s),
        hold_start_s=float(rep.hold_start_s),
        lower_start_s=float(rep.lower_start_s),
        end_s=float(rep.end_s),
        lift_s=float(rep.lift_s),
        hold_s=float(rep.hold_s),
        lower_s=float(rep.lower_s),
        rest_s=None if rest_s is None else float(rest_s),
        announced_s=float(counted.decided_s),
        range_rad=float(rep.rom_rad),
        peak_lift_radps=float(rep.peak_lift_radps),
        peak_lower_radps=float(rep.peak_lower_radps),
        smoothness=rep.smoothness,
        smoothness_lower=rep.smoothness_lower,
        times_within_s=rep.times_within_s,
        missing_s=float(rep.missing_s),
        is_uncertain=rep.is_uncertain,
        warnings=tuple(_make_warning(counted, verdict) for verdict in rep.warnings),
    )


def _make_warning(counted: RepCounted, verdict: Verdict) -> RepWarning:
    return RepWarning(
        set_number=counted.set_number,
        rep_number=counted.rep.number,
        code=verdict.code,
        criterion=verdict.criterion,
        value=float(verdict.value),
        limit=float(verdict.limit),
        unit=verdict.unit,
        at_s=float(verdict.at_s),
        message=verdict.message,
    )
