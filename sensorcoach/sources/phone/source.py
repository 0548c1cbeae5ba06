"""The phone as a source of packets, to be used like the radio."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

from sensorcoach.devices.families.phone.body import make_packets
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames
from sensorcoach.sources.pacing import Now
from sensorcoach.sources.phone.access import Denied
from sensorcoach.sources.phone.instructions import find_own_address, instructions, push_url, short_instructions
from sensorcoach.sources.phone.server import PhoneServer
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.status import PhoneStatusTracker

_MOST_WAITING = 512
"""Packets that wait to be taken; a push that finds no room is turned away, and is missing."""


class PhoneSource:
    """Packets as they are pushed, an asynchronous iterator that ends when it is stopped.

    Used as `async with`, or started by the first packet asked for and ended by `aclose`. Times are seconds since the
    start by `now`, the event loop's clock unless given. `on_frames` is told the samples of each push, for those who
    look at the signal.
    """

    def __init__(
        self, settings: PhoneSettings, on_frames: Callable[[Frames], None] | None = None, *, now: Now | None = None
    ) -> None:
        self._settings = settings
        self._on_frames = on_frames
        self._clock = now
        self._server = PhoneServer(settings, self._take, self._now_s)
        self._watch = PhoneStatusTracker()
        self._waiting: asyncio.Queue[Packet | None] = asyncio.Queue()
        """Packets not taken yet; None is the end."""
        self._start_s: float | None = None
        """The clock at the start."""
        self._starting = asyncio.Lock()
        self._is_stopped = False
        self._own: str | None = None
        """This computer's address when it began to listen."""

    @property
    def status(self) -> LinkStatus:
        """How the phone's pushes come, now; before the first of them, where they are waited for."""
        status = self._watch.status(self._now_s())
        if status.state is not LinkState.SCANNING or self._start_s is None:
            return status
        reason = f"Waiting for a phone that pushes to {self.url} (its Push URL)"
        return replace(status, reason=reason, remedy=short_instructions(self._settings, self._own))

    @property
    def readings(self) -> dict[str, int]:
        """How many readings of each of the phone's streams have come."""
        return self._watch.readings

    @property
    def url(self) -> str:
        """What is to be typed into the phone."""
        return push_url(self._settings, self._server.port, self._own)

    def instructions(self) -> tuple[str, ...]:
        """What a person has to do, a line each."""
        return instructions(self._settings, self._server.port, self._own)

    async def start(self) -> None:
        """Listen; the clock begins. Raises SensorError where the address or the port cannot be had."""
        async with self._starting:
            if self._start_s is None:
                await self._server.start()
                self._own = find_own_address()
                self._clock = self._clock or asyncio.get_running_loop().time
                self._start_s = self._clock()

    async def aclose(self) -> None:
        """Stop listening; what has come is still given out."""
        if not self._is_stopped:
            self._is_stopped = True
            self._watch.stopped(self._now_s())
            self._waiting.put_nowait(None)
            await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Packet:
        if not self._is_stopped:
            await self.start()
        packet = await self._waiting.get()
        if packet is None:
            self._waiting.put_nowait(None)  # so that it has ended for whoever asks again
            raise StopAsyncIteration
        return packet

    def _take(self, body: bytes) -> Denied | None:
        """A push has come."""
        packets = make_packets(self._now_s(), body)
        if self._is_stopped or self._waiting.qsize() + len(packets) > _MOST_WAITING:
            return Denied(503, "Not now.")
        for packet in packets:
            self._waiting.put_nowait(packet)
        frames = self._watch.heard(packets)
        if self._on_frames:
            self._on_frames(frames)
        return None

    def _now_s(self) -> float:
        """Seconds since the start."""
        return 0.0 if self._start_s is None or self._clock is None else self._clock() - self._start_s
