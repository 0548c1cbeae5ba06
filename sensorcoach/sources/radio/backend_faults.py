"""Errors that a backend raises in a callback of the event loop, where no caller receives them."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from sensorcoach.sources.radio.backend import Backend

_PACKAGES = frozenset({"bleak", "dbus_fast"})
"""Packages of the operating system's backends."""


@contextmanager
def watch_backend_faults(backend: Backend, on_fault: Callable[[Exception], None]) -> Generator[None]:
    """Until the end of the block, pass exceptions in callbacks of this backend to `on_fault`.

    All other exceptions go to the loop's previous handler. The loop itself only logs such an exception: the connection
    would stay silent without a reason.
    """
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    kinds = (backend.scanner, backend.client)
    packages = _PACKAGES | {kind.__module__ for kind in kinds if kind is not None}

    def handle(at_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error: object = context.get("exception")
        # A task whose error nobody fetched has no handle. It may belong to a connection that has ended long ago.
        if isinstance(error, Exception) and "handle" in context and _passes_through(error.__traceback__, packages):
            on_fault(error)
        elif before is not None:
            before(at_loop, context)
        else:
            at_loop.default_exception_handler(context)

    loop.set_exception_handler(handle)
    try:
        yield
    finally:
        loop.set_exception_handler(before)


def _passes_through(trace: TracebackType | None, packages: frozenset[str]) -> bool:
    """Return whether a frame of the traceback is in one of these packages or modules."""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module in packages or module.partition(".")[0] in packages:
            return True
        trace = trace.tb_next
    return False
