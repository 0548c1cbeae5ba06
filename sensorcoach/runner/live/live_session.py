"""A live session on a screen: packets as they come from the source, through the pipeline, into the snapshot."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from sensorcoach.coach.apply import advance_to, apply_events
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_ROLE, MARK_DISCARD, MARK_END, MARK_ROLE, MARK_START, Packet
from sensorcoach.runner.session import Frame, KeyHint, Transport

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


_BEGUN, _ENDED, _GONE = "the set begins: lift when ready", "the set is over", "the set is discarded"
_NO_SET = "x: there is no set to discard"
_NOT_TAKEN = "s, x: not while there is no sensor"


def _everything(packet: Packet) -> bool:
    """A session that is not recorded takes every mark."""
    del packet
    return True


class LiveSession:
    """A `Session` over an asynchronous source of packets. The clock is the packets' own: it stands still when they do.

    So a phase is never timed through a silence in which nobody knows what was done; the frame's `link`, asked of `link`
    for each drawing, is what says that nothing comes. `on_events` is told each packet's events, for those who print
    instead of drawing. `trouble` says what a person should know all the while, nothing if all is well. `keep` records
    a mark that the person makes, before the pipeline gets it, and says whether that was possible.
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
        keep: Callable[[Packet], bool] = _everything,
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
        self._note = KeyHint()
        self._keep = keep
        self._newest_s = transport.position_s
        """When the newest packet arrived: a mark has its place right after it."""
        self._armed_s: float | None = None
        """When the person began the set that goes on; None while there is no such set."""

    async def run(self) -> None:
        """Receive until the source ends. However it ends, the source is closed and the pipeline says its last words."""
        try:
            async for packet in self._source:
                self._take(self._pipeline.feed([packet]))
                self._set_clock(packet)
                self._newest_s = max(self._newest_s, packet.arrival_s)
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
        return Frame(advance_to(self._snapshot, self._transport.position_s), transport, link, self._heard)

    def toggle_pause(self) -> None:
        """A person cannot be paused."""

    def seek(self, by_s: float) -> None:
        """What is to come is not known yet."""

    def seek_warning(self, direction: int) -> None:
        del direction
        self._note.say(NOT_LIVE)

    def arm(self) -> None:
        begins = self._armed_s is None
        if self._mark(MARK_START if begins else MARK_END):
            self._armed_s = self._newest_s if begins else None
            self._note.say(_BEGUN if begins else _ENDED)

    def discard(self) -> None:
        """A set that the person has begun ends with it."""
        goes = self._has_set_to_discard()
        kinds = [*([MARK_DISCARD] if goes else []), *([MARK_END] if self._armed_s is not None else [])]
        if not kinds:
            self._note.say(_NO_SET)
        elif all(self._mark(kind) for kind in kinds):
            self._armed_s = None
            self._note.say(_GONE if goes else _ENDED)

    def _has_set_to_discard(self) -> bool:
        """Discarded before its first lift, a set that the person has begun takes none before it along."""
        known = self._snapshot
        if known.set_open or known.lifting:
            return True
        if not known.sets or known.discarded is not None:
            return False
        return self._armed_s is None or known.sets[-1].start_s >= self._armed_s

    def _mark(self, kind: bytes) -> bool:
        """Record what the person said, then let the pipeline know; whether it was taken."""
        mark = Packet(self._newest_s, kind, MARK_ROLE)
        if self._transport.finished or not self._keep(mark):
            self._note.say(_NOT_TAKEN)
            return False
        self._take(self._pipeline.feed([mark]))
        return True

    def change_speed(self, steps: int) -> None:
        """Live is live."""

    def _set_clock(self, packet: Packet) -> None:
        """What became of the connection is no word from the sensor: a loss noted late would count its silence."""
        if packet.role != LINK_ROLE:
            self._transport = replace(self._transport, position_s=packet.arrival_s)

    def _take(self, events: list[Event]) -> None:
        self._snapshot = apply_events(self._snapshot, events)
        if self._on_events:
            self._on_events(events)
