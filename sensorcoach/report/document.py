"""Fold the events of a pipeline run into the analysis document. Here radians become degrees, and floats are rounded.

Times are kept to the millisecond, a tenth of the shortest sample interval; angles to a hundredth of a degree.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    GapFound,
    Quality,
    RepCounted,
    SetArmed,
    SetDisarmed,
    SetFinished,
    SetInterrupted,
    SetStarted,
    SignalJudged,
    Verdict,
)
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.discarded import drop_discarded_sets
from sensorcoach.report.notices import make_notice_documents
from sensorcoach.report.reference_document import make_reference_document
from sensorcoach.report.schema import (
    SCHEMA,
    AnalysisDocument,
    GapDocument,
    RecordingDocument,
    RepDocument,
    SetDocument,
    SignalDocument,
    SuggestionDocument,
    WarningDocument,
)
from sensorcoach.report.terms import OURS, Terms
from sensorcoach.units import DEG_PER_RAD


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What the head of a document says of the recording; `rate_hz` is the mean rate outside gaps.

    `start_s` is when it begins on its own clock.
    `notices` are what is wrong with the file, in words, and does not keep it from being analysed.
    """

    path: str
    duration_s: float
    rate_hz: float
    sensors: tuple[str, ...]
    simulated: bool = False
    notices: tuple[str, ...] = ()
    start_s: float = 0.0


@dataclass(slots=True)
class _OpenSet:
    """A set being gathered: `finished` comes when it is over."""

    number: int
    start_s: float
    counted: list[RepCounted] = field(default_factory=list[RepCounted])
    finished: SetFinished | None = None
    suggested: ExerciseSuggested | None = None
    interrupted: list[SetInterrupted] = field(default_factory=list[SetInterrupted])

    @property
    def begin_s(self) -> float:
        """As it is known at its end, where that has come."""
        return self.finished.start_s if self.finished else self.start_s


def make_analysis_document(
    facts: RecordingFacts, exercise_id: str, placement: Placement, events: Sequence[Event], terms: Terms = OURS
) -> AnalysisDocument:
    """The document for one recording; `events` are all events of one pipeline run, in order.

    The quality is the last one judged: the pipeline's word on the whole recording. Discarded sets are left out.
    """
    kept = drop_discarded_sets(events)
    windows = _armed_windows(kept)
    signal: SignalDocument = {"quality": Quality.OK.value, "reason": None}
    for event in kept:
        if isinstance(event, SignalJudged):
            signal = {"quality": event.quality.value, "reason": event.reason}
    return {
        "schema": SCHEMA,
        "recording": _recording_document(facts, kept),
        "exercise": exercise_id,
        "placement": placement.value,
        "signal": signal,
        "limits": dict(terms.limits),
        "reference": make_reference_document(events, terms.person),
        "notices": make_notice_documents(events),
        "sets": [_set_document(one, windows) for one in _sets_of(kept)],
    }


def _sets_of(events: Sequence[Event]) -> list[_OpenSet]:
    sets: dict[int, _OpenSet] = {}
    for event in events:
        match event:
            case SetStarted():
                sets[event.number] = _OpenSet(event.number, event.start_s)
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


def _armed_windows(events: Sequence[Event]) -> list[tuple[float, float]]:
    """From when to when the person had said that a set goes on; the last lasts on where its end was not said."""
    windows: list[tuple[float, float]] = []
    for event in events:
        if isinstance(event, SetArmed):
            windows.append((event.time_s, math.inf))
        elif isinstance(event, SetDisarmed) and windows:
            windows[-1] = (windows[-1][0], event.time_s)
    return windows


def make_error_document(
    path: str, exercise_id: str, placement: Placement | None, error: SensorcoachError, terms: Terms = OURS
) -> AnalysisDocument:
    """The document for a file that cannot be analysed: why, what to do, and no sets; what was asked for, as asked."""
    return {
        "schema": SCHEMA,
        "recording": {
            "path": path,
            "start_s": 0.0,
            "duration_s": 0.0,
            "rate_hz": None,
            "sensors": [],
            "gaps": [],
            "simulated": False,
            "notices": [],
        },
        "exercise": exercise_id,
        "placement": placement.value if placement else None,
        "signal": {"quality": Quality.UNRELIABLE.value, "reason": error.message},
        "limits": dict(terms.limits),
        "reference": None,
        "notices": [],
        "sets": [],
        "error": {"code": error.code, "message": error.message, "remedy": error.remedy},
    }


