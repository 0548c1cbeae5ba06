"""Choosing a sensor, as a person does it."""

import asyncio
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from sensorcoach.errors import SensorError
from sensorcoach.tui.app import LiveDashboardApp
from sensorcoach.tui.sensor_list import PATIENCE_S
from tests.conftest import Golden
from tests.tui.choosers import SMALL, Chosen, FakeScan, on_chooser, pressing
from tests.tui.connected import SEEN, TELEVISION
from tests.tui.screens import Dashboard
from tests.tui.screens import opened as session_opened

SIZES = pytest.mark.parametrize("size", [SMALL, (120, 40)], ids=["80x24", "120x40"])

NO_BLUETOOTH = SensorError("no_bluetooth", "Bluetooth is switched off.", "Switch it on, then press r.")


def late_clock() -> Callable[[], float]:
    """A clock whose later readings show a long scan."""
    readings = iter([0.0, 0.0])
    return lambda: next(readings, PATIENCE_S)


@SIZES
def test_three_sensors(size: tuple[int, int], golden: Golden):
    """I see family, signal and last use of each sensor, and can distinguish two of one name."""
    scan = FakeScan([(*SEEN, TELEVISION)])
    golden(f"tui/chooser-three-{size[0]}x{size[1]}.txt", on_chooser(scan, pressing("down"), size))


@SIZES
def test_all_that_is_heard(size: tuple[int, int], golden: Golden):
    """On request other devices are listed too."""
    scan = FakeScan([(*SEEN, TELEVISION)])
    golden(f"tui/chooser-all-{size[0]}x{size[1]}.txt", on_chooser(scan, pressing("a"), size))


@SIZES
def test_nothing_heard(size: tuple[int, int], golden: Golden):
    """After some seconds without a sensor I read a checklist."""

    async def wait(pilot: Dashboard) -> None:
        app = pilot.app
        assert isinstance(app, LiveDashboardApp)
        app.chooser.tick()

    text = on_chooser(FakeScan([()]), wait, size, clock=late_clock())
    golden(f"tui/chooser-empty-{size[0]}x{size[1]}.txt", text)


def test_at_first_it_listens():
    """In the first seconds an empty list shows no checklist."""
    text = on_chooser(FakeScan([()]))
    assert "Listening" in text
    assert "Check" not in text


@SIZES
def test_no_bluetooth(size: tuple[int, int], golden: Golden):
    """Without Bluetooth I read the cause and the remedy."""
    golden(f"tui/chooser-error-{size[0]}x{size[1]}.txt", on_chooser(FakeScan([], NO_BLUETOOTH), size=size))


def test_bluetooth_comes_back():
    """After I have switched Bluetooth on, the letter r scans again."""
    scan = FakeScan([SEEN], NO_BLUETOOTH)

    async def switch_on(pilot: Dashboard) -> None:
        scan.error = None
        scan.told.clear()
        await pilot.press("r")
        await scan.told.wait()

    text = on_chooser(scan, switch_on)
    assert "Hip sensor" in text
    assert "switched off" not in text
    assert "· scanning" in " ".join(text.split())


def test_enter_takes_the_marked_sensor():
    """Down and enter follow the second row's sensor; by then the scan is over, so that the radio is free to connect."""
    scan = FakeScan([SEEN])
    opened = Chosen(scan)

    async def take_the_second(pilot: Dashboard) -> None:
        await pilot.press("down", "enter")
        assert isinstance(pilot.app, LiveDashboardApp)
        await session_opened(pilot.app)

    text = on_chooser(scan, take_the_second, opened=opened)
    assert opened.sensors == [SEEN[0]]
    assert opened.scan_was_over
    assert "Lift angle" in text


def test_enter_with_nothing_to_choose():
    """Without a usable sensor enter does nothing."""
    scan = FakeScan([(TELEVISION,)])
    opened = Chosen(scan)
    text = on_chooser(scan, pressing("a", "enter"), opened=opened)
    assert not opened.sensors
    assert "Television" in text


def test_scanning_again_ends_the_scan_before():
    """However often I scan again, one scan runs at a time."""
    scan = FakeScan([SEEN])

    async def press_often(pilot: Dashboard) -> None:
        for _ in range(3):
            scan.told.clear()
            await pilot.press("r")
            await scan.told.wait()

    on_chooser(scan, press_often)
    assert scan.begun == 4
    assert scan.ended >= 3


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_quitting_ends_the_scan(key: str):
    """Quitting while it scans leaves no scan behind."""
    scan = FakeScan([SEEN])
    opened = Chosen(scan)

    async def quit_early(pilot: Pilot[object]) -> None:
        await scan.told.wait()
        await pilot.press(key)

    async def run() -> None:
        app = LiveDashboardApp(opened, scan)
        await app.run_raising_async(headless=True, size=SMALL, auto_pilot=quit_early)
        assert scan.begun == scan.ended == 1

    asyncio.run(run())
    assert not opened.sensors
