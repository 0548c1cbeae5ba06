"""Find a sensor by its id without loading the other families: loading takes longer than a short analysis."""

import importlib
import importlib.util

from sensorcoach.devices import families
from sensorcoach.devices.device import Device


def find_device(device_id: str) -> Device:
    """Return the device with this id, which is also the name of its family. Raises UsageError if the id is unknown."""
    name = device_id.replace("-", "_")
    module = family_module(name) if name.isidentifier() else None
    if module:
        return importlib.import_module(module).DEVICE
    from sensorcoach.devices.registry import device_by_id  # noqa: PLC0415  # it loads every family

    return device_by_id(device_id)


def family_module(name: str) -> str | None:
    """Return the module with a family's `DEVICE`: `families/name/device.py`, or `families/name.py`.

    None where there is no such family. A folder without `device.py` contains code that several families share.
    """
    path = f"{families.__name__}.{name}"
    spec = importlib.util.find_spec(path)
    if spec is None or spec.submodule_search_locations is None:
        return spec and path
    return f"{path}.device" if importlib.util.find_spec(f"{path}.device") else None
