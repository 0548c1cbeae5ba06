"""Packets on their way from the radio's callback to whoever takes them: a queue that never grows without bound."""

import asyncio
from collections import deque

from sensorcoach.packets import LINK_ROLE, Packet

ROOM = 4096
"""Packets: most of a minute at 100 a second. Who takes none for so long has stopped."""


class PacketQueue:
    """Holds packets until they are taken; when full, new ones are thrown away and counted."""

    def __init__(self, room: int = ROOM) -> None:
        self.overflowed = 0
        """Packets thrown away."""
        self._room = room
        self._packets: deque[Packet] = deque()
        self._ended = False
        self._error: BaseException | None = None
        """What ended it, raised once all packets are taken."""
        self._changed = asyncio.Event()

    def put(self, packet: Packet) -> None:
        """Never waits. What became of the connection finds room beyond the end: there is little of it."""
        if len(self._packets) >= self._room + (self._room if packet.role == LINK_ROLE else 0):
            self.overflowed += 1
            return
        self._packets.append(packet)
        self._changed.set()

    @property
    def has_ended(self) -> bool:
        """Will no more come?"""
        return self._ended

    def end(self, error: BaseException | None = None) -> None:
        """No more will come."""
        self._ended, self._error = True, self._error or error
        self._changed.set()

    async def take(self) -> Packet:
        """The oldest packet, waiting for it. Raises what ended the inbox, or StopAsyncIteration."""
        while not self._packets:
            if self._ended:
                error, self._error = self._error, None
                raise error or StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._packets.popleft()
