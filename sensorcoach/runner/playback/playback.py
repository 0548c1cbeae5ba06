"""A recorded session on a screen: pause, seek and speed. Time comes in as the seconds that went by while watching."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.runner.offline.recording_run import RecordingRun, open_run
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.event_log import EventLog
from sensorcoach.runner.session import SPEEDS, Frame, KeyHint, Transport

READ_AHEAD_S = 1.0
"""What is shown was read at least this long before, so that no stretch of the trace is still on its way; and the
pipeline is fed so much at a time: fewer, larger blocks cost less."""

HUNT_STEP_S = 20.0
"""While the next warning is looked for, so much is read a frame: some 30 ms of work, so that the screen stays alive."""

BACK_S = 1.5
"""While playing, the warning before is one from at least so long ago: else each press would land on the same one."""


ONLY_LIVE = "s, x: only live; --armed takes a recording as a set"
"""Marks belong to a recording while it is made: a mark added later would be gone with the screen."""


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
        self._note = KeyHint()
        self._hunting = False
        """Whether the next warning is being looked for: the position waits."""

    async def run(self) -> None:
        """Nothing goes on in the background."""

    def advance(self, elapsed_s: float) -> Frame:
        """Move on by `elapsed_s` times the speed, unless paused or at the end."""
        if self._hunting:
            self._hunt()
        elif not self._transport.paused:
            self._move_to(self._transport.position_s + elapsed_s * self._transport.speed)
        position_s = self._transport.position_s
        look = self._log.final_snapshot if self._transport.finished else self._log.snapshot_at
        return Frame(look(position_s), replace(self._transport, note=self._note.advance(elapsed_s)))

    def toggle_pause(self) -> None:
        """At the end: play again from the start."""
        self._settle()
        if self._transport.finished:
            self._transport = replace(self._transport, paused=False)
            self._move_to(self._start_s)
        else:
            self._transport = replace(self._transport, paused=not self._transport.paused)

    def seek(self, by_s: float) -> None:
        self._settle()
        self._move_to(self._transport.position_s + by_s)

    def seek_warning(self, direction: int) -> None:
        """Lands where the warning became known: the screen shows it, and the trace what led to it."""
        self._settle()
        if direction > 0:
            self._hunt()
            return
        back_s = 0.0 if self._transport.paused or self._transport.finished else BACK_S
        found_s = self._log.warning_before_s(self._transport.position_s - back_s)
        if found_s is None:
            self._note.show("no warning before this")
        else:
            self._move_to(found_s)

    def arm(self) -> None:
        """What was marked while it was recorded is shown; a mark made now would be of no use to `analyze`."""
        self._note.show(ONLY_LIVE)

    def discard(self) -> None:
        self._note.show(ONLY_LIVE)

    def change_speed(self, steps: int) -> None:
        speed = self._transport.speed
        place = bisect_right(SPEEDS, speed) if steps > 0 else bisect_left(SPEEDS, speed) - 1
        chosen = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        self._transport = replace(self._transport, speed=chosen)

    def _settle(self) -> None:
        """Another key ends what the one before began."""
        self._hunting = False
        self._note.clear()

    def _hunt(self) -> None:
        """Look for the next warning in what has been read; where there is none, read one step on."""
        if self._log.next_warning_s(self._transport.position_s) is None and self._read_s < math.inf:
            self._read(self._next_step_s())
        found_s = self._log.next_warning_s(self._transport.position_s)
        self._hunting = found_s is None and self._read_s < math.inf
        if self._hunting:
            self._note.show("looking for the next warning ...")
        elif found_s is None or self._transport.finished:
            self._note.show("no warning after this")
        else:
            self._note.clear()
            self._move_to(found_s)

    def _next_step_s(self) -> float:
        """How far to read next; past the end, the pipeline's last words too."""
        to_s = max(self._read_s, self._transport.position_s) + HUNT_STEP_S
        return to_s if to_s < self._end_s else math.inf

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


class _Feed:
    """Reads a run as far as it is asked to."""

    def __init__(self, run: RecordingRun) -> None:
        self._groups: Iterator[tuple[float, list[Event]]] = run.event_groups(READ_AHEAD_S)
        self._read_s = -math.inf

    def read_to(self, time_s: float) -> list[Event]:
        """The events of the next groups, until what is shown at `time_s` is known."""
        events: list[Event] = []
        while self._read_s < time_s:
            read_s, known = next(self._groups, (math.inf, list[Event]()))
            self._read_s = read_s
            events += known
        return events


def open_playback(path: str, choice: SessionOptions, speed: float = 1.0) -> Playback:
    """The recording at its start. Raises SensorcoachError where it cannot be opened."""
    run = open_run(path, choice)
    transport = Transport(path, run.start_s, run.end_s, speed=speed, simulated=run.simulated)
    return Playback(Snapshot(run.exercise, run.placement, run.start_s), transport, _Feed(run).read_to)
