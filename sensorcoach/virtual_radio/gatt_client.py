"""A GATT client: Bumble's client with types and bleak's errors."""

from collections.abc import Callable, Collection
from typing import Any

from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bumble.device import Connection

from sensorcoach.virtual_radio.bleak_errors import as_bleak_errors
from sensorcoach.virtual_radio.gatt_table import long_uuid

REQUESTED_MTU = 517
"""The largest possible MTU. The sensor replies with the MTU that it supports."""

_WRITE_HEADER_BYTES = 3
"""Part of the MTU that a write without response cannot use for its payload."""

_PROPERTIES: tuple[tuple[int, CharacteristicPropertyName], ...] = (
    (0x02, "read"),
    (0x04, "write-without-response"),
    (0x08, "write"),
    (0x10, "notify"),
    (0x20, "indicate"),
)


class GattClient:
    """A connected sensor. All calls raise BleakError if the connection is lost."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client: Any = connection.gatt_client  # not all of its methods have annotations

    @property
    def mtu(self) -> int:
        """The agreed ATT MTU."""
        return self._connection.att_mtu

    async def disconnect(self) -> None:
        """Disconnect."""
        with as_bleak_errors():
            await self._connection.disconnect()

    async def agree_on_mtu(self) -> None:
        """Request the largest MTU. A sensor without support keeps 23."""
        with as_bleak_errors():
            await self._client.request_mtu(REQUESTED_MTU)

    async def read(self, handle: int) -> bytearray:
        """Return the value at this handle. Raises BleakGATTProtocolError where the sensor refuses."""
        with as_bleak_errors():
            return bytearray(await self._client.read_value(handle))

    async def write(self, handle: int, data: bytes, *, response: bool) -> None:
        """Write a value. Raises BleakGATTProtocolError where the sensor refuses a write with response."""
        with as_bleak_errors():
            await self._client.write_value(handle, data, with_response=response)

    async def subscribe(self, characteristic: BleakGATTCharacteristic, callback: Callable[[bytes], None]) -> None:
        """Call `callback` for each notification or indication."""
        with as_bleak_errors():
            await self._client.subscribe(characteristic.obj, callback)

    async def unsubscribe(
        self, characteristic: BleakGATTCharacteristic, callback: Callable[[bytes], None] | None
    ) -> None:
        """End the subscription."""
        with as_bleak_errors():
            await self._client.unsubscribe(characteristic.obj, callback)

    async def discover(self, wanted: Collection[str] | None) -> BleakGATTServiceCollection:
        """Return the wanted services, or all if None, with their characteristics and descriptors."""
        found = BleakGATTServiceCollection()
        with as_bleak_errors():
            for service in await self._client.discover_services():
                uuid = long_uuid(service.uuid)
                if wanted is None or uuid in wanted:
                    described = BleakGATTService(service, service.handle, uuid)
                    found.add_service(described)
                    await self._discover_characteristics(described, found)
        return found

    async def _discover_characteristics(self, service: BleakGATTService, found: BleakGATTServiceCollection) -> None:
        for proxy in await self._client.discover_characteristics([], service.obj):
            properties: list[CharacteristicPropertyName] = [
                name for bit, name in _PROPERTIES if int(proxy.properties) & bit
            ]
            characteristic = BleakGATTCharacteristic(
                proxy, proxy.handle, long_uuid(proxy.uuid), properties, lambda: self.mtu - _WRITE_HEADER_BYTES, service
            )
            found.add_characteristic(characteristic)
            proxy.descriptors = await self._client.discover_descriptors(proxy)
            proxy.descriptors_discovered = True  # otherwise Bumble discovers them again at each subscription
            for descriptor in proxy.descriptors:
                found.add_descriptor(
                    BleakGATTDescriptor(descriptor, descriptor.handle, long_uuid(descriptor.type), characteristic)
                )
