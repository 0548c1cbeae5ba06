"""The events of a recording as far as it has been read, and the snapshot at any time in it.

An event is shown from the time at which it was known live (`decided_s`), so that a replay looks like the session. It
makes no difference how far the pipeline has read ahead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np

from sensorcoach.coach.apply import advance_to, apply_event
from sensorcoach.coach.snapshot import TRACE_WINDOW_S, Snapshot
from sensorcoach.events import Event, LiftTrace, RepCounted, WarningRaised, known_s


class EventLog:
    """Grows by `add`; `snapshot_at` may go forwards and backwards."""

    def __init__(self, opening: Snapshot) -> None:
        """`opening` is the snapshot before anything is known."""
        self._opening = opening
        self._events: list[Event] = []
        self._known_s: list[float] = []
        self._pieces: list[LiftTrace] = []
        self._piece_ends_s: list[float] = []
        self._warned_s: list[float] = []
        self._raised: set[tuple[int, int, str]] = set()
        """Warnings raised during a rep, by set, rep and rule. The counted rep does not repeat them."""
        # The last snapshot and its number of events: a later snapshot continues from there.
        self._folded = opening
        self._folded_count = 0

    def add(self, events: Iterable[Event]) -> None:
        """Add the next events of the pipeline, in its order."""
        for event in events:
            if isinstance(event, LiftTrace):
                self._add_piece(event)
            else:
                newest_s = self._known_s[-1] if self._known_s else -np.inf
                self._events.append(event)
                self._known_s.append(max(known_s(event), newest_s))
                if self._note_warning(event):
                    self._warned_s.append(self._known_s[-1])

    def next_warning_s(self, now_s: float) -> float | None:
        """Time at which the first warning after `now_s` became known, None if none has been read."""
        place = bisect_right(self._warned_s, now_s)
        return self._warned_s[place] if place < len(self._warned_s) else None

    def warning_before_s(self, now_s: float) -> float | None:
        """Time at which the last warning before `now_s` became known, None without one."""
        place = bisect_left(self._warned_s, now_s)
        return self._warned_s[place - 1] if place else None

    def snapshot_at(self, now_s: float) -> Snapshot:
        """The snapshot at `now_s`, from the events known by then."""
        return self._snapshot(now_s, bisect_right(self._known_s, now_s))

    def final_snapshot(self, now_s: float) -> Snapshot:
        """The snapshot from all events, including those of the pipeline's end; drawn at `now_s`."""
        return self._snapshot(now_s, len(self._events))

    def _snapshot(self, now_s: float, count: int) -> Snapshot:
        if count < self._folded_count:
            self._folded, self._folded_count = self._opening, 0
        for event in self._events[self._folded_count : count]:
            self._folded = apply_event(self._folded, event)
        self._folded_count = count
        return advance_to(self._with_trace(now_s), now_s)

    def _note_warning(self, event: Event) -> bool:
        """Remember a warning raised by the event; return whether the event brings a new one."""
        match event:
            case WarningRaised():
                self._raised.add((event.set_number, event.rep_number, event.verdict.code))
                return True
            case RepCounted():
                known = self._raised
                return any((event.set_number, event.rep.number, one.code) not in known for one in event.rep.warnings)
            case _:
                return False

    def _add_piece(self, piece: LiftTrace) -> None:
        if len(piece.time_s):
            self._pieces.append(piece)
            self._piece_ends_s.append(float(piece.time_s[-1]))

    def _with_trace(self, now_s: float) -> Snapshot:
        """The folded snapshot with the part of the trace that is in the window."""
        snapshot = self._folded
        oldest_s = now_s - TRACE_WINDOW_S
        for piece in self._pieces[bisect_right(self._piece_ends_s, oldest_s) :]:
            if piece.time_s[0] > now_s:
                break
            seen = (piece.time_s >= oldest_s) & (piece.time_s <= now_s)
            snapshot = apply_event(snapshot, LiftTrace(piece.time_s[seen], piece.angle_rad[seen]))
        return snapshot
