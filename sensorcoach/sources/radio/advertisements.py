"""Listens for advertisements: what a scanner of the system hears, one at a time, as values."""

import asyncio
import contextlib
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from sensorcoach.devices.device import BATTERY_SERVICE_UUID
from sensorcoach.devices.registry import device_by_advertisement
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import RADIO_ERRORS
from sensorcoach.sources.radio.gatt import call_guarded
from sensorcoach.sources.radio.settings import RadioSettings

_START_S = 10.0
_STOP_S = 2.0
_MOST_WAITING = 512
"""Devices heard and not yet looked at; a room full of them does not grow without bound."""
_RSSI_UNKNOWN = 127
"""What some systems say where they do not know: the Bluetooth specification's word for it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One advertisement: what it says, and the handle by which the system connects."""

    seen: DiscoveredSensor
    handle: BLEDevice


class AdvertisementListener:
    """An asynchronous context in which advertisements are heard. Entering raises what the radio raises."""

    def __init__(self, backend: Backend, settings: RadioSettings, start_s: float) -> None:
        self._backend = backend
        self._settings = settings
        self._start_s = start_s
        """Loop time at which the session began."""
        self._names: dict[str, str] = {}
        """Name last heard by key: not every advertisement carries it."""
        self._latest: dict[str, Heard] = {}
        """What was heard and not yet asked for, newest of each device."""
        self._changed = asyncio.Event()
        self._scanner: BleakScanner | None = None

    async def __aenter__(self) -> Self:
        args = self._settings.scanner_args()
        scanner = BleakScanner(self._hear, bluez=args, backend=self._backend.scanner)
        await call_guarded(scanner.start(), _START_S)
        self._scanner = scanner
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._scanner is not None:
            with contextlib.suppress(*RADIO_ERRORS):
                await call_guarded(self._scanner.stop(), _STOP_S)

    async def next(self, limit_s: float | None) -> Heard | None:
        """The next advertisement, None if none comes within `limit_s`."""
        try:
            async with asyncio.timeout(limit_s):
                while not self._latest:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return None
        return self._latest.pop(next(iter(self._latest)))

    def _hear(self, handle: BLEDevice, told: AdvertisementData) -> None:
        heard_s = asyncio.get_running_loop().time() - self._start_s
        key = handle.address
        if len(self._latest) >= _MOST_WAITING and key not in self._latest:
            return
        if told.local_name and (key in self._names or len(self._names) < _MOST_WAITING):
            self._names[key] = told.local_name
        name = told.local_name or self._names.get(key) or handle.name or ""
        device = device_by_advertisement(name, told.service_uuids)
        rssi_dbm = None if told.rssi == _RSSI_UNKNOWN else told.rssi
        charge = told.service_data.get(BATTERY_SERVICE_UUID, b"")[:1]
        device_id = device.id if device else None
        seen = DiscoveredSensor(key, name, device_id, rssi_dbm, heard_s, charge[0] if charge else None)
        self._latest[key] = Heard(seen, handle)
        self._changed.set()
