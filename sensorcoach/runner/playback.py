"""A recorded session on a screen: pause, seek and speed. Time comes in as the seconds that went by while watching."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.runner.event_log import EventLog
from sensorcoach.runner.session import SPEEDS, Frame, Transport

READ_AHEAD_S = 1.0
"""What is shown was read at least this long before, so that no stretch of the trace is still on its way; and the
pipeline is fed so much at a time: fewer, larger blocks cost less."""


class Playback:
    """A `Session` over a recording that is read, block by block, as far as it has been shown."""

    def __init__(
        self,
        opening: Snapshot,
        transport: Transport,
        read_to: Callable[[float], Sequence[Event]],
    ) -> None:
        """`transport` has the first position and the duration; `read_to(time_s)` gives the events up to there.

        `read_to` is called with rising times; with infinity for all the rest, the pipeline's end included.
        """
        self._log = EventLog(opening)
        self._transport = transport
        self._start_s = transport.position_s
        self._end_s = math.inf if transport.duration_s is None else transport.duration_s
        self._read_to = read_to
        self._read_s = -math.inf

    async def run(self) -> None:
        """Nothing goes on in the background."""

    def advance(self, elapsed_s: float) -> Frame:
        """Move on by `elapsed_s` times the speed, unless paused or at the end."""
        if not self._transport.paused:
            self._move_to(self._transport.position_s + elapsed_s * self._transport.speed)
        position_s = self._transport.position_s
        look = self._log.final_snapshot if self._transport.finished else self._log.snapshot_at
        return Frame(look(position_s), self._transport)

    def toggle_pause(self) -> None:
        """At the end: play again from the start."""
        if self._transport.finished:
            self._transport = replace(self._transport, paused=False)
            self._move_to(self._start_s)
        else:
            self._transport = replace(self._transport, paused=not self._transport.paused)

    def seek(self, by_s: float) -> None:
        self._move_to(self._transport.position_s + by_s)

    def change_speed(self, steps: int) -> None:
        speed = self._transport.speed
        place = bisect_right(SPEEDS, speed) if steps > 0 else bisect_left(SPEEDS, speed) - 1
        chosen = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        self._transport = replace(self._transport, speed=chosen)

    def _move_to(self, position_s: float) -> None:
        position_s = min(max(position_s, self._start_s), self._end_s)
        finished = position_s >= self._end_s
        self._transport = replace(self._transport, position_s=position_s, finished=finished)
        if finished and self._read_s < math.inf:
            self._read(math.inf)
        elif position_s + READ_AHEAD_S > self._read_s:
            self._read(position_s + 2.0 * READ_AHEAD_S)

    def _read(self, to_s: float) -> None:
        self._log.add(self._read_to(to_s))
        self._read_s = to_s
