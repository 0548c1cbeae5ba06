"""The supported sensors as a document for other programs: `sensorcoach.devices/1`. Keys may be added."""

from collections.abc import Sequence
from typing import TypedDict

from sensorcoach.devices.device import Device
from sensorcoach.errors import SensorcoachError

SCHEMA = "sensorcoach.devices/1"


class DeviceDocument(TypedDict):
    """One sensor. `losses` is `counted` or `estimated`."""

    id: str
    name: str
    rates_hz: list[float]
    usual_hz: float
    ranges_g: list[float]
    sensors: list[str]
    losses: str
    price: str
    wear: str


class DevicesDocument(TypedDict):
    """All sensors, and the problems of installed packages that provide one."""

    schema: str
    devices: list[DeviceDocument]
    problems: list[str]


def make_devices_document(devices: Sequence[Device], problems: Sequence[SensorcoachError]) -> DevicesDocument:
    """Make the document."""
    return {
        "schema": SCHEMA,
        "devices": [_make_device_document(device) for device in devices],
        "problems": [str(problem) for problem in problems],
    }


def _make_device_document(device: Device) -> DeviceDocument:
    return {
        "id": device.id,
        "name": device.name,
        "rates_hz": list(device.rates_hz),
        "usual_hz": device.usual_hz,
        "ranges_g": list(device.ranges_g),
        "sensors": list(device.sensors),
        "losses": "counted" if device.numbers_samples else "estimated",
        "price": device.price,
        "wear": device.wear,
    }
