"""A phone as a source of packets, with the same interface as `RadioSource`."""

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
from sensorcoach.sources.phone.instructions import (
    find_own_address,
    full_instructions,
    is_loopback,
    push_url,
    short_instructions,
)
from sensorcoach.sources.phone.server import PhoneServer
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.status import PhoneStatusTracker

_QUEUE_PACKETS = 512
"""Most packets in the queue. A push that does not fit is denied and lost."""


class PhoneSource:
    """Asynchronous iterator over pushed packets, until `aclose`.

    Use `async with`, or start it by requesting the first packet. Times are seconds since the start on the clock `now`,
    by default that of the event loop. `on_frames` receives the samples of each push, for checks of the signal.
    """

    def __init__(
        self, settings: PhoneSettings, on_frames: Callable[[Frames], None] | None = None, *, now: Now | None = None
    ) -> None:
        self._settings = settings
        self._on_frames = on_frames
        self._clock = now
        self._server = PhoneServer(settings, self._take_push, self._now_s)
        self._tracker = PhoneStatusTracker()
        self._queue: asyncio.Queue[Packet | None] = asyncio.Queue()
        """Packets not taken yet. None marks the end."""
        self._start_s: float | None = None
        """Clock time of the start, None before it."""
        self._starting = asyncio.Lock()
        self._is_stopped = False
        self._own_address: str | None = None
        """This computer's network address at the start."""

    @property
    def status(self) -> LinkStatus:
        """The current status. Before the first push it contains the instructions, and without pushes the next steps."""
        status = self._tracker.status(self._now_s())
        if status.state is LinkState.WAITING:
            return replace(status, remedy=f"{status.remedy} {self._explain_address()}")
        if status.state is not LinkState.SCANNING or self._start_s is None:
            return status
        reason = f"Waiting for a phone with the Push URL {self.url}"
        remedy = short_instructions(self._settings, self._own_address)
        url = "" if is_loopback(self._settings.bind) else self.url
        return replace(status, reason=reason, remedy=remedy, push_url=url)

    @property
    def readings(self) -> dict[str, int]:
        """Readings received from each of the phone's streams."""
        return self._tracker.readings

    @property
    def url(self) -> str:
        """The URL to enter into the phone."""
        return push_url(self._settings, self._server.port, self._own_address)

    def instructions(self, *, with_code: bool = False) -> tuple[str, ...]:
        """Return the instructions for the user as lines. `with_code`: add the URL as a QR code."""
        return full_instructions(self._settings, self._server.port, self._own_address, with_code=with_code)

    async def start(self) -> None:
        """Listen and start the clock. Raises SensorError where the address or the port is not available."""
        async with self._starting:
            if self._start_s is None:
                await self._server.start()
                self._own_address = find_own_address()
                self._clock = self._clock or asyncio.get_running_loop().time
                self._start_s = self._clock()

    async def aclose(self) -> None:
        """Stop listening. The iterator ends after the packets that are already queued."""
        if not self._is_stopped:
            self._is_stopped = True
            self._tracker.note_stop(self._now_s())
            self._queue.put_nowait(None)
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
        packet = await self._queue.get()
        if packet is None:
            self._queue.put_nowait(None)  # so that further requests end, too
            raise StopAsyncIteration
        return packet

    def _take_push(self, body: bytes) -> Denied | None:
        """Queue the packets of a push. Return the denial if the queue is full."""
        packets = make_packets(self._now_s(), body)
        if self._is_stopped or self._queue.qsize() + len(packets) > _QUEUE_PACKETS:
            return Denied(503, "The queue is full.")
        for packet in packets:
            self._queue.put_nowait(packet)
        frames = self._tracker.note_push(packets)
        if self._on_frames:
            self._on_frames(frames)
        return None

    def _explain_address(self) -> str:
        """Return the URL to check in the phone, or that this computer has another address than at the start."""
        address = find_own_address()
        if self._own_address and address and address != self._own_address:
            return f"This computer's address has changed to {address}: restart with --phone-bind {address}."
        return f"Check that its Push URL is {self.url}"

    def _now_s(self) -> float:
        """Seconds since the start."""
        return 0.0 if self._start_s is None or self._clock is None else self._clock() - self._start_s
