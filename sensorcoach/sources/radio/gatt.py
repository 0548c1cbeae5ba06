"""One GATT connection to a sensor: characteristics by role, subscriptions, writes, reads, disconnection."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bleak import BleakClient
from bleak.backends import BleakBackend
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError, BleakGATTProtocolError

from sensorcoach.devices.device import Characteristic, Device, Write
from sensorcoach.errors import SensorError
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import RADIO_ERRORS, backend_call, small_mtu_error, wrong_sensor_error
from sensorcoach.sources.radio.settings import RadioSettings

Result = TypeVar("Result")

OnNotification = Callable[[str, bytearray], None]
"""Receives role and bytes. The radio calls it, so it must not block."""

_CLOSE_S = 1.0
"""Limit for each step of `close`."""
_ATT_HEADER_BYTES = 3
"""Part of the MTU that a notification cannot use for its payload."""
_BLUEZ_DEFAULT_PAYLOAD = 20
"""BlueZ before 5.62 always reports this payload, whatever the MTU is."""


class Gatt:
    """A connection made by `connect`. Call `close` after it in any case.

    All methods raise the errors in RADIO_ERRORS, or SensorError.
    """

    def __init__(self, device: Device, name: str, handle: BLEDevice, backend: Backend, settings: RadioSettings) -> None:
        self._device = device
        self._name = name
        self._settings = settings
        self._roles: dict[str, BleakGATTCharacteristic] = {}
        """Characteristics found on the sensor."""
        self._subscribed: list[BleakGATTCharacteristic] = []
        """Characteristics with notifications switched on."""
        self._replies: list[tuple[str, bytes, asyncio.Future[bytes]]] = []
        """Pending requests: role, first bytes of the reply, and its future."""
        self.is_lost = False
        """Whether the radio has reported the loss of the link."""
        self.on_lost: Callable[[], None] | None = None
        """Called when the radio reports the loss of the link."""
        self.restore_writes: dict[str, Write] = {}
        """Writes that restore the sensor's stored settings, by role."""
        self.was_connected = False
        """Whether `connect` has reached the sensor."""
        self._client = BleakClient(
            handle,
            self._on_disconnect,
            services=_service_uuids(device),
            timeout=settings.connect_s,
            pair=settings.pair,
            bluez=settings.client_args(),
            winrt=settings.windows_args(),
            backend=backend.client,
        )

    async def connect(self) -> None:
        """Connect and find the characteristics. Raises SensorError if one is missing or the MTU is too small."""
        await call_guarded(self._client.connect(), self._settings.connect_s)
        self.was_connected = True
        for wanted in self._device.characteristics:
            found = self._find_characteristic(wanted)
            if found is not None:
                self._roles[wanted.role] = found
            elif not wanted.optional:
                raise wrong_sensor_error(self._name, self._device.name, wanted.uuids[0])
        payload = self.max_payload()
        if payload is not None and payload < self._device.least_payload:
            raise small_mtu_error(self._name, payload, self._device.least_payload)

    def max_payload(self) -> int | None:
        """Return the largest payload of a notification in bytes, None where the system does not report it."""
        with backend_call():
            sizes = [self._client.mtu_size - _ATT_HEADER_BYTES]
            sizes += [found.max_write_without_response_size for found in self._roles.values()]
        payload = max(sizes)
        is_unknown = self._client.backend_id == BleakBackend.BLUEZ_DBUS and payload <= _BLUEZ_DEFAULT_PAYLOAD
        return None if is_unknown else payload

    async def subscribe(self, on_notification: OnNotification) -> None:
        """Switch on all notifications, in the order of the device's table."""
        for wanted in self._device.characteristics:
            found = self._roles.get(wanted.role)
            if found is None or not wanted.is_subscribed:
                continue
            callback = self._callback(wanted.role, on_notification)
            notify_args = self._settings.notify_args()
            try:
                await self._limit(self._client.start_notify(found, callback, bluez=notify_args))
            except BleakError:
                if not wanted.optional:
                    raise
                continue
            self._subscribed.append(found)

    async def write(self, write: Write) -> None:
        """Write as the step requests. Use the other kind of write where the sensor supports only that one."""
        found = self._characteristic(write.role)
        can_both = {"write", "write-without-response"} <= set(found.properties)
        response = write.response if can_both else "write-without-response" not in found.properties
        await self._limit(self._client.write_gatt_char(found, write.payload, response=response))

    async def try_write(self, write: Write) -> None:
        """Write and ignore a refusal by the sensor."""
        with contextlib.suppress(BleakGATTProtocolError):
            await self.write(write)

    async def read(self, role: str) -> bytes | None:
        """Return the value of a characteristic, None where the sensor does not have it."""
        found = self._roles.get(role)
        return None if found is None else bytes(await self._limit(self._client.read_gatt_char(found)))

    async def request(self, role: str, prefix: bytes, limit_s: float, write: Write) -> bytes | None:
        """Write and return the reply that starts with `prefix`, None if it does not arrive within `limit_s`."""
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        waiting = (role, prefix, future)
        self._replies.append(waiting)
        try:
            await self.write(write)
            return await call_guarded(future, limit_s)
        except TimeoutError:
            return None
        finally:
            self._replies.remove(waiting)
            if future.done() and not future.cancelled():
                future.exception()  # marks it as retrieved if the write itself failed

    async def close(self, *, stop_sensor: bool) -> None:
        """Disconnect; with `stop_sensor`, first restore its settings, stop its stream and end the subscriptions.

        Pass false on a dead link, where each step would wait for a reply. Radio errors are ignored. A cancellation
        ends only the current step; it is raised after the last one, so that a retry loop stops.
        """
        if stop_sensor and self._is_connected():
            for write in (*self._device.stop, *self.restore_writes.values()):
                if write.role in self._roles:
                    await _ignore_errors(self.write(write))
            for found in self._subscribed:
                await _ignore_errors(self._client.stop_notify(found))
        await _ignore_errors(self._client.disconnect())
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError

    def _is_connected(self) -> bool:
        """Return whether the backend reports a connection. A backend that fails to answer has none."""
        with contextlib.suppress(*RADIO_ERRORS), backend_call():
            return self._client.is_connected
        return False

    def _find_characteristic(self, wanted: Characteristic) -> BleakGATTCharacteristic | None:
        """Return the first UUID that the sensor has, preferably in its usual service."""
        with backend_call():
            found_all = list(self._client.services.characteristics.values())
        for uuid in wanted.uuids:
            same = [found for found in found_all if found.uuid == uuid]
            same.sort(key=lambda found: found.service_uuid != wanted.service_uuid)
            if same:
                return same[0]
        return None

    def _characteristic(self, role: str) -> BleakGATTCharacteristic:
        found = self._roles.get(role)
        if found is None:
            raise wrong_sensor_error(self._name, self._device.name, self._device.characteristic(role).uuids[0])
        return found

    async def _limit(self, call: Awaitable[Result]) -> Result:
        return await call_guarded(call, self._settings.step_s)

    def _callback(
        self, role: str, on_notification: OnNotification
    ) -> Callable[[BleakGATTCharacteristic, bytearray], None]:
        def forward(sender: BleakGATTCharacteristic, data: bytearray) -> None:
            del sender
            on_notification(role, data)
            for wanted_role, prefix, future in self._replies:
                if wanted_role == role and data.startswith(prefix) and not future.done():
                    future.set_result(bytes(data))

        return forward

    def _on_disconnect(self, client: BleakClient) -> None:
        del client
        self.is_lost = True
        if self.on_lost:
            self.on_lost()
        for _, _, future in self._replies:
            if not future.done():
                future.set_exception(BleakError("the link broke during the call"))


def _service_uuids(device: Device) -> tuple[str, ...]:
    """Return the services that may contain the characteristics. Fewer services shorten each reconnect."""
    return tuple({uuid: None for one in device.characteristics for uuid in one.service_uuids})


async def _ignore_errors(call: Awaitable[object]) -> None:
    with contextlib.suppress(*RADIO_ERRORS, SensorError, asyncio.CancelledError):
        await call_guarded(call, _CLOSE_S)


async def call_guarded(call: Awaitable[Result], limit_s: float) -> Result:
    """Return the result of the call. Raises TimeoutError after `limit_s`, and only the errors of `backend_call`.

    bleak may cancel a pending call when the link breaks. Such a cancellation becomes a BleakError, because it is not
    a request to stop this task.
    """
    try:
        with backend_call():
            async with asyncio.timeout(limit_s):
                return await call
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise BleakError("the link broke during the call") from error
