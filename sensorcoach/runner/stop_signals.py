"""End a session in order when the system ends the program, and free the sensor before the program is suspended."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_STOP_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that end a session: the end of the system, of the terminal, and of a console of Windows."""


def exit_status(number: int) -> int:
    """Return the exit status of a program that this signal has ended, as a shell shows it."""
    return 128 + number


@contextmanager
def call_on_signals(names: tuple[str, ...], call: Callable[[int], None]) -> Generator[None]:
    """Until the end of the block, these signals call `call` with their number in the running event loop.

    A signal that this system lacks, or that is ignored as after `nohup`, stays so. Outside of the main thread nothing
    changes, because Python delivers signals only there.
    """
    loop = asyncio.get_running_loop()

    def receive(number: int, frame: FrameType | None) -> None:
        del frame
        loop.call_soon_threadsafe(call, number)

    wanted = [getattr(signal, name) for name in names if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        wanted = []
    before = {number: signal.getsignal(number) for number in wanted}
    before = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, receive)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def call_on_stop(stop: Callable[[int], None]) -> Generator[None]:
    """Until the end of the block, SIGTERM and SIGHUP call `stop` with their number."""
    with call_on_signals(_STOP_NAMES, stop):
        yield


async def run_stoppable(
    session: Coroutine[Any, Any, None], suspend: Callable[[], Awaitable[None]] | None = None
) -> int:
    """Run a session of lines to its end; SIGTERM and SIGHUP cancel it. Return the exit status.

    `suspend`: frees the sensor before Ctrl-Z stops the process.
    """
    running = asyncio.ensure_future(session)
    received: list[int] = []
    suspending: set[asyncio.Task[None]] = set()

    def stop(number: int) -> None:
        received.append(number)
        running.cancel()

    def begin_suspend(number: int) -> None:
        del number
        task = asyncio.create_task(_suspend_process(suspend))
        suspending.add(task)
        task.add_done_callback(suspending.discard)

    with call_on_stop(stop), call_on_signals(("SIGTSTP",), begin_suspend):
        try:
            await running
        except asyncio.CancelledError:
            if not received:
                raise
    return exit_status(received[0]) if received else 0


async def _suspend_process(suspend: Callable[[], Awaitable[None]] | None) -> None:
    if suspend is not None:
        await suspend()
    os.kill(os.getpid(), signal.SIGSTOP)
