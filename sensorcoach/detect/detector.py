"""Motion in, events out: seek a set, follow it, and seek again when it is over.

`SetSeeker` finds sets, `SetFollower` follows the open one, `Marks` holds the wearer's own beginnings and ends.
"""

import math
from typing import Annotated

import numpy as np

from sensorcoach.detect.detection_parts import DetectionParts
from sensorcoach.detect.finding.evidence import EvidenceModel, load_model
from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.detect.following.set_follower import SetFollower
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.detect.posture_gate import PostureGate
from sensorcoach.detect.set_seeker import SetSeeker
from sensorcoach.events import Event
from sensorcoach.form.judge import Judge
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

KEEP_S: Annotated[float, Within(5.0, 120.0, "s")] = 15.0
"""Time kept beyond what the search looks back at. A rep's exact times need the rest before it."""


class Detector:
    """Finds the events of one unbroken stretch of motion.

    `not_before_s`: time until which an earlier detector has counted in the same motion.
    """

    def __init__(self, parts: DetectionParts, not_before_s: float = -math.inf) -> None:
        self._parts = parts
        self._history, self._marks, self._series = parts.history, parts.marks, parts.series
        self._follower = SetFollower(parts)
        self._seeker = SetSeeker(parts, self._follower)
        self._not_before_s = not_before_s
        self._position = 0
        """Grid point that is read next."""

    @classmethod
    def begin(
        cls,
        limits: MovementLimits,
        judge: Judge,
        gate: PostureGate,
        *,
        model: EvidenceModel | None = None,
        live: bool = True,
        weighed: bool = False,
    ) -> "Detector":
        """Make the detector of the first stretch.

        Without `live` there are no phases and no trace; `weighed`: emit the evidence of each movement too.
        """
        return cls(DetectionParts.begin(limits, judge, gate, model or load_model(), live=live, weighed=weighed))

    def renew(self, not_before_s: float = -math.inf) -> "Detector":
        """Make the detector of the next stretch: the sets are numbered on, and found after this time."""
        return Detector(self._parts.renew(), max(not_before_s, self._marks.armed_s))

    def mark(self, kind: bytes, time_s: float) -> None:
        """Add a mark of the wearer; it takes effect when the motion has come to its time."""
        self._marks.add(kind, time_s)

    def feed(self, block: MotionBlock) -> list[Event]:
        """Return the events that this motion makes known."""
        self._history.append(block)
        self._begin_after(block)
        events: list[Event] = []
        while self._position < self._history.end:
            events += self._marks.apply(self, self._history, self._position)
            stop = min(self._history.end, self._marks.next_point(self._history))
            current = self._follower.current
            if current is None:
                self._position, found = self._seeker.seek(self._position, stop)
            else:
                self._position, found = self._follower.follow(current, self._position, stop)
                self._parts.gate.read(self._history, self._position)
            events += found
        if self._follower.current is None:
            events += self._parts.trace.trace_from_rest(self._position)
        self._forget()
        return events

    def finish(self, *, last: bool = False) -> list[Event]:
        """End the stretch and its open set; return the events. With the `last` stretch all marks take effect."""
        events: list[Event] = []
        now = self._history.end
        if last and now:
            events += self._marks.apply_all(self, self._history, now)
        if self._follower.current is None:
            events += self._seeker.believe_late(now - 1)
        events += self._follower.end(now, goes_on=not last)
        if self._parts.heights is not None:
            events += self._parts.heights.finish(now - 1, self._series.number)
        return [*events, *self._parts.provisional.withdraw(now, self._series.next_number)]

    @property
    def refused(self) -> RefusalReasons:
        """Repeated movement that was not taken for a set."""
        gate, seeker = self._parts.gate, self._seeker
        return RefusalReasons(gate.wrong_posture, gate.wrong_placement, seeker.halves, seeker.refusals.likeliest)

    def begin_armed(self, point: int) -> list[Event]:
        """Begin an armed set from the bottom, which is here unless a lift is in progress."""
        bottom = self._bottom(point)
        events = self.end_armed(point)
        self._series.discardable, self._series.armed_up = 0, bottom
        return events

    def end_armed(self, point: int) -> list[Event]:
        """End the armed set at this grid point."""
        number = self._series.next_number
        events = self._follower.end(point)
        self._series.armed_up = None
        self._seeker.drop_waiting()
        self._parts.search.begin_at(point)
        return [*events, *self._parts.provisional.withdraw(point, number)]

    def discard(self, point: int) -> tuple[int, list[Event]]:
        """Discard the open set, or else the latest; return its number (0: no set) and the events."""
        number = self._follower.discard(point)
        self._seeker.drop_waiting()
        return number, self._parts.provisional.withdraw(point, self._series.next_number)

    def _bottom(self, point: int) -> FloatArray:
        """Return the attitude (3,) at the bottom of the lift in progress, or at this grid point."""
        if self._follower.current is not None:
            return self._follower.current.axis.bottom
        home = self._parts.provisional.home
        return np.array(home) if home else self._history.up_at([min(point, self._history.end - 1)])[0]

    def _begin_after(self, block: MotionBlock) -> None:
        """Leave out the motion in which an earlier detector has counted."""
        if self._not_before_s > -math.inf:
            point = max(self._history.point(self._not_before_s) + 1, block.first)
            self._parts.search.begin_at(point)
            if self._parts.heights is not None:
                self._parts.heights.begin_at(point)
            self._not_before_s = -math.inf

    def _forget(self) -> None:
        """Forget the motion that no set can need any more; a rep in progress keeps its beginning."""
        look_back_s = self._parts.limits.look_back_s + KEEP_S
        before = self._history.go_back(self._history.end, round(look_back_s * RATE_HZ))
        if self._follower.current is not None:
            before = min(before, self._follower.current.bottom - round(KEEP_S * RATE_HZ))
        self._history.forget(before)
