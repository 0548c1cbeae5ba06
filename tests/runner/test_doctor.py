"""The checks of `doctor`."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from sensorcoach.devices.registry import device_by_id
from sensorcoach.exercises.exercise import Placement
from sensorcoach.link.statistics import WaitHistogram
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.doctor.check import Level
from sensorcoach.runner.doctor.doctor import Doctor, Examination
from sensorcoach.runner.doctor.sensor_checks import (
    RestReading,
    check_gravity,
    check_link,
    check_placement,
    find_stillest_second,
)
from sensorcoach.runner.doctor.system_checks import check_linux, check_mac, check_windows
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.fake_radio import FakeRadio


def _linux(root: Path, files: Mapping[str, str]) -> list[str]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return [f"{check.finding} {check.remedy}" for check in check_linux(root, {}) if check.level is not Level.GOOD]


_GOOD = {"run/dbus/system_bus_socket": "", "sys/class/bluetooth/hci0/x": ""}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (_GOOD, []),
        ({**_GOOD, "proc/version": "Linux 5.15 Microsoft"}, ["WSL"]),
        ({"sys/class/bluetooth/hci0/x": ""}, ["systemctl start dbus"]),
        ({".dockerenv": "", "sys/class/bluetooth/hci0/x": ""}, ["-v /run/dbus:/run/dbus"]),
        ({"run/dbus/system_bus_socket": ""}, ["not found a Bluetooth adapter"]),
        ({**_GOOD, "sys/class/rfkill/r0/type": "bluetooth\n", "sys/class/rfkill/r0/soft": "1\n"}, ["rfkill unblock"]),
        ({**_GOOD, "sys/class/rfkill/r0/type": "bluetooth\n", "sys/class/rfkill/r0/hard": "1\n"}, ["a switch"]),
        ({**_GOOD, "sys/class/rfkill/r0/type": "wlan\n", "sys/class/rfkill/r0/soft": "1\n"}, []),
    ],
)
def test_linux(tmp_path: Path, files: Mapping[str, str], expected: list[str]):
    """On Linux each problem is reported with its remedy, and only if it exists."""
    found = _linux(tmp_path, files)
    assert len(found) == len(expected)
    assert all(word in text for word, text in zip(expected, found, strict=True))


def test_windows_and_macos():
    """An old Windows version is reported; for macOS the remedy names the terminal to allow."""
    assert [check.level for check in check_windows("10.0.19045")] == [Level.BAD, Level.GOOD]
    assert [check.level for check in check_windows("10.0.22631")] == [Level.GOOD]
    assert "iTerm" in next(check_mac({"TERM_PROGRAM": "iTerm.app"})).remedy


def _status(**changes: object) -> LinkStatus:
    good = {
        "rate_hz": 99.3,
        "nominal_hz": 100.0,
        "batch": 4.0,
        "longest_wait_s": 0.06,
        "battery_percent": 90,
        "rssi_dbm": -60,
    }
    return LinkStatus(LinkState.STREAMING, **{**good, **changes})  # type: ignore[arg-type] - checked by the dataclass's use


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rate_hz": 50.0}, "lower --rate"),
        ({"rate_hz": None}, "No samples"),
        ({"longest_wait_s": 0.4}, "USB 3"),
        ({"lost": 100}, "faces the computer"),
        ({"battery_percent": 5}, "Charge it"),
        ({"battery_percent": None}, "does not report"),
        ({"rssi_dbm": -95}, "body"),
    ],
)
def test_each_weakness_is_found(changes: dict[str, object], word: str):
    """A link with one weakness has this weakness reported with a remedy."""
    gaps = WaitHistogram()
    gaps.add(0.04)
    assert all(check.level is Level.GOOD for check in check_link(_status(), 1000, gaps.bins()))
    found = [check for check in check_link(_status(**changes), 1000, gaps.bins()) if check.level is not Level.GOOD]
    assert len(found) == 1
    assert word in f"{found[0].finding} {found[0].remedy}"


def _rest(x: float, y: float, z: float, rms_mps2: float = 0.1) -> RestReading:
    return RestReading(STANDARD_GRAVITY_MPS2 * np.array([x, y, z]), rms_mps2)


@pytest.mark.parametrize(
    ("rest", "level"),
    [
        (_rest(0, 0, 1.02), Level.GOOD),
        (_rest(0, 0, 0.02), Level.BAD),
        (_rest(0, 0, 2.0), Level.BAD),
        (_rest(0, 0, 1.0, 3.0), Level.DOUBT),
        (None, Level.DOUBT),
    ],
)
def test_gravity(rest: RestReading | None, level: Level):
    """A wrong scale or missing gravity fails the check; a moved sensor is not judged."""
    assert check_gravity(rest).level is level


@pytest.mark.parametrize(
    ("lying", "word"),
    [
        (_rest(0, 1, 0), "lying. The postures can be distinguished"),
        (_rest(0, 0.1, 1), "still upright"),
        (_rest(0, 1, 1.0), "neither upright nor lying"),
        (_rest(0, 1, 0, 5.0), "sensor moved"),
        (None, "sensor moved"),
    ],
)
def test_placement(lying: RestReading | None, word: str):
    """Standing and then lying shows whether the sensor turns with the person."""
    assert word in check_placement(Placement.PELVIS, _rest(0, 0, 1), lying).finding


def test_the_stillest_second():
    """Rest is found between movements."""
    noise = np.random.default_rng(3)
    acc = noise.normal(0.0, 5.0, (1000, 3))
    acc[400:600] = [0.0, 0.0, 9.8]
    rest = find_stillest_second(acc, 100.0)
    assert rest is not None
    assert rest.is_still
    assert rest.norm_mps2 == pytest.approx(9.8)
    assert find_stillest_second(acc[:50], 100.0) is None


async def _examined(radio: FakeRadio, lines: list[str], device: str | None = None) -> bool:
    doctor = Doctor(radio.backend, lines.append)
    measuring = asyncio.create_task(radio.measure(60.0))
    await doctor.examine(Examination(device, Placement.PELVIS, 20.0), [])
    measuring.cancel()
    return doctor.is_well


def test_a_sensor_on_the_table(data_folder: Path):
    """For a good sensor on a table, the figures and its posture are reported."""
    del data_folder
    lines: list[str] = []
    assert run_fast(_examined(FakeRadio(device_by_id("witmotion")), lines))
    text = "\n".join(lines)
    for word in ("sensors among them: 1", "100 agreed", "4.0 samples per packet", "battery 100 %"):
        assert word in text
    assert re.search(r"at rest the sensor reads (0\.99|1\.0)", text)
    assert "still upright" in text


def test_a_sensor_that_goes_away_meanwhile(data_folder: Path):
    """A sensor that is switched off during the examination ends it with an error."""
    del data_folder
    radio, lines = FakeRadio(device_by_id("witmotion")), list[str]()

    async def script() -> bool:
        examining = asyncio.create_task(_examined(radio, lines))
        await asyncio.sleep(20.0)
        radio.in_range = False
        radio.drop()
        async with asyncio.timeout(120.0):
            return await examining

    assert not run_fast(script())
    assert lines[-2] == "!!  The connection to WT is lost."
    assert "range" in lines[-1]


def test_bluetooth_is_off(data_folder: Path):
    """A failing radio is reported with its reason, and the examination fails."""
    del data_folder
    radio = FakeRadio(device_by_id("witmotion"))
    radio.scan_error = BleakBluetoothNotAvailableError("x", BleakBluetoothNotAvailableReason.POWERED_OFF)
    lines: list[str] = []
    assert not run_fast(_examined(radio, lines))
    assert lines[0] == "!!  Bluetooth is switched off."


def test_a_sensor_that_is_asked_for_and_not_there(data_folder: Path):
    """The examination fails if the named sensor is missing."""
    del data_folder
    lines: list[str] = []
    assert not run_fast(_examined(FakeRadio(device_by_id("witmotion")), lines, "Polar"))
    assert "'Polar' was not found" in "\n".join(lines)
