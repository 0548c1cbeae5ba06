"""Every end of a live session stops the sensor and closes the recording before the program ends."""

import asyncio

import pytest
from textual.pilot import Pilot

from sensorcoach.errors import SensorcoachError, SensorError
from sensorcoach.runner.session import Frame
from sensorcoach.tui.app import DashboardApp
from sensorcoach.tui.background import BackgroundTask
from tests.tui.connected import STREAMING, Connected, connected
from tests.tui.screens import opened, scripted_playback

SIZE = (80, 24)
GOODBYE_S = 0.05
"""Seconds to stop the sensor, longer than the screen takes to close."""

GONE = SensorError("gone", "The sensor is gone.", "Look for it.")
DISK_FULL = SensorError("disk_full", "The recording could not be closed.", "Make room.")


class Receiving(Connected):
    """A live session that receives until it is cancelled, then takes `GOODBYE_S` to end."""

    said_goodbye = said_goodbye_in_time = False
    fails: SensorcoachError | None = None
    fails_at_the_end: SensorcoachError | None = None
    broken = False
    receiving: asyncio.Event

    async def run(self) -> None:
        self.receiving.set()
        try:
            if self.fails:
                raise self.fails
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(GOODBYE_S)
            self.said_goodbye = True
            if self.fails_at_the_end:
                raise self.fails_at_the_end

    def advance(self, elapsed_s: float) -> Frame:
        if self.broken:
            raise ZeroDivisionError("the screen stumbles")
        return super().advance(elapsed_s)


def receiving() -> Receiving:
    """Such a session, in the middle of a set."""
    playback = scripted_playback(27.0, Receiving)
    assert isinstance(playback, Receiving)
    playback.link = STREAMING
    playback.receiving = asyncio.Event()
    return playback


def shown(session: Receiving, *keys: str, crash: bool = False) -> object:
    """Show the session, press these keys or crash the screen, and return the result."""

    async def act(pilot: Pilot[object]) -> None:
        await session.receiving.wait()
        session.broken = crash
        await pilot.press(*keys)

    async def run() -> object:
        app = DashboardApp(lambda: session)
        try:
            return await app.run_raising_async(headless=True, size=SIZE, auto_pilot=act)
        finally:
            # Here, not later: the end of the event loop would cancel the session too.
            session.said_goodbye_in_time = session.said_goodbye

    return asyncio.run(run())


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_quitting_stops_the_sensor(key: str):
    """When I quit, the program waits until the session has released the sensor."""
    session = receiving()
    assert shown(session, key) is None
    assert session.said_goodbye_in_time


def test_a_crash_of_the_screen_stops_the_sensor():
    """When the screen crashes, the sensor still gets its stop command, and the crash is raised."""
    session = receiving()
    with pytest.raises(ZeroDivisionError, match="stumbles"):
        shown(session, crash=True)
    assert session.said_goodbye_in_time


def test_the_program_cancelled_stops_the_sensor():
    """When the program is interrupted from outside, the sensor gets its stop command."""
    session = receiving()

    async def run() -> None:
        app = DashboardApp(lambda: session)
        program = asyncio.create_task(app.run_raising_async(headless=True, size=SIZE))
        await session.receiving.wait()
        program.cancel()
        await asyncio.wait([program])
        assert session.said_goodbye

    asyncio.run(run())


def test_a_permanent_failure_is_reported():
    """The error that ends the session is the result, for the command line to show."""
    session = receiving()
    session.fails = GONE
    assert shown(session) is GONE
    assert session.said_goodbye_in_time


def test_an_error_in_stopping_the_sensor_is_reported():
    """A failure to close the recording is raised."""
    session = receiving()
    session.fails_at_the_end = DISK_FULL
    with pytest.raises(SensorError, match="could not be closed"):
        shown(session, "q")


def test_a_session_over_by_itself_stays_on_the_screen():
    """When the source ends, the summary stays until I quit."""

    async def run() -> int | None:
        app = DashboardApp(lambda: connected("streaming"))
        async with app.run_test(size=SIZE) as pilot:
            await opened(app)
            await pilot.pause()
            return app.return_code

    assert asyncio.run(run()) is None


def test_a_background_task_outlives_its_waiter():
    """A screen that closes does not end its session: the session runs until `stop`, which waits for it."""
    notes: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(GOODBYE_S)
            notes.append("let go")

    async def run() -> None:
        background = BackgroundTask()
        waiting = asyncio.create_task(background.run(work()))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert not notes
        await background.stop()
        assert notes == ["let go"]
        await background.stop()

    asyncio.run(run())
