"""Play a recorded session: pause, seek and speed. Time comes in as the seconds that the viewer has watched."""

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
"""Seconds that are read ahead of the position, so that the trace is complete; also the length of a block."""

SEARCH_STEP_S = 20.0
"""Seconds read in each frame of a search for the next warning: about 30 ms of work, so that the screen responds."""

BACK_S = 1.5
"""Least distance of the previous warning while playing: without it each key press finds the same warning."""


ONLY_LIVE = "s, x: only live; --armed takes a recording as a set"
"""Hint for the keys of marks: a mark made during playback would not be in the recording."""


class Playback:
    """A `Session` of a recording, read block by block as far as it is shown."""

    def __init__(
        self,
        opening: Snapshot,
        transport: Transport,
        read_to: Callable[[float], Sequence[Event]],
        hint: str = "",
    ) -> None:
        """`transport` has the first position and the duration; `read_to(time_s)` returns the events up to that time.

        `hint`: shown at first, such as a fault of the file.
        `read_to` is called with increasing times, and with infinity for the rest and the end of the pipeline.
        """
        self._log = EventLog(opening)
        self._transport = transport
        self._start_s = transport.position_s
        self._end_s = math.inf if transport.duration_s is None else transport.duration_s
        self._read_to = read_to
        self._read_s = -math.inf
        self._note = KeyHint()
        if hint:
            self._note.show(hint)
        self._is_searching = False
        """Whether the next warning is being searched; the position waits meanwhile."""

    async def run(self) -> None:
        """Do nothing: a playback has no work in the background."""

    async def suspend(self) -> None:
        """Do nothing: a recording has no sensor."""

    def advance(self, elapsed_s: float) -> Frame:
        """Advance by `elapsed_s` times the speed, unless paused or at the end."""
        if self._is_searching:
            self._search()
        elif not self._transport.paused:
            self._move_to(self._transport.position_s + elapsed_s * self._transport.speed)
        position_s = self._transport.position_s
        look = self._log.final_snapshot if self._transport.finished else self._log.snapshot_at
        return Frame(look(position_s), replace(self._transport, note=self._note.advance(elapsed_s)))

    def toggle_pause(self) -> None:
        """Pause or resume; at the end start again."""
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
        """Move to the time at which the warning became known, so that the trace shows its cause."""
        self._settle()
        if direction > 0:
            self._search()
            return
        back_s = 0.0 if self._transport.paused or self._transport.finished else BACK_S
        found_s = self._log.warning_before_s(self._transport.position_s - back_s)
        if found_s is None:
            self._note.show("no warning before this")
        else:
            self._move_to(found_s)

    def arm(self) -> None:
        """Show a hint: marks are part of the recording and cannot be added."""
        self._note.show(ONLY_LIVE)

    def discard(self) -> None:
        self._note.show(ONLY_LIVE)

    def change_speed(self, steps: int) -> None:
        speed = self._transport.speed
        place = bisect_right(SPEEDS, speed) if steps > 0 else bisect_left(SPEEDS, speed) - 1
        chosen = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        self._transport = replace(self._transport, speed=chosen)

    def _settle(self) -> None:
        """End the action of the previous key."""
        self._is_searching = False
        self._note.clear()

    def _search(self) -> None:
        """Search the next warning in the events read so far; without one, read one step more."""
        if self._log.next_warning_s(self._transport.position_s) is None and self._read_s < math.inf:
            self._read(self._next_step_s())
        found_s = self._log.next_warning_s(self._transport.position_s)
        self._is_searching = found_s is None and self._read_s < math.inf
        if self._is_searching:
            self._note.show("looking for the next warning ...")
        elif found_s is None or self._transport.finished:
            self._note.show("no warning after this")
        else:
            self._note.clear()
            self._move_to(found_s)

    def _next_step_s(self) -> float:
        """Time up to which to read next; infinity after the end, for the last events."""
        to_s = max(self._read_s, self._transport.position_s) + SEARCH_STEP_S
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


class _RunReader:
    """Reads a run as far as requested."""

    def __init__(self, run: RecordingRun) -> None:
        self._groups: Iterator[tuple[float, list[Event]]] = run.event_groups(READ_AHEAD_S)
        self._read_s = -math.inf

    def read_to(self, time_s: float) -> list[Event]:
        """The events of the next groups, until everything up to `time_s` is read."""
        events: list[Event] = []
        while self._read_s < time_s:
            read_s, known = next(self._groups, (math.inf, list[Event]()))
            self._read_s = read_s
            events += known
        return events


def open_playback(path: str, choice: SessionOptions, speed: float = 1.0) -> Playback:
    """Open a recording at its start. Raises SensorcoachError if it cannot be opened."""
    run = open_run(path, choice)
    transport = Transport(path, run.start_s, run.end_s, speed=speed, simulated=run.simulated)
    hint = _summarize_faults(run.recording.notices)
    return Playback(Snapshot(run.exercise, run.placement, run.start_s), transport, _RunReader(run).read_to, hint)


def _summarize_faults(notices: Sequence[str]) -> str:
    """One line about the faults of a file, empty without any."""
    if len(notices) <= 1:
        return "".join(notices)
    return f"this file has {len(notices)} faults: `sensorcoach analyze` lists them"
