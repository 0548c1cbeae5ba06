"""Print a session as plain lines, each as soon as it is known, and the table at the end."""

import asyncio
from collections.abc import Callable, Iterable

from sensorcoach.coach.apply import apply_event
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event, LiftTrace, SetFinished, Verdict, WarningRaised
from sensorcoach.report.document import make_analysis_document
from sensorcoach.report.lines import event_lines
from sensorcoach.report.summary_lines import summary_lines
from sensorcoach.report.table import format_table
from sensorcoach.runner.offline.analyze import make_document
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.demo import AS_FAST_AS_POSSIBLE, initial_demo_snapshot, open_demonstration

GROUP_S = 60.0
"""Seconds of a recording read at a time. Longer groups are quicker and give the same lines in the same order."""

Echo = Callable[[str], None]
"""Prints one line, or several joined by newlines."""


class EventPrinter:
    """Prints events as they arrive and keeps them for the table."""

    def __init__(self, echo: Echo, opening: Snapshot, begin_s: float = 0.0) -> None:
        self._echo = echo
        self._snapshot = opening
        """The session so far, for the summary of a set."""
        self._begin_s = begin_s
        """Time of the first sample; printed times count from there."""
        self._raised: tuple[Verdict, ...] = ()
        """Warnings already printed for the rep in progress."""
        self.events: list[Event] = []

    def print_events(self, events: Iterable[Event]) -> None:
        """Print the lines of these events. Traces are for screens and are dropped: they grow over hours."""
        for event in events:
            if not isinstance(event, LiftTrace):
                self.events.append(event)
                self._snapshot = apply_event(self._snapshot, event)
                for line in [*event_lines(event, self._begin_s, self._raised), *self._summarize(event)]:
                    self._echo(line)
                self._raised = (event.verdict,) if isinstance(event, WarningRaised) else self._raised

    def _summarize(self, event: Event) -> list[str]:
        """The summary of a set that ends with this event; empty for any other event."""
        if not isinstance(event, SetFinished):
            return []
        return summary_lines(self._snapshot.summaries[-1], self._snapshot.exercise.tempo)


def play_demonstration(echo: Echo, speed: float | None) -> None:
    """Print the demonstration; as fast as possible without a speed."""
    printer = EventPrinter(echo, initial_demo_snapshot())
    shown = open_demonstration(speed or AS_FAST_AS_POSSIBLE, printer.print_events)
    echo(f"{shown.exercise.name}, a simulated session: person, sensor and radio are simulated")
    asyncio.run(shown.live.run())
    echo("")
    echo(format_table(make_analysis_document(shown.facts, shown.exercise.id, shown.plan.placement, printer.events)))


def play_file(path: str, choice: SessionOptions, echo: Echo) -> None:
    """Print a recording, as fast as possible. Raises SensorcoachError if it cannot be opened or read."""
    run = open_run(path, choice)
    simulated = ", a simulated session" if run.simulated else ""
    echo(f"{run.exercise.name}, worn at the {run.placement.value}{simulated}")
    printer = EventPrinter(echo, Snapshot(run.exercise, run.placement), run.start_s)
    for _, events in run.event_groups(GROUP_S):
        printer.print_events(events)
    echo("")
    echo(format_table(make_document(run, printer.events)))
