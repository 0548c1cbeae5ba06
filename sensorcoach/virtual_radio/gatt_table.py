"""A sensor family's characteristics as services of a GATT server."""

from collections.abc import Callable
from dataclasses import dataclass

from bumble import gatt
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection

from sensorcoach.devices.device import Characteristic, Device, Property

_SIG_BASE = "-0000-1000-8000-00805f9b34fb"
"""Common end of UUIDs that have a 16-bit form."""

_PROPERTIES = {
    Property.READ: gatt.Characteristic.Properties.READ,
    Property.WRITE: gatt.Characteristic.Properties.WRITE,
    Property.WRITE_FAST: gatt.Characteristic.Properties.WRITE_WITHOUT_RESPONSE,
    Property.NOTIFY: gatt.Characteristic.Properties.NOTIFY,
    Property.INDICATE: gatt.Characteristic.Properties.INDICATE,
}

GattCharacteristic = gatt.Characteristic[bytes]


@dataclass(frozen=True, slots=True)
class Handlers:
    """Called with the role when the computer reads, writes or subscribes. They raise att.ATT_Error to refuse."""

    read: Callable[[str], bytes]
    write: Callable[[str, bytes], None]
    subscribed: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class GattTable:
    """`services`: for the server. `by_role`: each role's characteristic in these services."""

    services: list[gatt.Service]
    by_role: dict[str, GattCharacteristic]


def make_gatt_table(device: Device, handlers: Handlers) -> GattTable:
    """Return the family's characteristics, each with its usual UUID, in the order of its table."""
    by_role = {one.role: _characteristic(one, handlers) for one in device.characteristics}
    services: dict[str, list[GattCharacteristic]] = {}
    for one in device.characteristics:
        services.setdefault(one.service_uuid, []).append(by_role[one.role])
    return GattTable([gatt.Service(short_uuid(uuid), members) for uuid, members in services.items()], by_role)


def make_advertisement(name: str, services: tuple[str, ...]) -> bytes:
    """Return the advertising data: flags, services, name."""
    uuids = [short_uuid(uuid) for uuid in services]
    parts: list[tuple[int, bytes]] = [(AdvertisingData.FLAGS, b"\x06")]  # general discoverable, no classic Bluetooth
    for size, kind in (
        (2, AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS),
        (16, AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS),
    ):
        if listed := b"".join(uuid.to_bytes() for uuid in uuids if len(uuid.to_bytes()) == size):
            parts.append((kind, listed))
    parts.append((AdvertisingData.COMPLETE_LOCAL_NAME, name.encode()))
    return b"".join(bytes((len(value) + 1, kind)) + value for kind, value in parts)


def short_uuid(uuid: str) -> UUID:
    """Return the UUID as it is transmitted: with 16 bits where it has such a form."""
    if uuid.startswith("0000") and uuid.endswith(_SIG_BASE):
        return UUID.from_16_bits(int(uuid[4:8], 16))
    return UUID(uuid)


def long_uuid(uuid: UUID) -> str:
    """Return the UUID as bleak writes it: 128 bits in lower case."""
    digits = bytes(reversed(uuid.to_bytes(force_128=True))).hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _characteristic(one: Characteristic, handlers: Handlers) -> GattCharacteristic:
    def read(connection: Connection) -> bytes:
        del connection
        return handlers.read(one.role)

    def write(connection: Connection, value: bytes) -> None:
        del connection
        handlers.write(one.role, value)

    def subscribed(connection: Connection, notify: bool, indicate: bool) -> None:  # noqa: FBT001 - Bumble's signature
        del connection
        if notify or indicate:
            handlers.subscribed(one.role)

    properties = gatt.Characteristic.Properties(0)
    for ours, theirs in _PROPERTIES.items():
        if ours in one.properties:
            properties |= theirs
    made = GattCharacteristic(
        short_uuid(one.uuids[0]),
        properties,
        gatt.Characteristic.READABLE | gatt.Characteristic.WRITEABLE,
        gatt.CharacteristicValue[bytes](read, write),
    )
    made.on(made.EVENT_SUBSCRIPTION, subscribed)
    return made
