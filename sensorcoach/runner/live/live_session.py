"""A live session: packets go from the source through the pipeline into the snapshot."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from sensorcoach.coach.apply import advance_to, apply_events
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_ROLE, MARK_DISCARD, MARK_END, MARK_ROLE, MARK_START, Packet
from sensorcoach.runner.session import Frame, KeyHint, Transport

NOT_LIVE = "w: only in a replay"
"""Hint for the key that looks for warnings, which works only in a replay."""


@runtime_checkable
class _ClosingSource(Protocol):
    """A source that must be closed to release its connection or file at once."""

    async def aclose(self) -> None: ...


class PacketConsumer(Protocol):
    """Turns packets into events: a `Pipeline` or a `DeferredPipeline`."""

    def feed(self, packets: Sequence[Packet]) -> list[Event]: ...

    def finish(self) -> list[Event]: ...


_SET_BEGINS = "the set begins: lift when ready"
_SET_ENDS = "the set is over"
_SET_DISCARDED = "the set is discarded"
_NO_SET = "x: there is no set to discard"
_NOT_TAKEN = "s, x: not without a sensor"


def _accept(packet: Packet) -> bool:
    """Accept every mark: the default for a session without recording."""
    del packet
    return True


class LiveSession:
    """A `Session` over an asynchronous source of packets.

    The packets' arrival times are the clock. Without packets the clock stops, so that no phase is timed through an
    unknown movement; `Frame.link` shows that no packets arrive.

    `link`: returns the status for each frame. `on_events`: receives the events of each packet, for the console.
    `warning`: returns a message to show permanently, or an empty one. `record_mark`: records a mark before the
    pipeline receives it, and returns whether the mark was accepted. `suspend`: frees the sensor before Ctrl-Z stops
    the process.
    """

    def __init__(  # noqa: PLR0913 - each is a connection to another part of the program
        self,
        initial: Snapshot,
        transport: Transport,
        source: AsyncIterator[Packet],
        pipeline: PacketConsumer,
        on_events: Callable[[Iterable[Event]], None] | None = None,
        link: Callable[[], LinkStatus] | None = None,
        warning: Callable[[], str] | None = None,
        *,
        record_mark: Callable[[Packet], bool] = _accept,
        suspend: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._snapshot = initial
        self._suspend = suspend
        self._transport = replace(transport, seekable=False)
        self._source = source
        self._pipeline = pipeline
        self._on_events = on_events
        self._link = link
        self._warning = warning
        self._has_samples = link is None
        """Whether samples have arrived. A session without a connection never waits for them."""
        self._hint = KeyHint()
        self._record_mark = record_mark
        self._newest_s = transport.position_s
        """Arrival of the newest packet. A mark is placed right after it."""
        self._armed_s: float | None = None
        """Start of the set that the user began with a key, None without such a set."""

    async def run(self) -> None:
        """Receive until the source ends. Then close the source and take the last events of the pipeline."""
        try:
            async for packet in self._source:
                self._take(self._pipeline.feed([packet]))
                self._set_clock(packet)
                self._newest_s = max(self._newest_s, packet.arrival_s)
        finally:
            if isinstance(self._source, _ClosingSource):
                await self._source.aclose()
            self._take(self._pipeline.finish())
        self._transport = replace(self._transport, finished=True)

    async def suspend(self) -> None:
        if self._suspend:
            await self._suspend()

    def advance(self, elapsed_s: float) -> Frame:
        """Return the newest frame. `elapsed_s` only decides how long a hint stays visible."""
        note = self._hint.advance(elapsed_s) or (self._warning() if self._warning else "")
        transport = replace(self._transport, note=note)
        link = self._link() if self._link else None
        self._has_samples = self._has_samples or (link is not None and link.state is LinkState.STREAMING)
        return Frame(advance_to(self._snapshot, self._transport.position_s), transport, link, self._has_samples)

    def toggle_pause(self) -> None:
        """Do nothing: a live session cannot be paused."""

    def seek(self, by_s: float) -> None:
        """Do nothing: a live session has no other position."""

    def seek_warning(self, direction: int) -> None:
        del direction
        self._hint.show(NOT_LIVE)

    def arm(self) -> None:
        begins = self._armed_s is None
        if self._place_mark(MARK_START if begins else MARK_END):
            self._armed_s = self._newest_s if begins else None
            self._hint.show(_SET_BEGINS if begins else _SET_ENDS)

    def discard(self) -> None:
        """Discard the current or the latest set. This also ends a set that the user began with a key."""
        discards = self._has_set_to_discard()
        kinds = [*([MARK_DISCARD] if discards else []), *([MARK_END] if self._armed_s is not None else [])]
        if not kinds:
            self._hint.show(_NO_SET)
        elif all(self._place_mark(kind) for kind in kinds):
            self._armed_s = None
            self._hint.show(_SET_DISCARDED if discards else _SET_ENDS)

    def _has_set_to_discard(self) -> bool:
        """Return whether a set can be discarded. A set begun with a key protects all sets before it."""
        known = self._snapshot
        if known.set_open or known.lifting:
            return True
        if not known.sets or known.discarded is not None:
            return False
        return self._armed_s is None or known.sets[-1].start_s >= self._armed_s

    def _place_mark(self, kind: bytes) -> bool:
        """Record a mark and pass it to the pipeline. Return whether it was accepted."""
        mark = Packet(self._newest_s, kind, MARK_ROLE)
        if self._transport.finished or not self._record_mark(mark):
            self._hint.show(_NOT_TAKEN)
            return False
        self._take(self._pipeline.feed([mark]))
        return True

    def change_speed(self, steps: int) -> None:
        """Do nothing: a live session has only one speed."""

    def _set_clock(self, packet: Packet) -> None:
        """Advance the clock. Link packets do not count: a loss noted late would count the time without samples."""
        if packet.role != LINK_ROLE:
            self._transport = replace(self._transport, position_s=packet.arrival_s)

    def _take(self, events: list[Event]) -> None:
        self._snapshot = apply_events(self._snapshot, events)
        if self._on_events:
            self._on_events(events)
