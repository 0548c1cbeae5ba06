"""Sessions as plain lines: each as soon as it is known, and the table at the end."""

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
"""A recording is read in groups of this length: fewer are quicker. The lines are the same, and in the same order."""

Say = Callable[[str], None]
"""Takes one line, or several joined by newlines."""


class Teller:
    """Says events as they come and keeps them for the table."""

    def __init__(self, say: Say, opening: Snapshot, begin_s: float = 0.0) -> None:
        self._say = say
        self._snapshot = opening
        """What is known so far, for the summary of a set."""
        self._begin_s = begin_s
        """Time of the first sample: people are told times from there."""
        self._raised: tuple[Verdict, ...] = ()
        """Warnings that were said of the rep in progress."""
        self.events: list[Event] = []

    def tell(self, events: Iterable[Event]) -> None:
        """Say what these events have to say. Traces are for screens, and would pile up over hours."""
        for event in events:
            if not isinstance(event, LiftTrace):
                self.events.append(event)
                self._snapshot = apply_event(self._snapshot, event)
                for line in [*event_lines(event, self._begin_s, self._raised), *self._summary(event)]:
                    self._say(line)
                self._raised = (event.verdict,) if isinstance(event, WarningRaised) else self._raised

    def _summary(self, event: Event) -> list[str]:
        """What is said of a set when it is over."""
        if not isinstance(event, SetFinished):
            return []
        return summary_lines(self._snapshot.summaries[-1], self._snapshot.exercise.tempo)


def play_demonstration(say: Say, speed: float | None) -> None:
    """The demonstration as lines; as fast as possible where no speed is given."""
    teller = Teller(say, initial_demo_snapshot())
    shown = open_demonstration(speed or AS_FAST_AS_POSSIBLE, teller.tell)
    say(f"{shown.exercise.name}, a simulated session: person, sensor and radio are simulated")
    asyncio.run(shown.live.run())
    say("")
    say(format_table(make_analysis_document(shown.facts, shown.exercise.id, shown.plan.placement, teller.events)))


def play_file(path: str, choice: SessionOptions, say: Say) -> None:
    """A recording as lines, as fast as possible. Raises SensorcoachError where it cannot be opened or read."""
    run = open_run(path, choice)
    simulated = ", a simulated session" if run.simulated else ""
    say(f"{run.exercise.name}, worn at the {run.placement.value}{simulated}")
    teller = Teller(say, Snapshot(run.exercise, run.placement), run.start_s)
    for _, events in run.event_groups(GROUP_S):
        teller.tell(events)
    say("")
    say(format_table(make_document(run, teller.events)))
