"""Which sensor it is."""

import pytest

from sensorcoach.devices.families import open_profile, witmotion
from sensorcoach.devices.registry import DEVICES, device_by_advertisement, device_by_id
from sensorcoach.errors import UsageError


def test_every_sensor_is_found_by_its_id():
    """Each id leads to its sensor, and no two share one."""
    assert [device_by_id(device.id) for device in DEVICES] == list(DEVICES)
    assert len({device.id for device in DEVICES}) == len(DEVICES)


def test_a_misspelt_sensor_gets_the_nearest_names():
    """Someone who writes 'witmotoin' is told 'witmotion'."""
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
    """Name or service tell the sensor; a vibration sensor of the same maker is not taken for one of ours."""
    found = device_by_advertisement(name, services)
    assert (found.id if found else None) == expected
