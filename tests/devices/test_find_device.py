"""One sensor, without loading the others."""

import subprocess
import sys

import pytest

from sensorcoach.devices.find_device import find_device
from sensorcoach.devices.registry import OURS, device_by_id
from sensorcoach.errors import UsageError


@pytest.mark.parametrize("device_id", [device.id for device in OURS])
def test_each_is_the_registrys(device_id: str):
    """Each of our sensors is the same one that the registry has."""
    assert find_device(device_id) is device_by_id(device_id)


@pytest.mark.parametrize("device_id", ["witmotoin", "", "no such", "../phone", "families.phone"])
def test_an_unknown_id(device_id: str):
    """An id that no sensor has ends as in the registry, with the ids there are."""
    with pytest.raises(UsageError, match="There is no sensor called"):
        find_device(device_id)


def test_the_others_are_not_loaded():
    """Finding one of our sensors loads its family and no other."""
    code = (
        "import sys; from sensorcoach.devices.find_device import find_device; find_device('polar-h10');"
        "print([name for name in sys.modules if name.endswith(('families.witmotion', 'devices.registry'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own code
    assert done.stdout.strip() == "[]"
