"""Plays a start-up script to a sensor."""

import asyncio
from collections.abc import Callable

from sensorcoach.devices.device import Ask, PutBack, Read, Startup, Step, Write
from sensorcoach.sources.radio.gatt import Gatt

OnRead = Callable[[str, bytes], None]
"""Takes role and value of what was read: it is a packet as well."""


async def start_up(gatt: Gatt, script: Startup, on_read: OnRead) -> float:
    """Play it to its end; the rate agreed on, in Hz. Raises what the script and the radio raise.

    What is to be put back at the end is noted with the connection, if nothing of its role is noted there yet.
    """
    reply: bytes | None = None
    while True:
        try:
            step = script.send(reply)
        except StopIteration as end:
            return end.value
        reply = await _play(gatt, step, on_read)


async def _play(gatt: Gatt, step: Step, on_read: OnRead) -> bytes | None:
    match step:
        case Write():
            await gatt.write(step)
            await asyncio.sleep(step.pause_s)
            return None
        case Read():
            value = await gatt.read(step.role)
            if value is not None:
                on_read(step.role, value)
            return value
        case Ask():
            return await _ask(gatt, step)
        case PutBack(write):
            gatt.put_back.setdefault(write.role, write)
            return None


async def _ask(gatt: Gatt, ask: Ask) -> bytes | None:
    for _ in range(ask.tries):
        reply = await gatt.reply(ask.role, ask.begins, ask.timeout_s, ask.write)
        if reply is not None:
            return reply
    return None
