"""The chooser: sensors in range as the scan finds them, in rows that do not move."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer, Static

from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor
from sensorcoach.tui.background import BackgroundTask
from sensorcoach.tui.pop_up import make_pop_up_bindings
from sensorcoach.tui.screens.dashboard import MOVE
from sensorcoach.tui.sensor_list import ScanState, SensorList
from sensorcoach.tui.widgets.panels import SensorTable

Scan = Callable[[], AsyncIterator[tuple[DiscoveredSensor, ...]]]
"""Starts a scan; each tuple holds all sensors found so far. Closing the iterator ends the scan."""

TICK_S = 0.5
"""Period of updates of the scan time. A new sensor is drawn at once."""

CHOOSE = " Choose your sensor"


class ChooserScreen(Screen[DiscoveredSensor]):
    """Its result is the chosen sensor. The scan ends first: few radios scan and connect at the same time."""

    DEFAULT_CSS = """
    ChooserScreen #choose {
        height: 1;
        background: $panel;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", key_display="↑", group=MOVE),
        Binding("down", "move(1)", "Down", key_display="↓", group=MOVE),
        Binding("enter", "choose", "Use sensor"),
        Binding("r", "scan_again", "Scan again"),
        Binding("a", "show_all", "Show all"),
        *make_pop_up_bindings("chooser"),
        Binding("q", "app.quit", "Quit"),
    ]

    def __init__(
        self, scan: Scan, background: BackgroundTask, clock: Callable[[], float], last_used: LastSensor | None = None
    ) -> None:
        super().__init__()
        self._scan = scan
        self._background = background
        self._clock = clock
        self._began_s = clock()
        self._sensors = SensorList(last_used=last_used)
        self._state = ScanState()

    def compose(self) -> ComposeResult:
        yield Static(CHOOSE, id="choose")
        yield SensorTable()
        yield Footer()

    async def on_mount(self) -> None:
        self.set_interval(TICK_S, self.tick)
        await self.action_scan_again()

    def on_resize(self, event: Resize) -> None:
        del event
        self.call_after_refresh(self._draw)

    def tick(self) -> None:
        """Update the scan time and draw."""
        if self._state.scanning:
            self._state = replace(self._state, looked_s=self._clock() - self._began_s)
        self._draw()

    @work(exclusive=True)
    async def scan_sensors(self) -> None:
        """Scan until a sensor is chosen. An error is shown with its remedy; the person can scan again."""
        try:
            await self._background.run(self._collect())
        except SensorcoachError as error:
            self._state = replace(self._state, error=error)
        self._state = replace(self._state, scanning=False)
        self._draw()

    async def _collect(self) -> None:
        async for sensors in self._scan():
            self._sensors = self._sensors.with_scan(sensors)
            self._draw()

    def _draw(self) -> None:
        words = "scanning ..." if self._state.scanning else "not scanning, r scans again"
        self.query_one("#choose", Static).update(f"{CHOOSE}  ·  {words}")
        self.query_one(SensorTable).show(self._sensors, self._state)

    def action_move(self, steps: int) -> None:
        self._sensors = self._sensors.with_cursor_moved(steps)
        self._draw()

    async def action_choose(self) -> None:
        chosen = self._sensors.chosen
        if chosen is not None:
            await self._background.stop()
            self.dismiss(chosen)

    async def action_scan_again(self) -> None:
        await self._background.stop()
        self._began_s = self._clock()
        self._sensors, self._state = self._sensors.without_rows(), ScanState()
        self.scan_sensors()
        self._draw()

    def action_show_all(self) -> None:
        self._sensors = self._sensors.with_others(shown=not self._sensors.show_all)
        self._draw()
