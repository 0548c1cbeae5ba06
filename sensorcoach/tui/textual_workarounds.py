"""What reaches into Textual's private parts, with the reason and the version it was written against.

Textual 8.2: an unexpected exception in a handler or a worker is printed with a traceback and local variables when
the screen closes, and `run()` returns None as if nothing had been. There is no public way to have the exception
instead. A user shall see one sentence, so the printing is left out and the exception is raised after the screen closed.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

from textual.app import App

if TYPE_CHECKING:
    from textual.pilot import Pilot

Result = TypeVar("Result")


class RaisingApp(App[Result]):
    """An application whose unexpected exceptions come out of `run_raising`."""

    def _fatal_error(self) -> None:
        """Instead of the traceback: close."""
        self._close_messages_no_wait()

    async def last_words(self) -> None:
        """What is done when the screen has closed, for whatever reason, and before anybody is told how it ended."""

    def run_raising(self) -> Result | None:
        """Like `run`, but raises what went wrong inside."""
        return asyncio.run(self.run_raising_async())

    async def run_raising_async(
        self,
        *,
        headless: bool = False,
        size: tuple[int, int] | None = None,
        auto_pilot: "Callable[[Pilot[object]], Coroutine[None, None, None]] | None" = None,
    ) -> Result | None:
        """Like `run_async`, but ends with `last_words`, and raises what went wrong inside."""
        try:
            result = await self.run_async(headless=headless, size=size, auto_pilot=auto_pilot)
        finally:
            await self.last_words()
        if self._exception is not None:
            raise self._exception
        return result
