"""Bumble's errors, said as bleak says them."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

from bleak.exc import BleakError, BleakGATTProtocolError
from bumble import att, core


@contextmanager
def as_bleak_errors() -> Generator[None]:
    """What goes wrong inside comes out as a BleakError.

    Bumble cancels what was waiting when a connection is lost; that is told from a cancelled task of ours, which stays
    one.
    """
    try:
        yield
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise BleakError("The connection was lost before the sensor answered.") from None
    except att.ATT_Error as error:
        raise BleakGATTProtocolError(int(error.error_code)) from error
    except core.BaseBumbleError as error:
        raise BleakError(f"The virtual radio failed: {error!r}.") from error
