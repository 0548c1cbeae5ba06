"""A live session on a screen: packets as they come from the source, through the pipeline, into the snapshot."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from sensorcoach.coach.fold import after_all, at
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_ROLE, Packet
from sensorcoach.runner.note import Note
from sensorcoach.runner.session import Frame, Transport

NOT_LIVE = "w: only in a replay"
"""What was can be gone through afterwards; what is to come is not known."""


@runtime_checkable
class _Closing(Protocol):
    """A source that holds something: closed, it lets go of it now, not when it happens to be collected."""

    async def aclose(self) -> None: ...


class Feeder(Protocol):
    """Turns packets into events: a pipeline, or what becomes one once the sensor's rate is agreed on."""

    def feed(self, packets: Sequence[Packet]) -> list[Event]: ...

    def finish(self) -> list[Event]: ...


class LiveSession:
    """A `Session` over an asynchronous source of packets. The clock is the packets' own: it stands still when they do.

    So a phase is never timed through a silence in which nobody knows what was done; the frame's `link`, asked of `link`
    for each drawing, is what says that nothing comes. `on_events` is told each packet's events, for those who print
    instead of drawing. `trouble` says what a person should know all the while, nothing if all is well.
    """

    def __init__(
        self,
        opening: Snapshot,
        transport: Transport,
        source: AsyncIterator[Packet],
        pipeline: Feeder,
        on_events: Callable[[Iterable[Event]], None] | None = None,
        link: Callable[[], LinkStatus] | None = None,
        trouble: Callable[[], str] | None = None,
    ) -> None:
        self._snapshot = opening
        self._transport = replace(transport, seekable=False)
        self._source = source
        self._pipeline = pipeline
        self._on_events = on_events
        self._link = link
        self._trouble = trouble
        self._heard = link is None
        """Whether samples have come yet. A session without a connection has nothing to wait for."""
        self._note = Note()

    async def run(self) -> None:
        """Receive until the source ends. However it ends, the source is closed and the pipeline says its last words."""
        try:
            async for packet in self._source:
                self._take(self._pipeline.feed([packet]))
                self._set_clock(packet)
        finally:
            if isinstance(self._source, _Closing):
                await self._source.aclose()
            self._take(self._pipeline.finish())
        self._transport = replace(self._transport, finished=True)

    def advance(self, elapsed_s: float) -> Frame:
        """The newest frame. The watching clock has no say here, but for how long a note stays."""
        note = self._note.after(elapsed_s) or (self._trouble() if self._trouble else "")
        transport = replace(self._transport, note=note)
        link = self._link() if self._link else None
        self._heard = self._heard or (link is not None and link.state is LinkState.STREAMING)
        return Frame(at(self._snapshot, self._transport.position_s), transport, link, self._heard)

    def toggle_pause(self) -> None:
        """A person cannot be paused."""

    def seek(self, by_s: float) -> None:
        """What is to come is not known yet."""

    def seek_warning(self, direction: int) -> None:
        del direction
        self._note.say(NOT_LIVE)

    def change_speed(self, steps: int) -> None:
        """Live is live."""

    def _set_clock(self, packet: Packet) -> None:
        """What became of the connection is no word from the sensor: a loss noted late would count its silence."""
        if packet.role != LINK_ROLE:
            self._transport = replace(self._transport, position_s=packet.arrival_s)

    def _take(self, events: list[Event]) -> None:
        self._snapshot = after_all(self._snapshot, events)
        if self._on_events:
            self._on_events(events)
