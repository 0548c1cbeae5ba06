"""Find one sensor by its id without loading the other families, which takes longer than analysing a short recording."""

import importlib
import importlib.util

from sensorcoach.devices import families
from sensorcoach.devices.device import Device


def find_device(device_id: str) -> Device:
    """The device with this id, which is also the name of its family. Raises UsageError where there is none."""
    name = device_id.replace("-", "_")
    module = family_module(name) if name.isidentifier() else None
    if module:
        return importlib.import_module(module).DEVICE
    from sensorcoach.devices.registry import device_by_id  # noqa: PLC0415  # it loads every family

    return device_by_id(device_id)


def family_module(name: str) -> str | None:
    """The module that holds a family's `DEVICE`: `families/name/device.py`, or `families/name.py` if that is all.

    None where there is no such family; a folder without `device.py` holds what several families share.
    """
    path = f"{families.__name__}.{name}"
    spec = importlib.util.find_spec(path)
    if spec is None or spec.submodule_search_locations is None:
        return spec and path
    return f"{path}.device" if importlib.util.find_spec(f"{path}.device") else None
