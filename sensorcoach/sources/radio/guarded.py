"""A call of the radio that ends in time, and whose cancellations are ours alone."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from bleak.exc import BleakError

Result = TypeVar("Result")


async def guarded(call: Awaitable[Result], limit_s: float) -> Result:
    """What the call gives. Raises TimeoutError after `limit_s`.

    A link that breaks may cancel what waits for it inside the radio's own code: seen from here that is an error of the
    radio's (BleakError), not a wish of ours to stop.
    """
    try:
        async with asyncio.timeout(limit_s):
            return await call
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise BleakError("the link broke meanwhile") from error
