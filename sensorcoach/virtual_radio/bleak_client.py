"""Bleak's client on the virtual air."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from bleak.args import SizedBuffer
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError, BleakGATTProtocolError, BleakGATTProtocolErrorCode
from bumble.device import Connection

from sensorcoach.virtual_radio.bleak_errors import as_bleak_errors
from sensorcoach.virtual_radio.computer import Computer
from sensorcoach.virtual_radio.gatt_client import GattClient


class VirtualClient(BaseBleakClient):
    """A connection to one sensor; a class of its own is bound to each computer."""

    station: ClassVar[Computer]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        services: set[str] | None = None,
        **options: object,
    ) -> None:
        super().__init__(address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout)
        del options  # of other systems
        self._name = address_or_ble_device.name if isinstance(address_or_ble_device, BLEDevice) else None
        self._wanted_services = services
        self._remote: GattClient | None = None
        self._notified: dict[int, Callable[[bytes], None]] = {}
        """What is called for each characteristic's notifications, by its handle."""

    @property
    def name(self) -> str:
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._connected.mtu

    @property
    def is_connected(self) -> bool:
        return self._remote is not None

    async def connect(self, pair: bool, **options: object) -> None:  # noqa: FBT001 - bleak's signature
        """Connect and look for services. Raises TimeoutError, BleakError."""
        del pair, options  # nothing here has to be paired
        if self.is_connected:
            raise BleakError("This client is connected already.")
        async with asyncio.timeout(self._timeout):
            with as_bleak_errors():
                connection = await self.station.connect(self.address)
            remote = self._remote = GattClient(connection)
            connection.on(Connection.EVENT_DISCONNECTION, self._lost)
            try:
                await remote.agree_on_mtu()
                self.services = await remote.discover(self._wanted_services)
            except (asyncio.CancelledError, BleakError):
                await self.disconnect()
                raise

    async def disconnect(self) -> None:
        """End the connection, if there is one."""
        if self._remote is not None:
            await self._remote.disconnect()

    async def pair(self, *args: object, **kwargs: object) -> None:
        """Nothing here has to be paired."""

    async def unpair(self) -> None:
        """Nothing here has been paired."""

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **kwargs: object
    ) -> bytearray:
        """The value now. Raises BleakGATTProtocolError where the sensor refuses."""
        del use_cached, kwargs
        return await self._connected.read(characteristic.handle)

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **kwargs: object
    ) -> bytearray:
        """The value now."""
        del use_cached, kwargs
        return await self._connected.read(descriptor.handle)

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
        await self._connected.write(characteristic.handle, bytes(data), response=response)

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        """Write a descriptor."""
        await self._connected.write(descriptor.handle, bytes(data), response=True)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kwargs: object
    ) -> None:
        """Subscribe; the callback is called at once for each notification, twice where that is a fault set."""
        del kwargs

        def notified(value: bytes) -> None:
            callback(bytearray(value))
            if self.station.repeats_notifications(self.address):
                callback(bytearray(value))

        await self._connected.subscribe(characteristic, notified)
        self._notified[characteristic.handle] = notified

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Subscribe no longer."""
        await self._connected.unsubscribe(characteristic, self._notified.pop(characteristic.handle, None))

    @property
    def _connected(self) -> GattClient:
        if self._remote is None:
            raise BleakError("Not connected.")
        return self._remote

    def _lost(self, reason: int) -> None:
        del reason
        self._remote = None
        self.services = None
        self._notified.clear()
        if self._disconnected_callback is not None:
            self._disconnected_callback()
