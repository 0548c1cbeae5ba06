"""The wearer's marks: a set begins now, the set is over, discard the set."""

import math
from collections import deque
from typing import Protocol

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.events import Event, SetArmed, SetDisarmed, SetDiscarded
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.packets import MARK_DISCARD, MARK_END, MARK_START


class MarkTarget(Protocol):
    """Carries marks out; each method returns the events that follow from it."""

    def begin_armed(self, point: int) -> list[Event]:
        """End the set in progress and begin an armed one at this grid point."""
        ...

    def end_armed(self, point: int) -> list[Event]:
        """End the armed set at this grid point."""
        ...

    def discard(self, point: int) -> tuple[int, list[Event]]:
        """Discard the set in progress, or else the latest; return its number (0: no set) and the events."""
        ...


class Marks:
    """Holds marks until the motion has come to their time. From the first start on, only armed windows count."""

    def __init__(self) -> None:
        self.window_open = False
        """Whether a set is armed."""
        self.armed_s = -math.inf
        """Recording time at which a set was armed, the latest time."""
        self._any = False
        """Whether a mark has begun or ended a set."""
        self._waiting: deque[tuple[float, bytes]] = deque()
        """Time and kind of the marks that have not taken effect."""

    @property
    def may_count(self) -> bool:
        """Whether present movements may count."""
        return self.window_open or not self._any

    def add(self, kind: bytes, time_s: float) -> None:
        """Add a mark of this kind (`packets.MARK_START` and the others) at this recording time."""
        self._waiting.append((time_s, kind))

    def next_point(self, history: MotionHistory) -> int:
        """Return the grid point at which the next mark takes effect; without a mark, the end of the motion."""
        return self._point(history) if self._waiting else history.end

    def apply(self, target: MarkTarget, history: MotionHistory, position: int) -> list[Event]:
        """Carry out the marks whose time has come."""
        events: list[Event] = []
        while self._waiting and self._point(history) <= position:
            events += self._apply_next(target, history, position)
        return events

    def apply_all(self, target: MarkTarget, history: MotionHistory, position: int) -> list[Event]:
        """Carry out all marks: no motion comes after them."""
        events: list[Event] = []
        while self._waiting:
            events += self._apply_next(target, history, position)
        return events

    def _apply_next(self, target: MarkTarget, history: MotionHistory, position: int) -> list[Event]:
        time_s, kind = self._waiting.popleft()
        known_s = history.known_s(position - 1)
        time_s = time_s if math.isfinite(time_s) else history.time_s(position)
        decided_s = max(known_s, time_s)
        self._any |= kind != MARK_DISCARD
        if kind == MARK_START and not self.window_open:
            events = target.begin_armed(position)
            self.window_open, self.armed_s = True, time_s
            return [*events, SetArmed(time_s, decided_s)]
        if kind == MARK_END and self.window_open:
            events = target.end_armed(position)
            self.window_open = False
            return [*events, SetDisarmed(time_s, decided_s)]
        if kind == MARK_DISCARD:
            number, events = target.discard(position)
            return [*events, *([SetDiscarded(number, decided_s)] if number else [])]
        return []

    def _point(self, history: MotionHistory) -> int:
        """Return the grid point at which the oldest mark takes effect."""
        time_s = self._waiting[0][0]
        return math.ceil((time_s - history.time_s(0)) * RATE_HZ) if math.isfinite(time_s) else 0
