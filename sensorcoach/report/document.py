"""Fold the events of a pipeline run into the analysis document. Here radians become degrees, and floats are rounded.

Times are kept to the millisecond, a tenth of the shortest sample interval; angles to a hundredth of a degree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    GapFound,
    Quality,
    Rep,
    RepCounted,
    SetFinished,
    SetInterrupted,
    SetStarted,
    SignalJudged,
    Verdict,
)
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.reference_document import notice_documents, reference_document
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
    reps: list[Rep] = field(default_factory=list[Rep])
    finished: SetFinished | None = None
    suggested: ExerciseSuggested | None = None
    interrupted: list[SetInterrupted] = field(default_factory=list[SetInterrupted])


def analysis_document(
    facts: RecordingFacts, exercise_id: str, placement: Placement, events: Sequence[Event], terms: Terms = OURS
) -> AnalysisDocument:
    """The document for one recording; `events` are all events of one pipeline run, in order.

    The quality is the last one judged: the pipeline's word on the whole recording.
    """
    sets: dict[int, _OpenSet] = {}
    gaps: list[GapDocument] = []
    signal: SignalDocument = {"quality": Quality.OK.value, "reason": None}
    for event in events:
        match event:
            case SetStarted():
                sets[event.number] = _OpenSet(event.number, event.start_s)
            case RepCounted():
                sets[event.set_number].reps.append(event.rep)
            case SetInterrupted() if event.number in sets:
                sets[event.number].interrupted.append(event)
            case SetFinished():
                sets[event.number].finished = event
            case ExerciseSuggested():
                sets[event.set_number].suggested = event
            case GapFound():
                gaps.append({"start_s": _seconds(event.start_s), "end_s": _seconds(event.end_s)})
            case SignalJudged():
                signal = {"quality": event.quality.value, "reason": event.reason}
            case _:
                pass
    return {
        "schema": SCHEMA,
        "recording": _recording_document(facts, gaps),
        "exercise": exercise_id,
        "placement": placement.value,
        "signal": signal,
        "limits": dict(terms.limits),
        "reference": reference_document(events, terms.person),
        "notices": notice_documents(events),
        "sets": [_set_document(one) for one in sets.values()],
    }


def error_document(
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


def _recording_document(facts: RecordingFacts, gaps: list[GapDocument]) -> RecordingDocument:
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


def _set_document(one: _OpenSet) -> SetDocument:
    """A set whose end never came ends with its last rep."""
    finished = one.finished
    end_s = finished.end_s if finished else one.reps[-1].end_s if one.reps else one.start_s
    rests: list[float | None] = [after.lift_start_s - before.end_s for before, after in pairwise(one.reps)]
    return {
        "number": one.number,
        "start_s": _seconds(finished.start_s if finished else one.start_s),
        "end_s": _seconds(end_s),
        "side": finished.side.value if finished and finished.side else None,
        "suggestion": _suggestion_document(one.suggested),
        "rep_count": len(one.reps),
        "uncertain_count": sum(rep.is_uncertain for rep in one.reps),
        "interruptions": [{"start_s": _seconds(cut.start_s), "end_s": _seconds(cut.end_s)} for cut in one.interrupted],
        "reps": [_rep_document(rep, rest_s) for rep, rest_s in zip(one.reps, [*rests, None], strict=False)],
    }


def _suggestion_document(suggested: ExerciseSuggested | None) -> SuggestionDocument | None:
    if suggested is None:
        return None
    return {"exercise": suggested.exercise_id, "confidence": round(suggested.confidence, 3)}


def _rep_document(rep: Rep, rest_s: float | None) -> RepDocument:
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
