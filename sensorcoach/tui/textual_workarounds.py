"""Code that uses private parts of Textual, with the reason and the version.

Textual 8.2 prints an unexpected exception of a handler or worker with traceback and local variables when the screen
closes; `run()` then returns None. It has no public way to get the exception. A user reads one sentence instead: this
class omits the printing and raises the exception after the screen has closed.

Its driver for Linux and macOS writes in a thread. When the terminal is closed, the thread ends with an error, and the
application waits for it without end. Here the writes to a closed terminal are discarded, and the application exits.
Ctrl-Z stops the process at once; here the application frees its resources first.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TextIO, TypeVar, cast

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver

from sensorcoach.runner.stop_signals import call_on_stop, exit_status

if TYPE_CHECKING:
    from textual.pilot import Pilot

Result = TypeVar("Result")


class _LossTolerantFile:
    """A terminal to write to. Once it is closed, writes are discarded and `on_lost` is called."""

    def __init__(self, file: TextIO, on_lost: Callable[[], None]) -> None:
        self._file = file
        self._on_lost = on_lost

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        try:
            return self._file.write(text)
        except OSError:
            self._on_lost()
            return len(text)

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            self._on_lost()


def _make_driver_class(base: type[Driver]) -> type[Driver]:
    """Return the driver of this system, made to survive the loss of its terminal."""

    class CarefulDriver(base):
        _file: TextIO | _LossTolerantFile

        def __init__(self, app: "RaisingApp[object]", **options: Any) -> None:  # noqa: ANN401 - Textual's
            super().__init__(app, **options)
            self._careful_app = app
            self._file = _LossTolerantFile(cast("TextIO", self._file), app.on_terminal_lost)

        def _sigtstp_application(self, *_: object) -> None:
            suspend = cast("Callable[[], None]", getattr(super(), "_sigtstp_application"))  # noqa: B009 - private
            self._careful_app.call_later(self._careful_app.suspend_carefully, suspend)

    return CarefulDriver


class RaisingApp(App[Result]):
    """An application whose `run_raising` raises unexpected exceptions, and which survives the loss of its terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False, system=True, priority=True),
    ]
    signal_number: int | None = None
    """The signal that ended the application, None without one."""

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of this system, made to survive the loss of its terminal."""
        base = super().get_driver_class()
        return _make_driver_class(base) if base.__name__ == "LinuxDriver" else base

    def on_terminal_lost(self) -> None:
        """Exit, because the terminal is closed. The driver calls this in its thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self.stop_for_signal, getattr(signal, "SIGHUP", 1)) if self._loop else None

    def stop_for_signal(self, number: int) -> None:
        """Exit, because the system or the terminal ends the program."""
        if self.signal_number is None:
            self.signal_number = number
            self.exit(return_code=exit_status(number))

    async def suspend_carefully(self, suspend: Callable[[], None]) -> None:
        """Free the resources that must not stay open in a stopped process, then stop the process."""
        await self.release_for_suspension()
        suspend()

    async def release_for_suspension(self) -> None:
        """Called before Ctrl-Z stops the process."""

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
        with call_on_stop(self.stop_for_signal):
            try:
                result = await self.run_async(headless=headless, size=size, auto_pilot=auto_pilot)
            finally:
                await self.release_resources()
        if self._exception is not None:
            raise self._exception
        return result
