"""The wearer's marks, folded into the snapshot: a set begins now, is over, or is discarded."""

from dataclasses import replace

from sensorcoach.coach.phase_spans import lasting_spans
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import SetArmed, SetDisarmed, SetDiscarded


def apply_mark_event(snapshot: Snapshot, event: SetArmed | SetDisarmed | SetDiscarded) -> Snapshot:
    """Return the snapshot once a mark is known."""
    match event:
        case SetArmed():
            return replace(drop_provisional(snapshot), armed=True, by_marks=True, discarded=None, phase=None)
        case SetDisarmed():
            sure = drop_provisional(snapshot)
            return replace(sure, armed=False, phase=sure.phase if sure.set_open else None)
        case SetDiscarded():
            return _drop_set(snapshot, event.number)


def drop_provisional(snapshot: Snapshot) -> Snapshot:
    """Drop what is provisional; what has been counted stays."""
    return replace(
        snapshot,
        provisional=None,
        phase=None if snapshot.phase_provisional else snapshot.phase,
        phase_provisional=False,
        spans=lasting_spans(snapshot.spans),
    )


def _drop_set(snapshot: Snapshot, number: int) -> Snapshot:
    """Drop all of the set but the trace."""
    kept = replace(
        drop_provisional(snapshot),
        discarded=number,
        sets=tuple(one for one in snapshot.sets if one.number != number),
        summaries=tuple(one for one in snapshot.summaries if one.number != number),
        warnings=tuple(one for one in snapshot.warnings if one.set_number != number),
    )
    if snapshot.set_number != number:
        return kept
    return replace(kept, set_open=False, set_number=None, rep_count=0, set_reps=(), interrupted=(), phase=None)
