"""The task behind the screens: a scan or a session, ended and awaited when the screen ends."""

import asyncio
from collections.abc import Coroutine

_AGAIN_S = 5.0
"""Seconds before a cancellation is repeated. Releasing a sensor takes a few seconds at most."""
_TRIES = 4
"""Cancellations before the task is abandoned, so that the program can quit."""


class BackgroundTask:
    """Runs one coroutine at a time as a task of its own; `stop` cancels it and waits until it is done.

    Textual cancels its workers when a screen closes, but does not wait for them. The sensor would then miss its stop
    command, and the recording would stay open.
    """

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        """The running task, or one that has ended without a caller of `run` to receive its error."""
        self._awaited = False
        """Whether a caller of `run` receives the task's error."""

    async def run(self, coroutine: Coroutine[object, object, None]) -> None:
        """Run the coroutine until it ends or is stopped, and raise its error. Only one may run at a time.

        The coroutine continues until `stop` even if the caller is cancelled.
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
        """Cancel the task and wait until it is done, but not for ever: a radio may hang.

        Raises the task's error, unless a caller of `run` receives it.
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
