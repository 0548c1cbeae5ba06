"""Which sensor it is."""

import os
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from sensorcoach.devices.device import Device, Write
from sensorcoach.devices.families import thingy52
from sensorcoach.devices.families.metamotion import device as metamotion
from sensorcoach.devices.families.open_profile import device as open_profile
from sensorcoach.devices.families.witmotion import device as witmotion
from sensorcoach.devices.registry import (
    DEVICES,
    ENTRY_POINT_GROUP,
    OURS,
    PROBLEMS,
    device_by_advertisement,
    device_by_id,
    load_package_devices,
)
from sensorcoach.devices.validate import find_faults
from sensorcoach.errors import UsageError


def test_every_sensor_is_found_by_its_id():
    """Each id leads to its sensor, and no two share one."""
    assert [device_by_id(device.id) for device in DEVICES] == list(DEVICES)
    assert len({device.id for device in DEVICES}) == len(DEVICES)


def test_a_misspelt_sensor_gets_the_nearest_names():
    """For the typing error 'witmotoin' the message suggests 'witmotion'."""
    with pytest.raises(UsageError, match="witmotion"):
        device_by_id("witmotoin")


@pytest.mark.parametrize(
    ("name", "services", "expected"),
    [
        ("WT901BLE67", [], "witmotion"),
        ("SensorCoach-3f", [], "open-profile"),
        (None, [open_profile.SERVICE_UUID.upper()], "open-profile"),
        ("WTSDCL", [witmotion.SERVICE_UUID], "witmotion"),
        ("WTVB01-BT50", [witmotion.SERVICE_UUID], None),
        ("WT9011DCL", ["0000fff0-0000-1000-8000-00805f9b34fb"], "witmotion"),
        (None, ["0000fff0-0000-1000-8000-00805f9a34fb"], "witmotion"),
        ("LED strip", ["0000fff0-0000-1000-8000-00805f9b34fb"], None),
        ("MetaWear", [], "metamotion"),
        ("My own name", [metamotion.SERVICE_UUID], "metamotion"),
        ("Thingy", [thingy52.ADVERTISED_SERVICE_UUID], "thingy52"),
        ("Polar H10 A1B2C3D4", ["0000180d-0000-1000-8000-00805f9b34fb"], "polar-h10"),
        ("Polar Sense 12345678", [], "polar-verity"),
        ("Heart strap", ["0000180d-0000-1000-8000-00805f9b34fb"], None),
        ("Movesense 213730000123", ["0000fdf3-0000-1000-8000-00805f9b34fb"], "movesense"),
        ("Movella DOT", [], "movella-dot"),
        ("Xsens DOT", [], "movella-dot"),
        ("Kitchen scale", ["0000180f-0000-1000-8000-00805f9b34fb"], None),
        (None, [], None),
    ],
)
def test_a_sensor_is_known_by_what_it_advertises(name: str | None, services: list[str], expected: str | None):
    """Name or service identify the sensor; a vibration sensor of the same maker is not taken for one of ours."""
    found = device_by_advertisement(name, services)
    assert (found.id if found else None) == expected


ACME = replace(witmotion.DEVICE, id="acme", name="Acme")


def points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **modules: str) -> list[EntryPoint]:
    """Entry points of packages that were just installed: a module of this text each, whose `DEVICE` is offered."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return [EntryPoint(name, f"{name}:DEVICE", ENTRY_POINT_GROUP) for name in modules]


GOOD = """
from dataclasses import replace
from sensorcoach.devices.families.witmotion.device import DEVICE as WITMOTION
DEVICE = replace(WITMOTION, id="{}")
"""


def test_a_sensor_of_an_installed_package_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A sensor of an installed package needs no entry in any list."""
    found, problems = load_package_devices(points(tmp_path, monkeypatch, acme_one=GOOD.format("acme-one")), OURS)
    assert [device.id for device in found] == ["acme-one"]
    assert not problems


def test_a_broken_package_costs_its_own_sensor_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever is wrong with it, it is left out, and is named with what to do about it."""
    installed = points(
        tmp_path,
        monkeypatch,
        bad_syntax="DEVICE = (",
        bad_import="import no_such_module_at_all",
        bad_exit="raise SystemExit(3)",
        bad_value="DEVICE = {}['nothing']",
        bad_type="DEVICE = 7",
        bad_name="",
        bad_twice=GOOD.format("witmotion"),
        bad_rate=GOOD.format("acme-rate") + "DEVICE = replace(DEVICE, usual_hz=60.0)",
        good=GOOD.format("acme-good"),
        good_again=GOOD.format("acme-good"),
    )
    found, problems = load_package_devices(installed, OURS)
    assert [device.id for device in found] == ["acme-good"]
    assert len(problems) == len(installed) - 1
    for point, problem in zip([*installed[:8], installed[9]], problems, strict=True):
        assert f"'{point.name}'" in problem.message
        assert problem.remedy == f"Update or uninstall {point.name}:DEVICE."
    assert "60 Hz is not one of its rates" in problems[7].message


def test_a_package_that_fails_at_import_does_not_stop_the_program(tmp_path: Path):
    """The program starts, has all its own sensors, and names the package that is broken."""
    (tmp_path / "broken_sensor.py").write_text("raise RuntimeError('no licence')", encoding="utf-8")
    info = tmp_path / "broken_sensor-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-sensor\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[sensorcoach.devices]\nbroken = broken_sensor:DEVICE\n", encoding="utf-8")
    script = "from sensorcoach.devices.registry import DEVICES, PROBLEMS; print(len(DEVICES), *PROBLEMS)"
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    command = [sys.executable, "-c", script]
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    shown = done.stdout
    assert shown.startswith(f"{len(OURS)} The sensor 'broken' of the package broken-sensor cannot be used.")
    assert "RuntimeError: no licence" in shown


def test_nothing_is_wrong_with_what_is_installed_here():
    """A plain installation has no complaints to print."""
    assert PROBLEMS == ()


@pytest.mark.parametrize(
    ("device", "fault"),
    [
        (replace(ACME, id="Acme Sensor"), "its id 'Acme Sensor'"),
        (replace(ACME, ranges_g=()), "no range"),
        (replace(ACME, sensors=("gyro",)), "no accelerometer"),
        (replace(ACME, advertised_names=(), advertised_services=()), "neither an advertised name"),
        (replace(ACME, advertised_services=("FFE5",)), "'FFE5' is not a 128-bit UUID"),
        (replace(ACME, characteristics=ACME.characteristics[1:]), "'stream' that notifies"),
        (replace(ACME, characteristics=ACME.characteristics * 2), "the same role"),
        (replace(ACME, stop=(Write("stream", b""),)), "'stream', which cannot be written"),
    ],
)
def test_a_wrong_description_is_reported(device: Device, fault: str):
    """The author of a new sensor sees its faults before the first connection."""
    assert [one for one in find_faults(device) if fault in one]
    assert not find_faults(ACME)
