"""Runs the chooser without a terminal, with a scan that finds the sensors of the test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor
from sensorcoach.runner.session import Session
from sensorcoach.tui.app import LiveDashboardApp
from tests.tui.connected import connected
from tests.tui.screens import LOOK_S, LOOKS, Dashboard, screen_text

SMALL = (80, 24)

Act = Callable[[Dashboard], Awaitable[None]]


class FakeScan:
    """A scan that finds the sensors of the test, then keeps running; counts its starts and ends."""

    def __init__(self, heard: Sequence[tuple[DiscoveredSensor, ...]], error: SensorcoachError | None = None) -> None:
        self.heard = list(heard)
        self.error = error
        self.begun = self.ended = 0
        self.told = asyncio.Event()
        """All sensors have been handed over."""

    async def __call__(self) -> AsyncIterator[tuple[DiscoveredSensor, ...]]:
        self.begun += 1
        self.told.clear()
        try:
            if self.error:
                raise self.error
            for seen in self.heard:
                yield seen
            self.told.set()
            await asyncio.Event().wait()
        finally:
            self.ended += 1
            self.told.set()


class Chosen:
    """Opens the scripted session with the chosen sensor, and notes the sensor and whether the scan was over."""

    def __init__(self, scan: FakeScan) -> None:
        self._scan = scan
        self.sensors: list[DiscoveredSensor | None] = []
        self.scan_was_over = False

    def __call__(self, sensor: DiscoveredSensor | None) -> Session:
        self.sensors.append(sensor)
        self.scan_was_over = self._scan.begun == self._scan.ended
        return connected("streaming")


def on_chooser(
    scan: FakeScan,
    act: Act | None = None,
    size: tuple[int, int] = SMALL,
    opened: Callable[[DiscoveredSensor | None], Session] | None = None,
    clock: Callable[[], float] = lambda: 0.0,
) -> str:
    """The screen after `act` has been done in a chooser that hears `scan`."""

    async def run() -> str:
        app = LiveDashboardApp(opened or Chosen(scan), scan, LastSensor("Hip sensor", "open-profile"), clock)
        async with app.run_test(size=size) as pilot:
            await scan.told.wait()
            await pilot.pause()
            if act:
                await act(pilot)
            return await settled(app, pilot)

    return asyncio.run(run())


async def settled(app: LiveDashboardApp, pilot: Dashboard) -> str:
    """The screen once it stays as it is for a moment."""
    before, text = "", screen_text(app)
    for _ in range(LOOKS):
        if text == before:
            break
        await pilot.pause(LOOK_S)
        before, text = text, screen_text(app)
    return text


def pressing(*keys: str) -> Act:
    """These keys, one after the other."""

    async def act(pilot: Dashboard) -> None:
        await pilot.press(*keys)

    return act
