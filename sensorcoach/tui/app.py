"""The terminal application: opens a session in the background and shows the dashboard meanwhile."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from sensorcoach.errors import SensorcoachError
from sensorcoach.runner.session import Session
from sensorcoach.tui.screens.dashboard import DashboardScreen
from sensorcoach.tui.textual_quarantine import RaisingApp


class DashboardApp(RaisingApp[SensorcoachError]):
    """Shows what `open_session` opens; its result is the error that ended it, or None.

    `open_session` runs in a thread, so that the first paint waits for no file and no numeric library.
    `clock` gives the seconds of watching; one that stands still makes a picture.
    """

    CSS_PATH = "dashboard.tcss"
    TITLE = "sensorcoach"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        # Textual's own answer to it only says which key would quit.
        Binding("ctrl+c", "quit", show=False, system=True, priority=True),
    ]

    def __init__(self, open_session: Callable[[], Session], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._open_session = open_session
        self.dashboard = DashboardScreen(clock)

    def on_mount(self) -> None:
        self.push_screen(self.dashboard)
        self.open_in_background()

    @work(thread=True)
    def open_in_background(self) -> None:
        """Open the session; a mistake of the user's closes the screen and is told after it."""
        try:
            session = self._open_session()
        except SensorcoachError as error:
            self.call_from_thread(self.exit, error, 1)
            return
        self.call_from_thread(self._start, session)

    def _start(self, session: Session) -> None:
        self.dashboard.start(session)
        self.run_session(session)

    @work
    async def run_session(self, session: Session) -> None:
        """Let a live session receive; a recorded one has nothing to do here."""
        try:
            await session.run()
        except SensorcoachError as error:
            self.exit(error, 1)


def run_dashboard(open_session: Callable[[], Session]) -> None:
    """Show the dashboard until the user quits. Raises what kept the session from opening or going on."""
    error = DashboardApp(open_session).run_raising()
    if error is not None:
        raise error
