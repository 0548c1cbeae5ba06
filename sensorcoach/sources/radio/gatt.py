"""One connection to a sensor: its characteristics by role, subscriptions, writes, reads, and a clean end."""

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
from sensorcoach.sources.radio.errors import RADIO_ERRORS, small_mtu_error, wrong_sensor_error
from sensorcoach.sources.radio.settings import RadioSettings

Result = TypeVar("Result")

OnNotification = Callable[[str, bytearray], None]
"""Takes role and bytes; called by the radio, must not wait."""

_CLOSE_S = 1.0
"""Each step of the end may take so long."""
_ATT_HEAD = 3
_LEAST_TOLD = 20
"""What BlueZ before 5.62 says always, whatever the MTU is."""


class Gatt:
    """A connection that is made by `connect` and ended by `close`, whatever happens in between.

    Calls raise what is in RADIO_ERRORS, or SensorError.
    """

    def __init__(self, device: Device, name: str, handle: BLEDevice, backend: Backend, settings: RadioSettings) -> None:
        self._device = device
        self._name = name
        self._settings = settings
        self._roles: dict[str, BleakGATTCharacteristic] = {}
        """The characteristics that the sensor has."""
        self._subscribed: list[BleakGATTCharacteristic] = []
        self._replies: list[tuple[str, bytes, asyncio.Future[bytes]]] = []
        """What is waited for: role, first bytes, and who waits."""
        self.is_lost = False
        """The radio says that the link is gone."""
        self.on_lost: Callable[[], None] | None = None
        """Called when it says so."""
        self.put_back: dict[str, Write] = {}
        """Writes by which the sensor is again as it was found, by role."""
        self.was_connected = False
        self._client = BleakClient(
            handle,
            self._disconnected,
            services=_services(device),
            timeout=settings.connect_s,
            pair=settings.pair,
            bluez=settings.client_args(),
            winrt=settings.windows_args(),
            backend=backend.client,
        )

    async def connect(self) -> None:
        """Connect, and find the characteristics. Raises SensorError where one is lacking or packets are too short."""
        await call_guarded(self._client.connect(), self._settings.connect_s)
        self.was_connected = True
        for wanted in self._device.characteristics:
            found = self._found(wanted)
            if found is not None:
                self._roles[wanted.role] = found
            elif not wanted.optional:
                raise wrong_sensor_error(self._name, self._device.name, wanted.uuids[0])
        payload = self.payload()
        if payload is not None and payload < self._device.least_payload:
            raise small_mtu_error(self._name, payload, self._device.least_payload)

    def payload(self) -> int | None:
        """Bytes a notification carries at most; None where the system does not know."""
        told = [self._client.mtu_size - _ATT_HEAD]
        told += [found.max_write_without_response_size for found in self._roles.values()]
        payload = max(told)
        unsure = self._client.backend_id == BleakBackend.BLUEZ_DBUS and payload <= _LEAST_TOLD
        return None if unsure else payload

    async def subscribe(self, on_notification: OnNotification) -> None:
        """Subscribe to all that notify, in the order of the device's table."""
        for wanted in self._device.characteristics:
            found = self._roles.get(wanted.role)
            if found is None or not wanted.is_subscribed:
                continue
            callback = self._callback(wanted.role, on_notification)
            notify_args = self._settings.notify_args()
            try:
                await self._step(self._client.start_notify(found, callback, bluez=notify_args))
            except ValueError as error:  # macOS: a subscription of the connection before is still known to it
                raise BleakError(str(error)) from error
            except BleakError:
                if not wanted.optional:
                    raise
                continue
            self._subscribed.append(found)

    async def write(self, write: Write) -> None:
        """Write, with or without response as wanted, or the other way where the sensor has only that."""
        found = self._of(write.role)
        can_both = {"write", "write-without-response"} <= set(found.properties)
        response = write.response if can_both else "write-without-response" not in found.properties
        await self._step(self._client.write_gatt_char(found, write.payload, response=response))

    async def offer(self, write: Write) -> None:
        """A write that the sensor is free to refuse."""
        with contextlib.suppress(BleakGATTProtocolError):
            await self.write(write)

    async def read(self, role: str) -> bytes | None:
        """The value of a characteristic; None if the sensor has none."""
        found = self._roles.get(role)
        return None if found is None else bytes(await self._step(self._client.read_gatt_char(found)))

    async def reply(self, role: str, begins: bytes, limit_s: float, write: Write) -> bytes | None:
        """What the sensor answers to this write; None if nothing comes in time."""
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        waiting = (role, begins, future)
        self._replies.append(waiting)
        try:
            await self.write(write)
            return await call_guarded(future, limit_s)
        except TimeoutError:
            return None
        finally:
            self._replies.remove(waiting)
            if future.done() and not future.cancelled():
                future.exception()  # looked at, should the write itself have failed

    async def close(self, *, polite: bool) -> None:
        """Stop the sensor's stream, end subscriptions, disconnect; `polite` is of no use on a link that is dead.

        There each step would wait for an answer, while the sensor may be back. Never raises what the radio raises; a
        cancellation costs the step in progress, not those behind it, and is raised at the end: whoever closes a dead
        link to try again must not try for ever after it.
        """
        if polite and self._client.is_connected:
            for write in (*self._device.stop, *self.put_back.values()):
                if write.role in self._roles:
                    await _quietly(self.write(write))
            for found in self._subscribed:
                await _quietly(self._client.stop_notify(found))
        await _quietly(self._client.disconnect())
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError

    def _found(self, wanted: Characteristic) -> BleakGATTCharacteristic | None:
        """The first of the UUIDs that is there, in the service it belongs to before any other."""
        all_of_them = list(self._client.services.characteristics.values())
        for uuid in wanted.uuids:
            same = [found for found in all_of_them if found.uuid == uuid]
            same.sort(key=lambda found: found.service_uuid != wanted.service_uuid)
            if same:
                return same[0]
        return None

    def _of(self, role: str) -> BleakGATTCharacteristic:
        found = self._roles.get(role)
        if found is None:
            raise wrong_sensor_error(self._name, self._device.name, self._device.characteristic(role).uuids[0])
        return found

    async def _step(self, call: Awaitable[Result]) -> Result:
        return await call_guarded(call, self._settings.step_s)

    def _callback(
        self, role: str, on_notification: OnNotification
    ) -> Callable[[BleakGATTCharacteristic, bytearray], None]:
        def notified(sender: BleakGATTCharacteristic, data: bytearray) -> None:
            del sender
            on_notification(role, data)
            for waits_for, begins, future in self._replies:
                if waits_for == role and data.startswith(begins) and not future.done():
                    future.set_result(bytes(data))

        return notified

    def _disconnected(self, client: BleakClient) -> None:
        del client
        self.is_lost = True
        if self.on_lost:
            self.on_lost()
        for _, _, future in self._replies:
            if not future.done():
                future.set_exception(BleakError("the link broke meanwhile"))


def _services(device: Device) -> tuple[str, ...]:
    """Where its characteristics may stand: looking through the others would take time at each reconnect."""
    return tuple({uuid: None for one in device.characteristics for uuid in one.service_uuids})


async def _quietly(call: Awaitable[object]) -> None:
    with contextlib.suppress(*RADIO_ERRORS, SensorError, ValueError, asyncio.CancelledError):
        await call_guarded(call, _CLOSE_S)


async def call_guarded(call: Awaitable[Result], limit_s: float) -> Result:
    """What the call gives. Raises TimeoutError after `limit_s`.

    A link that breaks may cancel what waits for it inside the radio's own code: seen from here that is an error of the
    radio's (BleakError), not a wish of ours to stop.
    """
    try:
        async with asyncio.timeout(limit_s):
            return await call
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise BleakError("the link broke meanwhile") from error
