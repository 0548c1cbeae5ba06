"""The terminal application: opens a session in the background and shows the dashboard meanwhile.

With a sensor that is not known yet, it is chosen first.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.runner.session import Session
from sensorcoach.tui.background import Background
from sensorcoach.tui.screens.chooser import ChooserScreen, Scan
from sensorcoach.tui.screens.dashboard import DashboardScreen
from sensorcoach.tui.textual_workarounds import RaisingApp


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
        self.background = Background()
        """The session, once it runs; before that a scan."""

    async def last_words(self) -> None:
        """However the screen ended: what went on behind it lets go of its sensor and its recording."""
        await self.background.stop()

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Show what is shown first."""
        self.show_dashboard()

    def show_dashboard(self) -> None:
        """Show it, empty at first, and open the session meanwhile."""
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
            await self.background.run(session.run())
        except SensorcoachError as error:
            self.exit(error, 1)


class LiveDashboardApp(DashboardApp):
    """Has a sensor chosen from what `scan` hears, then shows the session that `open_session` opens with it.

    `last_used`: name of the sensor of the session before, marked among the others.
    """

    def __init__(
        self,
        open_session: Callable[[DiscoveredSensor | None], Session],
        scan: Scan,
        last_used: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(partial(open_session, None), clock)
        self._open_with = open_session
        self.chooser = ChooserScreen(scan, self.background, clock, last_used)

    def begin(self) -> None:
        self.push_screen(self.chooser, self._take)

    def _take(self, chosen: DiscoveredSensor | None) -> None:
        """The chooser is closed by a choice alone."""
        self._open_session = partial(self._open_with, chosen)
        self.show_dashboard()


def run_dashboard(open_session: Callable[[], Session]) -> None:
    """Show the dashboard until the user quits. Raises what kept the session from opening or going on."""
    error = DashboardApp(open_session).run_raising()
    if error is not None:
        raise error


def run_live_dashboard(
    open_session: Callable[[DiscoveredSensor | None], Session], scan: Scan | None = None, last_used: str | None = None
) -> None:
    """Follow a sensor until the user quits: the one chosen from `scan`, or without one the one `open_session` knows.

    When this returns or raises, the session has let go of its sensor and its recording, however it ended. Raises what
    kept the session from opening or going on.
    """
    opened = partial(open_session, None)
    app = LiveDashboardApp(open_session, scan, last_used) if scan else DashboardApp(opened)
    error = app.run_raising()
    if error is not None:
        raise error
