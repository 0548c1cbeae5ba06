"""A bleak client for the virtual air."""

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
    """A connection to one sensor. Each virtual computer has a subclass of its own."""

    computer: ClassVar[Computer]

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
        del options  # for other systems
        self._name = address_or_ble_device.name if isinstance(address_or_ble_device, BLEDevice) else None
        self._wanted_services = services
        self._gatt: GattClient | None = None
        self._callbacks: dict[int, Callable[[bytes], None]] = {}
        """Callback for notifications, by the characteristic's handle."""

    @property
    def name(self) -> str:
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._connected_gatt.mtu

    @property
    def is_connected(self) -> bool:
        return self._gatt is not None

    async def connect(self, pair: bool, **options: object) -> None:  # noqa: FBT001 - bleak's signature
        """Connect and discover the services. Raises TimeoutError, BleakError."""
        del pair, options  # virtual sensors need no pairing
        if self.is_connected:
            raise BleakError("This client is connected already.")
        async with asyncio.timeout(self._timeout):
            with as_bleak_errors():
                connection = await self.computer.connect(self.address)
            gatt = self._gatt = GattClient(connection)
            connection.on(Connection.EVENT_DISCONNECTION, self._on_disconnect)
            try:
                await gatt.agree_on_mtu()
                self.services = await gatt.discover(self._wanted_services)
            except (asyncio.CancelledError, BleakError):
                await self.disconnect()
                raise

    async def disconnect(self) -> None:
        """Disconnect, if connected."""
        if self._gatt is not None:
            await self._gatt.disconnect()

    async def pair(self, *args: object, **kwargs: object) -> None:
        """Do nothing: virtual sensors need no pairing."""

    async def unpair(self) -> None:
        """Do nothing: virtual sensors need no pairing."""

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **kwargs: object
    ) -> bytearray:
        """Return the current value. Raises BleakGATTProtocolError where the sensor refuses."""
        del use_cached, kwargs
        return await self._connected_gatt.read(characteristic.handle)

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **kwargs: object
    ) -> bytearray:
        """Return the current value."""
        del use_cached, kwargs
        return await self._connected_gatt.read(descriptor.handle)

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001 - bleak's signature
    ) -> None:
        """Write with or without response. Raises BleakGATTProtocolError where the sensor refuses."""
        needed = "write" if response else "write-without-response"
        if needed not in characteristic.properties:
            raise BleakGATTProtocolError(BleakGATTProtocolErrorCode.WRITE_NOT_PERMITTED)
        if not response and len(bytes(data)) > characteristic.max_write_without_response_size:
            raise BleakError(f"{len(bytes(data))} bytes do not fit into a write without response.")
        await self._connected_gatt.write(characteristic.handle, bytes(data), response=response)

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        """Write a descriptor."""
        await self._connected_gatt.write(descriptor.handle, bytes(data), response=True)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kwargs: object
    ) -> None:
        """Subscribe. The callback receives each notification, twice if the faults say so."""
        del kwargs

        def forward(value: bytes) -> None:
            callback(bytearray(value))
            if self.computer.repeats_notifications(self.address):
                callback(bytearray(value))

        await self._connected_gatt.subscribe(characteristic, forward)
        self._callbacks[characteristic.handle] = forward

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """End the subscription."""
        await self._connected_gatt.unsubscribe(characteristic, self._callbacks.pop(characteristic.handle, None))

    @property
    def _connected_gatt(self) -> GattClient:
        if self._gatt is None:
            raise BleakError("Not connected.")
        return self._gatt

    def _on_disconnect(self, reason: int) -> None:
        del reason
        self._gatt = None
        self.services = None
        self._callbacks.clear()
        if self._disconnected_callback is not None:
            self._disconnected_callback()
