"""Code that uses private parts of Textual, with the reason and the version.

Textual 8.2 prints an unexpected exception of a handler or worker with traceback and local variables when the screen
closes; `run()` then returns None. It has no public way to get the exception. A user reads one sentence instead: this
class omits the printing and raises the exception after the screen has closed.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

from textual.app import App

if TYPE_CHECKING:
    from textual.pilot import Pilot

Result = TypeVar("Result")


class RaisingApp(App[Result]):
    """An application whose `run_raising` raises unexpected exceptions."""

    def _fatal_error(self) -> None:
        """Close without printing a traceback."""
        self._close_messages_no_wait()

    async def release_resources(self) -> None:
        """Called after the screen has closed for any reason, before an exception is raised."""

    def run_raising(self) -> Result | None:
        """Like `run`, but raises unexpected exceptions."""
        return asyncio.run(self.run_raising_async())

    async def run_raising_async(
        self,
        *,
        headless: bool = False,
        size: tuple[int, int] | None = None,
        auto_pilot: "Callable[[Pilot[object]], Coroutine[None, None, None]] | None" = None,
    ) -> Result | None:
        """Like `run_async`, but ends with `release_resources` and raises unexpected exceptions."""
        try:
            result = await self.run_async(headless=headless, size=size, auto_pilot=auto_pilot)
        finally:
            await self.release_resources()
        if self._exception is not None:
            raise self._exception
        return result
