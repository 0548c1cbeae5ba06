"""One sensor by its id. Nine families take longer to load than a short recording to analyse: only its own is loaded."""

import importlib
import importlib.util

from sensorcoach.devices import families
from sensorcoach.devices.device import Device


def find_device(device_id: str) -> Device:
    """As `device_by_id`: raises UsageError where there is no such sensor. A family's file is named after its id."""
    module = f"{families.__name__}.{device_id.replace('-', '_')}"
    if device_id.replace("-", "_").isidentifier() and importlib.util.find_spec(module):
        return importlib.import_module(module).DEVICE
    from sensorcoach.devices.registry import device_by_id  # noqa: PLC0415  # it loads every family

    return device_by_id(device_id)
