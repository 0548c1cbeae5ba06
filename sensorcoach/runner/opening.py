"""A recording made ready for the dashboard."""

import math
from collections.abc import Iterator

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.runner.choice import Choice
from sensorcoach.runner.playback import READ_AHEAD_S, Playback
from sensorcoach.runner.recording_run import RecordingRun, run_of
from sensorcoach.runner.session import Transport


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


def open_playback(path: str, choice: Choice, speed: float = 1.0) -> Playback:
    """The recording at its start. Raises SensorcoachError where it cannot be opened."""
    run = run_of(path, choice)
    transport = Transport(path, run.start_s, run.end_s, speed=speed, simulated=run.simulated)
    return Playback(Snapshot(run.exercise, run.placement, run.start_s), transport, _Feed(run).read_to)
