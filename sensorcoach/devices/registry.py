"""The sensors there are, found by id or by what they advertise. A new sensor is one file and one line here."""

import difflib
from collections.abc import Iterable

from sensorcoach.devices import open_profile, witmotion
from sensorcoach.devices.device import Device
from sensorcoach.errors import UsageError

DEVICES: tuple[Device, ...] = (open_profile.DEVICE, witmotion.DEVICE)
"""In the order in which an advertisement is tried."""


def device_by_id(device_id: str) -> Device:
    """The device with this id; raises UsageError, with the nearest ids, if there is none."""
    ids = [device.id for device in DEVICES]
    if device_id in ids:
        return DEVICES[ids.index(device_id)]
    near = difflib.get_close_matches(device_id, ids) or ids
    raise UsageError("unknown_device", f"There is no sensor called '{device_id}'.", f"Known: {', '.join(near)}.")


def device_by_advertisement(name: str | None, service_uuids: Iterable[str]) -> Device | None:
    """The device that advertises so, or None.

    A service decides over a name; a name decides only where no service of ours is seen, since short names such
    as `WT` also begin the names of other things. A refused name is refused whatever its service.
    """
    services = {uuid.lower() for uuid in service_uuids}
    shown = name or ""
    candidates = [device for device in DEVICES if not shown.startswith(device.refused_names or ("\0",))]
    for device in candidates:
        if device.service_uuid in services:
            return device
    for device in candidates:
        if any(part in shown for part in device.advertised_names):
            return device
    return None