def _recording_document(facts: RecordingFacts, events: Sequence[Event]) -> RecordingDocument:
    gaps: list[GapDocument] = [
        {"start_s": _seconds(event.start_s), "end_s": _seconds(event.end_s)}
        for event in events
        if isinstance(event, GapFound)
    ]
    return {
        "path": facts.path,
        "start_s": _seconds(facts.start_s),
        "duration_s": _seconds(facts.duration_s),
        "rate_hz": round(facts.rate_hz, 2),
        "sensors": list(facts.sensors),
        "gaps": gaps,
        "simulated": facts.simulated,
        "notices": list(facts.notices),
    }


def _set_document(one: _OpenSet, windows: Sequence[tuple[float, float]]) -> SetDocument:
    """A set whose end never came ends with its last rep."""
    finished, counted = one.finished, one.counted
    end_s = finished.end_s if finished else counted[-1].rep.end_s if counted else one.start_s
    rests: list[float | None] = [b.rep.lift_start_s - a.rep.end_s for a, b in pairwise(counted)]
    return {
        "number": one.number,
        "start_s": _seconds(one.begin_s),
        "end_s": _seconds(end_s),
        "side": finished.side.value if finished and finished.side else None,
        "suggestion": _suggestion_document(one.suggested),
        "armed": any(from_s <= one.begin_s <= to_s for from_s, to_s in windows),
        "rep_count": len(counted),
        "uncertain_count": sum(each.rep.is_uncertain for each in counted),
        "interruptions": [{"start_s": _seconds(cut.start_s), "end_s": _seconds(cut.end_s)} for cut in one.interrupted],
        "reps": [_rep_document(each, rest_s) for each, rest_s in zip(counted, [*rests, None], strict=False)],
    }


def _suggestion_document(suggested: ExerciseSuggested | None) -> SuggestionDocument | None:
    if suggested is None:
        return None
    return {"exercise": suggested.exercise_id, "confidence": round(suggested.confidence, 3)}


def _rep_document(counted: RepCounted, rest_s: float | None) -> RepDocument:
    rep = counted.rep
    return {
        "number": rep.number,
        "lift_start_s": _seconds(rep.lift_start_s),
        "hold_start_s": _seconds(rep.hold_start_s),
        "lower_start_s": _seconds(rep.lower_start_s),
        "end_s": _seconds(rep.end_s),
        "lift_s": _seconds(rep.lift_s),
        "hold_s": _seconds(rep.hold_s),
        "lower_s": _seconds(rep.lower_s),
        "rest_s": None if rest_s is None else _seconds(rest_s),
        "announced_s": _seconds(counted.decided_s),
        "rom_deg": round(rep.rom_rad * DEG_PER_RAD, 2),
        "peak_lift_dps": round(rep.peak_lift_radps * DEG_PER_RAD, 2),
        "peak_lower_dps": round(rep.peak_lower_radps * DEG_PER_RAD, 2),
        "smoothness": None if rep.smoothness is None else round(rep.smoothness, 3),
        "smoothness_lower": None if rep.smoothness_lower is None else round(rep.smoothness_lower, 3),
        "times_within_s": None if rep.times_within_s is None else _seconds(rep.times_within_s),
        "missing_s": _seconds(rep.missing_s),
        "uncertain": rep.is_uncertain,
        "warnings": [_warning_document(warning) for warning in rep.warnings],
    }


def _warning_document(warning: Verdict) -> WarningDocument:
    """Warnings carry their own unit, already the one a person reads."""
    return {
        "code": warning.code,
        "value": round(warning.value, 3),
        "limit": round(warning.limit, 3),
        "unit": warning.unit,
        "at_s": _seconds(warning.at_s),
        "message": warning.message,
    }


def _seconds(time_s: float) -> float:
    return round(float(time_s), 3)
