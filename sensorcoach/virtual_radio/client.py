"""Bleak's client on the virtual air."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from bleak.args import SizedBuffer
from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError, BleakGATTProtocolError, BleakGATTProtocolErrorCode
from bumble import gatt_client
from bumble.device import Connection

from sensorcoach.virtual_radio.bleak_errors import as_bleak_errors
from sensorcoach.virtual_radio.gatt_table import long
from sensorcoach.virtual_radio.station import Station

ASKED_MTU = 517
"""The largest there is; the sensor says what it can."""

_PROPERTIES: tuple[tuple[int, CharacteristicPropertyName], ...] = (
    (0x02, "read"),
    (0x04, "write-without-response"),
    (0x08, "write"),
    (0x10, "notify"),
    (0x20, "indicate"),
)


class VirtualClient(BaseBleakClient):
    """A connection to one sensor; a class of its own is bound to each computer."""

    station: ClassVar[Station]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        services: set[str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout)
        del options  # of other systems
        self._name = address_or_ble_device.name if isinstance(address_or_ble_device, BLEDevice) else None
        self._wanted_services = services
        self._connection: Connection | None = None
        self._unsubscribe: dict[int, Callable[[bytes], None]] = {}
        """What is called for each characteristic's notifications, by its handle."""

    @property
    def name(self) -> str:
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._connected.att_mtu

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    async def connect(self, pair: bool, **options: Any) -> None:  # noqa: FBT001 - bleak's signature
        """Connect and look for services. Raises TimeoutError, BleakError."""
        del pair, options  # nothing here has to be paired
        if self.is_connected:
            raise BleakError("This client is connected already.")
        async with asyncio.timeout(self._timeout):
            with as_bleak_errors():
                connection = await self.station.connect(self.address)
            self._connection = connection
            connection.on(Connection.EVENT_DISCONNECTION, self._lost)
            try:
                with as_bleak_errors():
                    await connection.gatt_client.request_mtu(ASKED_MTU)
                    self.services = await self._discover(connection.gatt_client)
            except (asyncio.CancelledError, BleakError):
                await self.disconnect()
                raise

    async def disconnect(self) -> None:
        """End the connection, if there is one."""
        if self._connection is not None:
            with as_bleak_errors():
                await self._connection.disconnect()

    async def pair(self, *args: Any, **kwargs: Any) -> None:
        """Nothing here has to be paired."""

    async def unpair(self) -> None:
        """Nothing here has been paired."""

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **kwargs: Any
    ) -> bytearray:
        """The value now. Raises BleakGATTProtocolError where the sensor refuses."""
        del use_cached, kwargs
        return await self._read(characteristic.handle)

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **kwargs: Any
    ) -> bytearray:
        """The value now."""
        del use_cached, kwargs
        return await self._read(descriptor.handle)

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001 - bleak's signature
    ) -> None:
        """Write, in the way the characteristic allows. Raises BleakGATTProtocolError where the sensor refuses."""
        needed = "write" if response else "write-without-response"
        if needed not in characteristic.properties:
            raise BleakGATTProtocolError(BleakGATTProtocolErrorCode.WRITE_NOT_PERMITTED)
        if not response and len(bytes(data)) > characteristic.max_write_without_response_size:
            raise BleakError(f"{len(bytes(data))} bytes do not fit into a write without response.")
        await self._write(characteristic.handle, bytes(data), response=response)

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        """Write a descriptor."""
        await self._write(descriptor.handle, bytes(data), response=True)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kwargs: Any
    ) -> None:
        """Subscribe; the callback is called at once for each notification, twice where that is a fault set."""
        del kwargs

        def notified(value: bytes) -> None:
            callback(bytearray(value))
            if self.station.repeats_notifications(self.address):
                callback(bytearray(value))

        client = self._connected.gatt_client
        with as_bleak_errors():
            await client.subscribe(self._proxy(characteristic), notified)
        self._unsubscribe[characteristic.handle] = notified

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Subscribe no longer."""
        client = self._connected.gatt_client
        with as_bleak_errors():
            await client.unsubscribe(self._proxy(characteristic), self._unsubscribe.pop(characteristic.handle, None))

    @property
    def _connected(self) -> Connection:
        if self._connection is None:
            raise BleakError("Not connected.")
        return self._connection

    def _lost(self, reason: int) -> None:
        del reason
        self._connection = None
        self.services = None
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    async def _read(self, handle: int) -> bytearray:
        client = self._connected.gatt_client
        with as_bleak_errors():
            return bytearray(await client.read_value(handle))

    async def _write(self, handle: int, data: bytes, *, response: bool) -> None:
        client = self._connected.gatt_client
        with as_bleak_errors():
            await client.write_value(handle, data, with_response=response)

    def _proxy(self, characteristic: BleakGATTCharacteristic) -> gatt_client.CharacteristicProxy[bytes]:
        proxy = characteristic.obj
        if not isinstance(proxy, gatt_client.CharacteristicProxy):
            raise BleakError("This characteristic is not of this radio.")
        return proxy

    async def _discover(self, client: gatt_client.Client) -> BleakGATTServiceCollection:
        """The services wanted, or all; their characteristics, and the descriptors of those that notify."""
        found = BleakGATTServiceCollection()
        for service in await client.discover_services():
            uuid = long(service.uuid)
            if self._wanted_services is not None and uuid not in self._wanted_services:
                continue
            described = BleakGATTService(service, service.handle, uuid)
            found.add_service(described)
            for proxy in await client.discover_characteristics([], service):
                found.add_characteristic(self._characteristic(proxy, described))
                for descriptor in await client.discover_descriptors(proxy):
                    owner = found.characteristics[proxy.handle]
                    found.add_descriptor(
                        BleakGATTDescriptor(descriptor, descriptor.handle, long(descriptor.type), owner)
                    )
        return found

    def _characteristic(
        self, proxy: gatt_client.CharacteristicProxy[bytes], service: BleakGATTService
    ) -> BleakGATTCharacteristic:
        properties = [name for bit, name in _PROPERTIES if int(proxy.properties) & bit]
        return BleakGATTCharacteristic(
            proxy, proxy.handle, long(proxy.uuid), properties, lambda: self.mtu_size - 3, service
        )
