"""The pure fold of events, and of time, into a snapshot: `after(snapshot, event)` and `at(snapshot, now_s)`.

No clock: time comes from the data. The same events in the same order give the same snapshot, live or replayed.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from sensorcoach.coach.marked_sets import apply_mark_event, drop_provisional
from sensorcoach.coach.phase_spans import PhaseSpan, confirmed_spans, refined_spans
from sensorcoach.coach.set_summary import summarize_set_reps
from sensorcoach.coach.snapshot import (
    KEPT_SPANS,
    KEPT_WARNINGS,
    TRACE_WINDOW_S,
    RepWarning,
    Snapshot,
    Trace,
)
from sensorcoach.events import (
    CycleWeighed,
    Event,
    ExerciseSuggested,
    GapFound,
    LiftTrace,
    NoticeRaised,
    PhaseChanged,
    PostureSeen,
    ProvisionalWithdrawn,
    ReferenceDoubted,
    ReferenceTaken,
    RepCounted,
    RepProvisional,
    SetArmed,
    SetDisarmed,
    SetDiscarded,
    SetFinished,
    SetInterrupted,
    SetStarted,
    SignalJudged,
    Verdict,
    WarningRaised,
)
from sensorcoach.samples import freeze


def apply_event(snapshot: Snapshot, event: Event) -> Snapshot:
    """The snapshot once `event` is known; the clock does not move."""
    match event:
        case LiftTrace() | PhaseChanged():
            return _moved(snapshot, event)
        case RepCounted() | RepProvisional() | ProvisionalWithdrawn():
            return _rep_known(snapshot, event)
        case WarningRaised():
            return _warned(snapshot, event.set_number, event.rep_number, (event.verdict,), event.decided_s)
        case ReferenceTaken() | ReferenceDoubted():
            return _reference_changed(snapshot, event)
        case SetArmed() | SetDisarmed() | SetDiscarded():
            return apply_mark_event(snapshot, event)
        case SetStarted() | SetInterrupted():
            return _set_goes_on(snapshot, event)
        case SetFinished():
            return _set_finished(snapshot, event)
        case GapFound():
            return _gap_found(snapshot, event)
        case SignalJudged() | PostureSeen() | ExerciseSuggested() | NoticeRaised() | CycleWeighed():
            return _seen(snapshot, event)


def apply_events(snapshot: Snapshot, events: Iterable[Event]) -> Snapshot:
    """The snapshot once all `events` are known, in order."""
    for event in events:
        snapshot = apply_event(snapshot, event)
    return snapshot


def advance_to(snapshot: Snapshot, now_s: float) -> Snapshot:
    """The snapshot at `now_s`: clocks move on, and what has left the window on the left is forgotten."""
    oldest_s = now_s - TRACE_WINDOW_S
    return replace(
        snapshot,
        now_s=now_s,
        start_s=snapshot.now_s if snapshot.start_s is None else snapshot.start_s,
        spans=tuple(span for span in snapshot.spans if span.end_s is None or span.end_s >= oldest_s),
        gaps=tuple(gap for gap in snapshot.gaps if gap.end_s >= oldest_s),
    )


def _seen(
    snapshot: Snapshot, event: SignalJudged | PostureSeen | ExerciseSuggested | NoticeRaised | CycleWeighed
) -> Snapshot:
    """What is known of signal and posture; suggestions and evidence stand in reports only."""
    if isinstance(event, NoticeRaised):
        return replace(snapshot, notice=event)
    if isinstance(event, SignalJudged):
        return replace(snapshot, quality=event.quality, quality_reason=event.reason)
    return replace(snapshot, posture=event.posture) if isinstance(event, PostureSeen) else snapshot


def _moved(snapshot: Snapshot, event: LiftTrace | PhaseChanged) -> Snapshot:
    if isinstance(event, LiftTrace):
        return replace(snapshot, trace=_longer(snapshot.trace, event))
    return _phase_changed(snapshot, event)


def _longer(trace: Trace, piece: LiftTrace) -> Trace:
    """The window with a new stretch at its end. A stretch that reaches back replaces: a new set, a new arc."""
    if not len(piece.time_s):
        return trace
    newest_s = float(piece.time_s[-1])
    kept = slice(*np.searchsorted(trace.time_s, [newest_s - TRACE_WINDOW_S, piece.time_s[0]]).tolist())
    new = slice(int(np.searchsorted(piece.time_s, newest_s - TRACE_WINDOW_S)), None)
    time_s = np.concatenate((trace.time_s[kept], piece.time_s[new]))
    angle_rad = np.concatenate((trace.angle_rad[kept], piece.angle_rad[new]))
    freeze(time_s)
    freeze(angle_rad)
    return Trace(time_s, angle_rad)


def _phase_changed(snapshot: Snapshot, event: PhaseChanged) -> Snapshot:
    spans = snapshot.spans
    if spans and spans[-1].end_s is None:
        spans = (*spans[:-1], replace(spans[-1], end_s=event.time_s))
    return replace(
        snapshot,
        phase=event.phase,
        phase_since_s=event.time_s,
        phase_provisional=event.provisional,
        discarded=None if event.provisional else snapshot.discarded,
        spans=(*spans, PhaseSpan(event.phase, event.time_s, provisional=event.provisional))[-KEPT_SPANS:],
    )


def _gap_found(snapshot: Snapshot, event: GapFound) -> Snapshot:
    return replace(
        snapshot,
        gaps=(*snapshot.gaps, event)[-KEPT_SPANS:],
        gap_count=snapshot.gap_count + 1,
        missing_s=snapshot.missing_s + event.end_s - event.start_s,
    )


def _set_goes_on(snapshot: Snapshot, event: SetStarted | SetInterrupted) -> Snapshot:
    """A set begins with nothing of the one before."""
    if isinstance(event, SetInterrupted):
        return replace(snapshot, interrupted=(*snapshot.interrupted, event))
    return replace(
        snapshot,
        set_number=event.number,
        set_open=True,
        rep_count=0,
        set_reps=(),
        interrupted=(),
        discarded=None,
    )


def _rep_known(snapshot: Snapshot, event: RepCounted | RepProvisional | ProvisionalWithdrawn) -> Snapshot:
    match event:
        case RepCounted():
            return _rep_counted(snapshot, event)
        case RepProvisional():
            return replace(snapshot, provisional=event, discarded=None)
        case ProvisionalWithdrawn():
            return drop_provisional(snapshot)


def _rep_counted(snapshot: Snapshot, event: RepCounted) -> Snapshot:
    """A provisional rep that comes after the one counted stays provisional."""
    open_one = snapshot.provisional
    later = open_one is not None and (open_one.set_number, open_one.number) > (event.set_number, event.rep.number)
    return replace(
        _warned(snapshot, event.set_number, event.rep.number, event.rep.warnings, event.decided_s),
        rep_count=event.rep.number,
        set_reps=(*snapshot.set_reps, event.rep),
        provisional=open_one if later else None,
        phase_provisional=later and snapshot.phase_provisional,
        spans=refined_spans(confirmed_spans(snapshot.spans), event.rep)[-KEPT_SPANS:],
    )


def _reference_changed(snapshot: Snapshot, event: ReferenceTaken | ReferenceDoubted) -> Snapshot:
    if isinstance(event, ReferenceTaken):
        return replace(snapshot, band=event)
    return replace(snapshot, band=None, doubt=event)


def _warned(
    snapshot: Snapshot, set_number: int, rep_number: int, warnings: Iterable[Verdict], known_s: float
) -> Snapshot:
    """What was said while the rep lasted is not said again when it is counted."""
    said = {
        one.warning.code for one in snapshot.warnings if (one.set_number, one.rep_number) == (set_number, rep_number)
    }
    new = (warning for warning in warnings if warning.code not in said)
    found = tuple(RepWarning(set_number, rep_number, warning, known_s) for warning in new)
    return replace(snapshot, warnings=(*snapshot.warnings, *found)[-KEPT_WARNINGS:])


def _of_no_rep(warned: RepWarning, event: SetFinished) -> bool:
    """Was it said of a movement that turned out to be no rep of the set?"""
    return warned.set_number == event.number and warned.rep_number > event.rep_count


def _set_finished(snapshot: Snapshot, event: SetFinished) -> Snapshot:
    """What is not sure yet goes with it, unless it belongs to the next set already."""
    if snapshot.provisional is None or snapshot.provisional.set_number <= event.number:
        snapshot = drop_provisional(snapshot)
    compared = snapshot.band is not None
    kept = tuple(one for one in snapshot.warnings if not _of_no_rep(one, event))
    tempo, missing = snapshot.exercise.tempo, bool(snapshot.interrupted)
    summary = summarize_set_reps(event, snapshot.set_reps, tempo, compared=compared, may_miss_reps=missing)
    return replace(
        snapshot,
        set_open=False,
        rep_count=event.rep_count,
        warnings=kept,
        sets=(*snapshot.sets, event),
        summaries=(*snapshot.summaries, summary),
    )
