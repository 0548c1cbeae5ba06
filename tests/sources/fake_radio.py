# ruff: noqa: ANN401, ARG002, FBT001 - the signatures are those of bleak, which pass on what they do not name
"""A scripted radio behind bleak: one sensor's `Peripheral` at a time, and all its faults.

What it does not have, and the virtual radio of `sensorcoach.virtual_radio` has: packets, controllers, ATT.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
from bleak.args import SizedBuffer
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError, BleakGATTProtocolError

from sensorcoach.devices.device import Device, Outgoing, Peripheral, Property, RefusedError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.samples import Samples
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.units import STANDARD_GRAVITY_MPS2

ADDRESS = "C0:FF:EE:00:00:01"
_ADVERTISES_EVERY_S = 0.1
_NAMES = {
    Property.READ: "read",
    Property.WRITE: "write",
    Property.WRITE_FAST: "write-without-response",
    Property.NOTIFY: "notify",
    Property.INDICATE: "indicate",
}


class FakeRadio:
    """One sensor in range. Set its fields to create faults; connect through `backend`."""

    def __init__(self, device: Device, rate_hz: float = 100.0, name: str = "") -> None:
        self.device = device
        self.name = name or device.advertised_names[0]
        self.peripheral: Peripheral = device.peripheral(rate_hz, True)  # noqa: FBT003 - rate and gyroscope, as each family takes them
        self.in_range = True
        self.scan_error: Exception | None = None
        """The error that starting a scanner raises."""
        self.connect_error: Exception | None = None
        self.refused: set[bytes] = set()
        """First bytes of the writes that the sensor refuses."""
        self.lacking: set[str] = set()
        """Roles that the sensor does not have."""
        self.advertises_services = True
        self.doubled = False
        """Whether each notification is delivered twice."""
        self.silent = False
        """Whether the link is dead without a report from the radio."""
        self.mtu = 247
        self.uuid_of: dict[str, str] = {}
        """Roles under another UUID than the usual one."""
        self.written: list[tuple[str, str]] = []
        """Role and hexadecimal payload of each write."""
        self.log: list[str] = []
        """Names of the calls, in order."""
        self.connected: FakeClient | None = None
        self.made = 0
        """Samples that the sensor has measured."""
        self.sent = 0
        """Samples that it sent over a working link."""

        radio = self

        class Scanner(FakeScanner):
            air = radio

        class Client(FakeClient):
            air = radio

        self.backend = Backend(Scanner, Client)
        self.seen = DiscoveredSensor(ADDRESS, self.name, device.id, -60, 0.0)

    async def measure(self, seconds: float) -> None:
        """Let the sensor measure for `seconds`, at rest, with noise so that all samples differ."""
        loop = asyncio.get_running_loop()
        end_s, noise = loop.time() + seconds, np.random.default_rng(self.made)
        due_s = loop.time()
        while due_s < end_s:
            rate_hz = self.peripheral.streaming_hz or 50.0
            due_s += 1.0 / rate_hz
            await asyncio.sleep(due_s - loop.time())
            acc_mps2 = np.array([[0.0, 0.0, STANDARD_GRAVITY_MPS2]]) + noise.normal(0.0, 0.05, (1, 3))
            sample = Samples(np.array([due_s]), acc_mps2, noise.normal(0.0, 0.05, (1, 3)))
            self.made += 1
            if self.peripheral.streaming_hz:
                self.sent += 1
                self.send(self.peripheral.feed(sample))

    def send(self, outgoing: list[Outgoing]) -> None:
        if self.connected and not self.silent:
            for each in outgoing:
                self.connected.notify(each)
                if self.doubled:
                    self.connected.notify(each)

    def drop(self) -> None:
        """Break the link with a report from the radio."""
        client, self.connected = self.connected, None
        self.peripheral.disconnected()
        if client:
            client.broken()


class FakeScanner(BaseBleakScanner):
    """Reports the sensor ten times a second while it is in range and not connected."""

    air: FakeRadio

    def __init__(self, detection_callback: Any, service_uuids: Any, scanning_mode: Any, **kwargs: Any) -> None:
        del scanning_mode, kwargs
        super().__init__(detection_callback, service_uuids)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if self.air.scan_error:
            raise self.air.scan_error
        self._task = asyncio.create_task(self._advertise())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _advertise(self) -> None:
        air = self.air
        while True:
            await asyncio.sleep(_ADVERTISES_EVERY_S)
            if air.in_range and air.connected is None:
                services = list(air.device.advertised_services) if air.advertises_services else []
                told = AdvertisementData(air.name, {}, {}, services, None, -60, ())
                device = self.create_or_update_device(ADDRESS, ADDRESS, air.name, None, told)
                self.call_detection_callbacks(device, told)


class FakeClient(BaseBleakClient):
    """Carries writes, reads and notifications between the client and the `Peripheral`."""

    air: FakeRadio

    def __init__(self, address_or_ble_device: BLEDevice | str, **kwargs: Any) -> None:
        super().__init__(
            address_or_ble_device,
            disconnected_callback=kwargs.get("disconnected_callback"),
            timeout=kwargs.get("timeout", 10.0),
        )
        self._callbacks: dict[str, Callable[[bytearray], None]] = {}

    @property
    def mtu_size(self) -> int:
        return self.air.mtu

    @property
    def is_connected(self) -> bool:
        return self.air.connected is self

    async def connect(self, pair: bool, **kwargs: Any) -> None:
        self.air.log.append("connect")
        await asyncio.sleep(0.05)
        if self.air.connect_error:
            raise self.air.connect_error
        if not self.air.in_range:
            await asyncio.sleep(2.0)
            raise TimeoutError
        self.services = self._all_services()
        self.air.connected = self
        self.air.peripheral.max_payload = self.air.mtu - 3

    def _all_services(self) -> BleakGATTServiceCollection:
        collection = BleakGATTServiceCollection()
        services: dict[str, BleakGATTService] = {}
        for number, each in enumerate(self.air.device.characteristics):
            if each.role in self.air.lacking:
                continue
            if each.service_uuid not in services:
                services[each.service_uuid] = BleakGATTService(None, 1000 + number, each.service_uuid)
                collection.add_service(services[each.service_uuid])
            names: Any = [name for flag, name in _NAMES.items() if each.properties & flag]
            uuid = self.air.uuid_of.get(each.role, each.uuids[0])
            service = services[each.service_uuid]
            collection.add_characteristic(
                BleakGATTCharacteristic(each.role, number + 1, uuid, names, lambda: self.air.mtu - 3, service)
            )
        return collection

    async def disconnect(self) -> None:
        self.air.log.append("disconnect")
        if self.is_connected:
            self.air.drop()

    async def pair(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    async def unpair(self) -> None:
        raise NotImplementedError

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, **kwargs: Any) -> bytearray:  # type: ignore[override]
        self._check()
        try:
            return bytearray(self.air.peripheral.read(characteristic.obj))
        except RefusedError as error:
            raise BleakGATTProtocolError(error.att_error) from error

    async def read_gatt_descriptor(self, *args: Any, **kwargs: Any) -> bytearray:
        raise NotImplementedError

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool) -> None:
        self._check()
        payload = bytes(data)
        self.air.written.append((characteristic.obj, payload.hex()))
        if any(payload.startswith(begins) for begins in self.air.refused):
            raise BleakGATTProtocolError(0x80)
        try:
            outgoing = self.air.peripheral.write(characteristic.obj, payload)
        except RefusedError as error:
            raise BleakGATTProtocolError(error.att_error) from error
        asyncio.get_running_loop().call_later(0.03, self.air.send, outgoing)

    async def write_gatt_descriptor(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kwargs: Any
    ) -> None:
        self._check()
        self.air.log.append(f"subscribe {characteristic.obj}")
        self._callbacks[characteristic.obj] = callback
        asyncio.get_running_loop().call_later(0.03, self.air.send, self.air.peripheral.subscribed(characteristic.obj))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        self._check()
        self.air.log.append(f"unsubscribe {characteristic.obj}")
        del self._callbacks[characteristic.obj]

    def notify(self, outgoing: Outgoing) -> None:
        callback = self._callbacks.get(outgoing.role)
        if callback:
            callback(bytearray(outgoing.payload[: self.air.mtu - 3]))

    def stumble(self, fault: Callable[[], object]) -> None:
        """Fail in a callback of the backend."""
        fault()

    def broken(self) -> None:
        self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()

    def _check(self) -> None:
        if not self.is_connected:
            raise BleakError("Not connected")
