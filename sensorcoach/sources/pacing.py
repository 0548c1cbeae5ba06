"""Packets that are all there already, given out each when its time has come."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

from sensorcoach.packets import Packet

Sleep = Callable[[float], Awaitable[None]]
Now = Callable[[], float]


async def pace_packets(
    packets: Iterable[Packet], speed: float = 1.0, *, sleep: Sleep = asyncio.sleep, now: Now | None = None
) -> AsyncIterator[Packet]:
    """The packets in order, each when it is due, counted from the first call; `speed` times as fast as they arrived.

    Lateness does not add up: a packet is due by the clock (`now`, seconds), not by the packet before it.
    Infinite `speed` gives them as fast as they are taken. `sleep` and `now` are the event loop's unless given.
    """
    clock = now or asyncio.get_running_loop().time
    start_s = clock()
    for packet in packets:
        await sleep(max(0.0, start_s + packet.arrival_s / speed - clock()))
        yield packet
