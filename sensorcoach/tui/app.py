"""The terminal application: shows the dashboard and opens a session in the background.

The chooser comes first if the sensor is not known yet.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor
from sensorcoach.runner.session import Frame, Session
from sensorcoach.runner.stop_signals import exit_status
from sensorcoach.tui.background import BackgroundTask
from sensorcoach.tui.pop_up import load_pop_up
from sensorcoach.tui.quit_question import QuitQuestion, needs_question
from sensorcoach.tui.screens.chooser import ChooserScreen, Scan
from sensorcoach.tui.screens.dashboard import DashboardScreen
from sensorcoach.tui.textual_workarounds import RaisingApp


class DashboardApp(RaisingApp[SensorcoachError]):
    """Shows the session that `open_session` opens; its result is the error that ended it, or None.

    `open_session` runs in a thread, so that the first paint does not wait for files or numeric libraries.
    `clock` returns seconds and drives the session; a constant clock makes a still picture.
    """

    TITLE = "sensorcoach"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        # By default Textual only shows a hint for the key that quits.
        Binding("ctrl+c", "quit", show=False, system=True, priority=True),
    ]

    def __init__(self, open_session: Callable[[], Session], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._open_session = open_session
        self.dashboard = DashboardScreen(clock)
        self.background = BackgroundTask()
        """Runs the scan, later the session."""
        self.session: Session | None = None
        """The session, None until it is open."""

    async def release_for_suspension(self) -> None:
        if self.session is not None:
            await self.session.suspend()

    async def release_resources(self) -> None:
        """End the scan or session, so that it stops the sensor and closes the recording."""
        await self.background.stop()

    def on_mount(self) -> None:
        self.show_first_screen()

    def show_first_screen(self) -> None:
        """Show the first screen of the application."""
        self.show_dashboard()

    def action_open_pop_up(self, name: str) -> None:
        """Open the pop-up of the module `name` over the present screen."""
        pop_up = load_pop_up(name)(self.dashboard.frame)
        self.push_screen(pop_up)

    def action_leave(self) -> None:
        """Quit; ask first if a live set is under way."""
        if needs_question(self.dashboard.frame):
            self.push_screen(QuitQuestion())
        else:
            self.exit()

    def show_dashboard(self) -> None:
        """Show the dashboard, empty at first, and open the session in the background."""
        self.push_screen(self.dashboard)
        self.open_in_background()

    @work(thread=True)
    def open_in_background(self) -> None:
        """Open the session. A SensorcoachError closes the screen and is its result."""
        try:
            session = self._open_session()
        except SensorcoachError as error:
            self.call_from_thread(self.exit, error, 1)
            return
        self.call_from_thread(self._start, session)

    def _start(self, session: Session) -> None:
        self.session = session
        self.dashboard.start(session)
        self.run_session(session)

    @work
    async def run_session(self, session: Session) -> None:
        """Receive from the sensor of a live session. A recorded session ends this at once."""
        try:
            await self.background.run(session.run())
        except SensorcoachError as error:
            self.exit(error, 1)


class LiveDashboardApp(DashboardApp):
    """Shows the chooser with the sensors of `scan`, then the session that `open_session` opens with the chosen one.

    `last_used`: the sensor of the previous session, marked in the list.
    """

    def __init__(
        self,
        open_session: Callable[[DiscoveredSensor | None], Session],
        scan: Scan,
        last_used: LastSensor | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(partial(open_session, None), clock)
        self._open_with = open_session
        self.chooser = ChooserScreen(scan, self.background, clock, last_used)

    def show_first_screen(self) -> None:
        self.push_screen(self.chooser, self._use_sensor)

    def _use_sensor(self, chosen: DiscoveredSensor | None) -> None:
        """Show the dashboard with the sensor that closed the chooser."""
        self._open_session = partial(self._open_with, chosen)
        self.show_dashboard()


@dataclass(frozen=True, slots=True)
class DashboardEnd:
    """The end of a dashboard: the last frame, None if the session was never open, and the exit status."""

    frame: Frame | None
    status: int


def run_dashboard(open_session: Callable[[], Session]) -> DashboardEnd:
    """Show the dashboard until the user quits. Raises the error that ended the session."""
    return _run(DashboardApp(open_session))


def run_live_dashboard(
    open_session: Callable[[DiscoveredSensor | None], Session],
    scan: Scan | None = None,
    last_used: LastSensor | None = None,
) -> DashboardEnd:
    """Follow a sensor until the user quits: the one chosen from `scan`, or without `scan` the one `open_session` knows.

    On return the session has released its sensor and closed its recording. Raises the error that ended the session.
    """
    open_known = partial(open_session, None)
    return _run(LiveDashboardApp(open_session, scan, last_used) if scan else DashboardApp(open_known))


def _run(app: DashboardApp) -> DashboardEnd:
    error = app.run_raising()
    if error is not None:
        raise error
    status = 0 if app.signal_number is None else exit_status(app.signal_number)
    return DashboardEnd(app.session.advance(0.0) if app.session else None, status)
