"""What goes on behind the screens: a scan, or a session. It is never left behind, however the screen ends."""

import asyncio
from collections.abc import Coroutine

_AGAIN_S = 5.0
"""Letting go of a sensor takes a few seconds at most; after so long it is asked for once more."""
_TRIES = 4
"""...so often in all; then whoever wants to quit is let go."""


class Background:
    """Runs one coroutine at a time as a task of its own, and ends it by cancelling it and waiting until it is done.

    Textual cancels its workers when a screen or the program closes, but does not wait for them: a sensor would not be
    told to stop, and a recording not be closed.
    """

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        """What runs, or has ended without anybody having been told how."""
        self._awaited = False
        """Whether a caller of `run` is there to be told how it ends."""

    async def run(self, coroutine: Coroutine[object, object, None]) -> None:
        """Run this until it ends by itself or is stopped; raises what it raises. Only one may run at a time.

        Whoever waits here may be cancelled: the coroutine goes on until `stop`.
        """
        task = self._task = asyncio.create_task(coroutine)
        self._awaited = True
        try:
            await asyncio.wait([task])
        finally:
            self._awaited = False
        if self._task is task:
            self._task = None
        if not task.cancelled():
            task.result()

    async def stop(self) -> None:
        """End what runs, and wait until it has let go of everything; a radio that hangs keeps nobody from quitting.

        Raises what went wrong, unless a caller of `run` is there to be told.
        """
        task, self._task, awaited = self._task, None, self._awaited
        if task is None:
            return
        for _ in range(_TRIES):
            task.cancel()
            if (await asyncio.wait([task], timeout=_AGAIN_S))[0]:
                break
        else:
            return
        if not awaited and not task.cancelled():
            task.result()
