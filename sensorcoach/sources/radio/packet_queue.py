"""A bounded queue of packets between the radio's callback and the consumer."""

import asyncio
from collections import deque

from sensorcoach.packets import LINK_ROLE, Packet

CAPACITY = 4096
"""Packets in the queue: 40 s at 100 packets per second. A consumer that is slower than this has stopped."""


class PacketQueue:
    """Stores packets until they are taken. A full queue discards new packets and counts them."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.overflowed = 0
        """Packets discarded because the queue was full."""
        self._room = capacity
        self._packets: deque[Packet] = deque()
        self._ended = False
        self._error: BaseException | None = None
        """The error that ended the queue. `take` raises it after the last packet."""
        self._changed = asyncio.Event()
        """Set when a packet arrives or the queue ends."""

    def put(self, packet: Packet) -> None:
        """Append a packet without waiting. Link packets, which are few, have extra capacity."""
        if len(self._packets) >= self._room + (self._room if packet.role == LINK_ROLE else 0):
            self.overflowed += 1
            return
        self._packets.append(packet)
        self._changed.set()

    @property
    def has_ended(self) -> bool:
        """Whether no further packets arrive."""
        return self._ended

    def end(self, error: BaseException | None = None) -> None:
        """End the queue. `error`: raised by `take` after the last packet."""
        self._ended, self._error = True, self._error or error
        self._changed.set()

    async def take(self) -> Packet:
        """Wait for the oldest packet and return it. After the end, raises its error or StopAsyncIteration."""
        while not self._packets:
            if self._ended:
                error, self._error = self._error, None
                raise error or StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._packets.popleft()
