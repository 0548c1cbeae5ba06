"""What the person says of a set: it begins now, it is over, throw it away."""

import math
from collections import deque
from typing import Protocol

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.events import Event, SetArmed, SetDisarmed, SetDiscarded
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.packets import MARK_DISCARD, MARK_END, MARK_START


class Armed(Protocol):
    """What marks act on."""

    def begin_armed(self, point: int, events: list[Event]) -> None:
        """An armed set begins at this grid point; what was in progress is over."""
        ...

    def end_armed(self, point: int, events: list[Event]) -> None:
        """The armed set is over at this grid point."""
        ...

    def discard(self, point: int, events: list[Event]) -> int:
        """Throw the set in progress away, or the latest; gives its number, 0 where there is none."""
        ...


class Marks:
    """Marks wait here until the motion has come to their time. From the first start on, only armed windows count."""

    def __init__(self) -> None:
        self.window_open = False
        """Whether a set is armed."""
        self.armed_s = -math.inf
        """When a set was armed last."""
        self._any = False
        """Whether a set was begun or ended by a mark."""
        self._waiting: deque[tuple[float, bytes]] = deque()

    @property
    def may_count(self) -> bool:
        """Whether what is done now may be counted."""
        return self.window_open or not self._any

    def add(self, kind: bytes, time_s: float) -> None:
        """A mark of this kind at this recording time."""
        self._waiting.append((time_s, kind))

    def next_point(self, record: MotionHistory) -> int:
        """The grid point at which the next mark takes effect; beyond all motion where there is none."""
        return self._point(record) if self._waiting else record.end

    def apply(self, detector: Armed, record: MotionHistory, position: int, events: list[Event]) -> None:
        """Let the marks take effect whose time has come."""
        while self._waiting and self._point(record) <= position:
            time_s, kind = self._waiting.popleft()
            self._apply(kind, time_s, detector, record, position, events)

    def apply_all(self, detector: Armed, record: MotionHistory, position: int, events: list[Event]) -> None:
        """Let all marks take effect: no motion comes after them."""
        while self._waiting:
            time_s, kind = self._waiting.popleft()
            self._apply(kind, time_s, detector, record, position, events)

    def _apply(
        self, kind: bytes, time_s: float, detector: Armed, record: MotionHistory, position: int, events: list[Event]
    ) -> None:
        known_s = record.known_s(position - 1)
        time_s = time_s if math.isfinite(time_s) else record.time_s(position)
        decided_s = max(known_s, time_s)
        self._any |= kind != MARK_DISCARD
        if kind == MARK_START and not self.window_open:
            detector.begin_armed(position, events)
            self.window_open, self.armed_s = True, time_s
            events.append(SetArmed(time_s, decided_s))
        elif kind == MARK_END and self.window_open:
            detector.end_armed(position, events)
            self.window_open = False
            events.append(SetDisarmed(time_s, decided_s))
        elif kind == MARK_DISCARD:
            number = detector.discard(position, events)
            if number:
                events.append(SetDiscarded(number, decided_s))

    def _point(self, record: MotionHistory) -> int:
        time_s = self._waiting[0][0]
        return math.ceil((time_s - record.time_s(0)) * RATE_HZ) if math.isfinite(time_s) else 0
