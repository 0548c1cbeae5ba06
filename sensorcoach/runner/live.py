"""A live session on a screen: packets as they come from the source, through the pipeline, into the snapshot."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace

from sensorcoach.coach.fold import after_all, at
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.runner.note import Note
from sensorcoach.runner.session import Frame, Transport

NOT_LIVE = "w: only in a replay"
"""What was can be gone through afterwards; what is to come is not known."""


class LiveSession:
    """A `Session` over an asynchronous source of packets. The clock is the packets' own: it stands still when they do.

    `on_events` is told each packet's events, for those who print instead of drawing.
    """

    def __init__(
        self,
        opening: Snapshot,
        transport: Transport,
        source: AsyncIterator[Packet],
        pipeline: Pipeline,
        on_events: Callable[[Iterable[Event]], None] | None = None,
    ) -> None:
        self._snapshot = opening
        self._transport = replace(transport, seekable=False)
        self._source = source
        self._pipeline = pipeline
        self._on_events = on_events
        self._note = Note()

    async def run(self) -> None:
        """Receive until the source ends, then let the pipeline say its last words."""
        async for packet in self._source:
            self._take(self._pipeline.feed([packet]))
            self._transport = replace(self._transport, position_s=packet.arrival_s)
        self._take(self._pipeline.finish())
        self._transport = replace(self._transport, finished=True)

    def advance(self, elapsed_s: float) -> Frame:
        """The newest frame. The watching clock has no say here, but for how long a note stays."""
        transport = replace(self._transport, note=self._note.after(elapsed_s))
        return Frame(at(self._snapshot, self._transport.position_s), transport)

    def toggle_pause(self) -> None:
        """A person cannot be paused."""

    def seek(self, by_s: float) -> None:
        """What is to come is not known yet."""

    def seek_warning(self, direction: int) -> None:
        del direction
        self._note.say(NOT_LIVE)

    def change_speed(self, steps: int) -> None:
        """Live is live."""

    def _take(self, events: list[Event]) -> None:
        self._snapshot = after_all(self._snapshot, events)
        if self._on_events:
            self._on_events(events)
