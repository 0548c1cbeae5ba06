"""What reaches into Textual's private parts, with the reason and the version it was written against.

Textual 8.2: an unexpected exception in a handler or a worker is printed with a traceback and local variables when
the screen closes, and `run()` returns None as if nothing had been. There is no public way to have the exception
instead. A user shall see one sentence, so the printing is left out and the exception is raised after the screen closed.
"""

from typing import TypeVar

from textual.app import App

Result = TypeVar("Result")


class RaisingApp(App[Result]):
    """An application whose unexpected exceptions come out of `run_raising`."""

    def _fatal_error(self) -> None:
        """Instead of the traceback: close."""
        self._close_messages_no_wait()

    def run_raising(self) -> Result | None:
        """Like `run`, but raises what went wrong inside."""
        result = self.run()
        if self._exception is not None:
            raise self._exception
        return result
