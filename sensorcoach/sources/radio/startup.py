"""Run a sensor's start-up script."""

import asyncio
import contextlib
from collections.abc import Callable

from bleak.exc import BleakError

from sensorcoach.devices.device import Ask, Device, Property, PutBack, Read, Startup, Step, Write
from sensorcoach.sources.radio.gatt import Gatt

OnRead = Callable[[str, bytes], None]
"""Receives the role and value of a characteristic that was read. The value is stored as a packet, too."""


async def start_up(gatt: Gatt, script: Startup, on_read: OnRead) -> float:
    """Run the script to its end. Return the agreed rate in Hz. Raises the errors of the script and the radio.

    The first `PutBack` of each role is stored in `gatt.restore_writes`.
    """
    reply: bytes | None = None
    while True:
        try:
            step = script.send(reply)
        except StopIteration as end:
            return end.value
        reply = await _run_step(gatt, step, on_read)


async def _run_step(gatt: Gatt, step: Step, on_read: OnRead) -> bytes | None:
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
            gatt.restore_writes.setdefault(write.role, write)
            return None


async def read_battery(gatt: Gatt, device: Device, on_read: OnRead) -> None:
    """Read the battery level, which some sensors do not send unasked. Failures are ignored."""
    for each in device.characteristics:
        if each.role == "battery" and each.properties & Property.READ:
            with contextlib.suppress(BleakError, TimeoutError):
                value = await gatt.read(each.role)
                if value is not None:
                    on_read(each.role, value)


async def _ask(gatt: Gatt, ask: Ask) -> bytes | None:
    for _ in range(ask.tries):
        reply = await gatt.request(ask.role, ask.begins, ask.timeout_s, ask.write)
        if reply is not None:
            return reply
    return None
