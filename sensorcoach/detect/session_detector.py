"""Detect sets in a whole session: one detector for each unbroken stretch of motion, one series of sets."""

import math

from sensorcoach.detect.detector import Detector
from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.events import Event, NoticeRaised, RepCounted, known_from
from sensorcoach.motion.checked_motion import CheckedBlock, Restart


class SessionDetector:
    """Begins a new detector after an outage, after a restart of the sensor, and when its gyro is dropped."""

    def __init__(self, detector: Detector) -> None:
        self.rep_count = 0
        """Number of reps counted."""
        self.refused = RefusalReasons()
        """Repeated movement that was not taken for a set, of the stretches that are over."""
        self._detector = detector
        self._rep_end_s = -math.inf
        """End of the latest rep."""
        self._restarted_s = -math.inf
        """Time at which the gyro was dropped: nothing found again in earlier motion is known before."""

    def mark(self, kind: bytes, time_s: float) -> None:
        """Add a mark of the wearer; it takes effect when the motion has come to its time."""
        self._detector.mark(kind, time_s)

    def feed(self, stretch: CheckedBlock) -> list[Event]:
        """Return the events that this motion makes known."""
        events = [] if stretch.restart is None else self._restart(stretch.restart)
        found = self._count(self._detector.feed(stretch.block))
        self._note_end(found)
        if self._restarted_s > -math.inf:
            found = [known_from(event, self._restarted_s) for event in found]
        return [*events, *found]

    def end_stretch(self, *, last: bool = False) -> list[Event]:
        """End the stretch of motion; the `last` one ends the session."""
        events = self._finish(last=last)
        self._detector = self._detector.renew()
        return events

    def _restart(self, restart: Restart) -> list[Event]:
        """End the stretch; the same motion comes again with another gyro or none, from the latest rep on."""
        self._restarted_s = restart.known_s
        events = self._finish()
        self._note_end(events)
        self._detector = self._detector.renew(self._rep_end_s)
        return [*events, NoticeRaised(restart.code, restart.message, restart.known_s, restart.known_s)]

    def _finish(self, *, last: bool = False) -> list[Event]:
        events = self._count(self._detector.finish(last=last))
        self.refused += self._detector.refused
        return events

    def _count(self, events: list[Event]) -> list[Event]:
        self.rep_count += sum(isinstance(event, RepCounted) for event in events)
        return events

    def _note_end(self, events: list[Event]) -> None:
        """Note where the latest rep ended."""
        ends_s = [event.rep.end_s for event in events if isinstance(event, RepCounted)]
        self._rep_end_s = max([self._rep_end_s, *ends_s])
