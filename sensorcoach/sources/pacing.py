"""Replay stored packets at the pace of their arrival."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

from sensorcoach.packets import Packet

Sleep = Callable[[float], Awaitable[None]]
"""Waits for a time in seconds."""
Now = Callable[[], float]
"""Returns a monotonic time in seconds."""


async def pace_packets(
    packets: Iterable[Packet], speed: float = 1.0, *, sleep: Sleep = asyncio.sleep, now: Now | None = None
) -> AsyncIterator[Packet]:
    """Yield the packets in order, `speed` times as fast as they arrived, counted from the first request.

    Delays do not accumulate: `now` decides when a packet is due, not the packet before it. Infinite `speed` never
    waits. By default, `sleep` and `now` are those of the event loop.
    """
    clock = now or asyncio.get_running_loop().time
    start_s = clock()
    for packet in packets:
        await sleep(max(0.0, start_s + packet.arrival_s / speed - clock()))
        yield packet
