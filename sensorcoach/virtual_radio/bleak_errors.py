"""Translate Bumble's errors into bleak's."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

from bleak.exc import BleakError, BleakGATTProtocolError
from bumble import att, core


@contextmanager
def as_bleak_errors() -> Generator[None]:
    """Raise errors of the block as BleakError.

    Bumble cancels pending calls when a connection is lost. Such a cancellation becomes a BleakError, too; a
    cancellation of the current task does not.
    """
    try:
        yield
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise BleakError("The connection was lost before the sensor replied.") from None
    except att.ATT_Error as error:
        raise BleakGATTProtocolError(int(error.error_code)) from error
    except core.BaseBumbleError as error:
        raise BleakError(f"The virtual radio failed: {error!r}.") from error
