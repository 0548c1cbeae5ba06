"""Listen for Bluetooth advertisements and return them one at a time as values."""

import asyncio
import contextlib
from collections.abc import Callable
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
from sensorcoach.sources.radio.errors import RADIO_ERRORS, backend_call
from sensorcoach.sources.radio.gatt import call_guarded
from sensorcoach.sources.radio.settings import RadioSettings

_START_S = 10.0
"""Limit for starting the scanner."""
_STOP_S = 2.0
"""Limit for stopping the scanner."""
_MAX_DEVICES = 512
"""Most devices in memory. Further ones are ignored."""
_RSSI_UNKNOWN = 127
"""Signal strength that means "unknown" in the Bluetooth specification."""


@dataclass(frozen=True, slots=True)
class Advertisement:
    """One advertisement: the sensor, and the handle for connecting to it."""

    sensor: DiscoveredSensor
    handle: BLEDevice


class AdvertisementListener:
    """Asynchronous context that scans for advertisements. Entering raises the errors in RADIO_ERRORS."""

    def __init__(self, backend: Backend, settings: RadioSettings, now_s: Callable[[], float]) -> None:
        self._backend = backend
        self._settings = settings
        self._now_s = now_s
        """Returns the seconds since the session began."""
        self._names: dict[str, str] = {}
        """Newest name by key. Not every advertisement contains the name."""
        self._latest: dict[str, Advertisement] = {}
        """Newest advertisement of each device that `next` has not returned yet."""
        self._changed = asyncio.Event()
        """Set when an advertisement arrives."""
        self._scanner: BleakScanner | None = None

    async def __aenter__(self) -> Self:
        args = self._settings.scanner_args()
        with backend_call():
            scanner = BleakScanner(self._on_advertisement, bluez=args, backend=self._backend.scanner)
        await call_guarded(scanner.start(), _START_S)
        self._scanner = scanner
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._scanner is not None:
            with contextlib.suppress(*RADIO_ERRORS):
                await call_guarded(self._scanner.stop(), _STOP_S)

    async def next(self, limit_s: float | None) -> Advertisement | None:
        """Return the next advertisement, None if none arrives within `limit_s`."""
        try:
            async with asyncio.timeout(limit_s):
                while not self._latest:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return None
        return self._latest.pop(next(iter(self._latest)))

    def _on_advertisement(self, handle: BLEDevice, data: AdvertisementData) -> None:
        heard_s = self._now_s()
        key = handle.address
        if len(self._latest) >= _MAX_DEVICES and key not in self._latest:
            return
        if data.local_name and (key in self._names or len(self._names) < _MAX_DEVICES):
            self._names[key] = data.local_name
        name = data.local_name or self._names.get(key) or handle.name or ""
        device = device_by_advertisement(name, data.service_uuids)
        rssi_dbm = None if data.rssi == _RSSI_UNKNOWN else data.rssi
        charge = data.service_data.get(BATTERY_SERVICE_UUID, b"")[:1]
        device_id = device.id if device else None
        sensor = DiscoveredSensor(key, name, device_id, rssi_dbm, heard_s, charge[0] if charge else None)
        self._latest[key] = Advertisement(sensor, handle)
        self._changed.set()
