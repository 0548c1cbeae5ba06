"""The pure fold of events, and of time, into a snapshot: `apply_event` and `advance_to`.

Time comes from the data, not from a clock. The same events in the same order give the same snapshot, live or replayed.
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
    """Return the snapshot once `event` is known; the clock does not move."""
    match event:
        case LiftTrace() | PhaseChanged():
            return _apply_motion(snapshot, event)
        case RepCounted() | RepProvisional() | ProvisionalWithdrawn():
            return _apply_rep(snapshot, event)
        case WarningRaised():
            return _add_warnings(snapshot, event.set_number, event.rep_number, (event.verdict,), event.decided_s)
        case ReferenceTaken() | ReferenceDoubted():
            return _change_reference(snapshot, event)
        case SetArmed() | SetDisarmed() | SetDiscarded():
            return apply_mark_event(snapshot, event)
        case SetStarted() | SetInterrupted():
            return _continue_set(snapshot, event)
        case SetFinished():
            return _finish_set(snapshot, event)
        case GapFound():
            return _add_gap(snapshot, event)
        case SignalJudged() | PostureSeen() | ExerciseSuggested() | NoticeRaised() | CycleWeighed():
            return _apply_signal(snapshot, event)


def apply_events(snapshot: Snapshot, events: Iterable[Event]) -> Snapshot:
    """Return the snapshot once all `events` are known, in order."""
    for event in events:
        snapshot = apply_event(snapshot, event)
    return snapshot


def advance_to(snapshot: Snapshot, now_s: float) -> Snapshot:
    """Return the snapshot at `now_s`: clocks move on, and spans and gaps older than the window are forgotten."""
    oldest_s = now_s - TRACE_WINDOW_S
    return replace(
        snapshot,
        now_s=now_s,
        start_s=snapshot.now_s if snapshot.start_s is None else snapshot.start_s,
        spans=tuple(span for span in snapshot.spans if span.end_s is None or span.end_s >= oldest_s),
        gaps=tuple(gap for gap in snapshot.gaps if gap.end_s >= oldest_s),
    )


def _apply_signal(
    snapshot: Snapshot, event: SignalJudged | PostureSeen | ExerciseSuggested | NoticeRaised | CycleWeighed
) -> Snapshot:
    """Apply what is known of signal and posture; suggestions and evidence are for reports only."""
    if isinstance(event, NoticeRaised):
        return replace(snapshot, notice=event)
    if isinstance(event, SignalJudged):
        return replace(snapshot, quality=event.quality, quality_reason=event.reason)
    return replace(snapshot, posture=event.posture) if isinstance(event, PostureSeen) else snapshot


def _apply_motion(snapshot: Snapshot, event: LiftTrace | PhaseChanged) -> Snapshot:
    if isinstance(event, LiftTrace):
        return replace(snapshot, trace=_extend_trace(snapshot.trace, event))
    return _change_phase(snapshot, event)


def _extend_trace(trace: Trace, piece: LiftTrace) -> Trace:
    """Return the window with a new stretch at its end. A stretch that reaches back replaces older points."""
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


def _change_phase(snapshot: Snapshot, event: PhaseChanged) -> Snapshot:
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


def _add_gap(snapshot: Snapshot, event: GapFound) -> Snapshot:
    return replace(
        snapshot,
        gaps=(*snapshot.gaps, event)[-KEPT_SPANS:],
        gap_count=snapshot.gap_count + 1,
        missing_s=snapshot.missing_s + event.end_s - event.start_s,
    )


def _continue_set(snapshot: Snapshot, event: SetStarted | SetInterrupted) -> Snapshot:
    """Begin a set without anything of the one before, or note a dropout in it."""
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


def _apply_rep(snapshot: Snapshot, event: RepCounted | RepProvisional | ProvisionalWithdrawn) -> Snapshot:
    match event:
        case RepCounted():
            return _count_rep(snapshot, event)
        case RepProvisional():
            return replace(snapshot, provisional=event, discarded=None)
        case ProvisionalWithdrawn():
            return drop_provisional(snapshot)


def _count_rep(snapshot: Snapshot, event: RepCounted) -> Snapshot:
    """Count a rep; a provisional rep after it stays provisional."""
    open_one = snapshot.provisional
    later = open_one is not None and (open_one.set_number, open_one.number) > (event.set_number, event.rep.number)
    return replace(
        _add_warnings(snapshot, event.set_number, event.rep.number, event.rep.warnings, event.decided_s),
        rep_count=event.rep.number,
        set_reps=(*snapshot.set_reps, event.rep),
        provisional=open_one if later else None,
        phase_provisional=later and snapshot.phase_provisional,
        spans=refined_spans(confirmed_spans(snapshot.spans), event.rep)[-KEPT_SPANS:],
    )


def _change_reference(snapshot: Snapshot, event: ReferenceTaken | ReferenceDoubted) -> Snapshot:
    if isinstance(event, ReferenceTaken):
        return replace(snapshot, band=event)
    return replace(snapshot, band=None, doubt=event)


def _add_warnings(
    snapshot: Snapshot, set_number: int, rep_number: int, warnings: Iterable[Verdict], known_s: float
) -> Snapshot:
    """Add warnings; one raised within the rep is not repeated when the rep is counted."""
    shown = {
        one.warning.code for one in snapshot.warnings if (one.set_number, one.rep_number) == (set_number, rep_number)
    }
    new = (warning for warning in warnings if warning.code not in shown)
    found = tuple(RepWarning(set_number, rep_number, warning, known_s) for warning in new)
    return replace(snapshot, warnings=(*snapshot.warnings, *found)[-KEPT_WARNINGS:])


def _is_uncounted(warned: RepWarning, event: SetFinished) -> bool:
    """Return whether the warning is about a movement that was not counted in the finished set."""
    return warned.set_number == event.number and warned.rep_number > event.rep_count


def _finish_set(snapshot: Snapshot, event: SetFinished) -> Snapshot:
    """Finish a set; a provisional rep is dropped unless it belongs to the next set."""
    if snapshot.provisional is None or snapshot.provisional.set_number <= event.number:
        snapshot = drop_provisional(snapshot)
    compared = snapshot.band is not None
    kept = tuple(one for one in snapshot.warnings if not _is_uncounted(one, event))
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
