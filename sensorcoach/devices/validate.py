"""Checks of a sensor family's description, before any connection."""

import re
from collections.abc import Iterator

from sensorcoach.devices.device import Device, Property

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def find_faults(device: Device) -> list[str]:
    """Return each fault in words; an empty list if the description is valid."""
    if not device.over_bluetooth:
        return list(_find_value_faults(device))
    return [*_find_value_faults(device), *_find_characteristic_faults(device)]


def _find_value_faults(device: Device) -> Iterator[str]:
    if not _ID.fullmatch(device.id):
        yield f"its id '{device.id}' is not lower case with hyphens"
    if device.usual_hz not in device.rates_hz:
        yield f"its usual rate of {device.usual_hz:g} Hz is not one of its rates"
    if not device.ranges_g:
        yield "it has no range"
    if "acc" not in device.sensors:
        yield "it has no accelerometer ('acc')"
    if device.over_bluetooth and not device.advertised_names and not device.advertised_services:
        yield "it names neither an advertised name nor an advertised service"


def _find_characteristic_faults(device: Device) -> Iterator[str]:
    roles = [one.role for one in device.characteristics]
    if len(set(roles)) < len(roles):
        yield "two of its characteristics have the same role"
    if not any(one.role == "stream" and one.is_subscribed for one in device.characteristics):
        yield "it has no characteristic 'stream' that notifies"
    writable = Property.WRITE | Property.WRITE_FAST
    for write in device.stop:
        if not any(one.role == write.role and one.properties & writable for one in device.characteristics):
            yield f"its last writes go to '{write.role}', which cannot be written"
    uuids = [uuid for one in device.characteristics for uuid in (*one.uuids, *one.service_uuids)]
    for uuid in (*uuids, *device.advertised_services):
        if not _UUID.fullmatch(uuid):
            yield f"'{uuid}' is not a 128-bit UUID in lower case"
