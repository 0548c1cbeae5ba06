"""Make the analysis document from the events of a pipeline run: radians become degrees, and floats are rounded.

Times are rounded to the millisecond, a tenth of the shortest sample interval; angles to a hundredth of a degree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event, ExerciseSuggested, GapFound, Quality, SignalJudged
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.analyzed_sets import AnalyzedRep, AnalyzedSet, RepWarning, collect_sets
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
    """A recording without its movements. `rate_hz`: mean rate outside gaps. `sensors`: `("acc",)` or with `"gyro"`.

    `start_s`: time of its beginning on its own clock.
    `notices`: faults of the file that do not prevent its analysis, in words.
    """

    path: str
    duration_s: float
    rate_hz: float
    sensors: tuple[str, ...]
    simulated: bool = False
    notices: tuple[str, ...] = ()
    start_s: float = 0.0


def make_analysis_document(
    facts: RecordingFacts, exercise_id: str, placement: Placement, events: Sequence[Event], terms: Terms = OURS
) -> AnalysisDocument:
    """The document of one recording; `events` are all events of one pipeline run, in order.

    The signal quality is the last one that the pipeline judged. Discarded sets are left out.
    """
    kept = drop_discarded_sets(events)
    signal = find_signal(kept)
    return {
        "schema": SCHEMA,
        "recording": _make_recording_document(facts, kept),
        "exercise": exercise_id,
        "placement": placement.value,
        "signal": signal,
        "limits": dict(terms.limits),
        "reference": make_reference_document(events, terms.person),
        "notices": make_notice_documents(events),
        "sets": [_make_set_document(one) for one in collect_sets(kept)],
    }


def find_signal(events: Sequence[Event]) -> SignalDocument:
    """The last judgement of the signal; `ok` without one."""
    signal: SignalDocument = {"quality": Quality.OK.value, "reason": None}
    for event in events:
        if isinstance(event, SignalJudged):
            signal = {"quality": event.quality.value, "reason": event.reason}
    return signal


def make_error_document(
    path: str, exercise_id: str, placement: Placement | None, error: SensorcoachError, terms: Terms = OURS
) -> AnalysisDocument:
    """The document of a file that cannot be analyzed: the options as given, the error, and no sets."""
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


def _make_recording_document(facts: RecordingFacts, events: Sequence[Event]) -> RecordingDocument:
    gaps: list[GapDocument] = [
        {"start_s": _round_s(event.start_s), "end_s": _round_s(event.end_s)}
        for event in events
        if isinstance(event, GapFound)
    ]
    return {
        "path": facts.path,
        "start_s": _round_s(facts.start_s),
        "duration_s": _round_s(facts.duration_s),
        "rate_hz": round(facts.rate_hz, 2),
        "sensors": list(facts.sensors),
        "gaps": gaps,
        "simulated": facts.simulated,
        "notices": list(facts.notices),
    }


def _make_set_document(one: AnalyzedSet) -> SetDocument:
    return {
        "number": one.number,
        "start_s": _round_s(one.start_s),
        "end_s": _round_s(one.end_s),
        "side": one.side.value if one.side else None,
        "suggestion": _make_suggestion_document(one.suggestion),
        "armed": one.is_armed,
        "rep_count": len(one.reps),
        "uncertain_count": sum(rep.is_uncertain for rep in one.reps),
        "interruptions": [
            {"start_s": _round_s(gap.start_s), "end_s": _round_s(gap.end_s)} for gap in one.interruptions
        ],
        "reps": [_make_rep_document(rep) for rep in one.reps],
    }


def _make_suggestion_document(suggested: ExerciseSuggested | None) -> SuggestionDocument | None:
    if suggested is None:
        return None
    return {"exercise": suggested.exercise_id, "confidence": round(suggested.confidence, 3)}


def _make_rep_document(rep: AnalyzedRep) -> RepDocument:
    return {
        "number": rep.number,
        "lift_start_s": _round_s(rep.lift_start_s),
        "hold_start_s": _round_s(rep.hold_start_s),
        "lower_start_s": _round_s(rep.lower_start_s),
        "end_s": _round_s(rep.end_s),
        "lift_s": _round_s(rep.lift_s),
        "hold_s": _round_s(rep.hold_s),
        "lower_s": _round_s(rep.lower_s),
        "rest_s": None if rep.rest_s is None else _round_s(rep.rest_s),
        "announced_s": _round_s(rep.announced_s),
        "rom_deg": round(rep.range_rad * DEG_PER_RAD, 2),
        "peak_lift_dps": round(rep.peak_lift_radps * DEG_PER_RAD, 2),
        "peak_lower_dps": round(rep.peak_lower_radps * DEG_PER_RAD, 2),
        "smoothness": None if rep.smoothness is None else round(rep.smoothness, 3),
        "smoothness_lower": None if rep.smoothness_lower is None else round(rep.smoothness_lower, 3),
        "times_within_s": None if rep.times_within_s is None else _round_s(rep.times_within_s),
        "missing_s": _round_s(rep.missing_s),
        "uncertain": rep.is_uncertain,
        "warnings": [_make_warning_document(warning) for warning in rep.warnings],
    }


def _make_warning_document(warning: RepWarning) -> WarningDocument:
    """A warning has its own unit, the one that people read."""
    return {
        "code": warning.code,
        "value": round(warning.value, 3),
        "limit": round(warning.limit, 3),
        "unit": warning.unit,
        "at_s": _round_s(warning.at_s),
        "message": warning.message,
    }


def _round_s(time_s: float) -> float:
    return round(float(time_s), 3)
