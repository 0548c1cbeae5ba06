"""What is wrong with a sensor family as it describes itself, before anybody connects to it."""

import re
from collections.abc import Iterator

from sensorcoach.devices.device import Device, Property

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def find_faults(device: Device) -> list[str]:
    """Each fault in words; none if the description can be used."""
    if not device.over_bluetooth:
        return list(_faults_of_values(device))
    return [*_faults_of_values(device), *_faults_of_characteristics(device)]


def _faults_of_values(device: Device) -> Iterator[str]:
    if not _ID.fullmatch(device.id):
        yield f"its id '{device.id}' is not lower case with hyphens"
    if device.usual_hz not in device.rates_hz:
        yield f"its usual rate of {device.usual_hz:g} Hz is none of its rates"
    if not device.ranges_g:
        yield "it has no range"
    if "acc" not in device.sensors:
        yield "it has no accelerometer ('acc')"
    if device.over_bluetooth and not device.advertised_names and not device.advertised_services:
        yield "nothing says how it advertises"


def _faults_of_characteristics(device: Device) -> Iterator[str]:
    roles = [one.role for one in device.characteristics]
    if len(set(roles)) < len(roles):
        yield "two of its characteristics have one role"
    if not any(one.role == "stream" and one.is_subscribed for one in device.characteristics):
        yield "it has no characteristic 'stream' that notifies"
    writable = Property.WRITE | Property.WRITE_FAST
    for write in device.stop:
        if not any(one.role == write.role and one.properties & writable for one in device.characteristics):
            yield f"its last writes go to '{write.role}', which cannot be written"
    uuids = [uuid for one in device.characteristics for uuid in (*one.uuids, *one.service_uuids)]
    for uuid in (*uuids, *device.advertised_services):
        if not _UUID.fullmatch(uuid):
            yield f"'{uuid}' is no UUID of 128 bits in lower case"
