"""A sensor over Bluetooth: chosen or found, connected to, and remembered."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import Remembered, load_last_sensor, save_last_sensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.live.choose_sensor import find_sensor
from sensorcoach.runner.live.connector import Choices, LiveRequest, OpenSource, Say
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.scan import scan
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings


class BluetoothConnector:
    """The way by Bluetooth, through this backend."""

    def __init__(self, backend: Backend, settings: RadioSettings = DEFAULT_SETTINGS) -> None:
        self._backend = backend
        self._settings = settings

    def looking(self, order: LiveRequest) -> LinkStatus:
        return LinkStatus(LinkState.SCANNING, f"looking for {order.name or 'a sensor'}")

    def choices(self, order: LiveRequest) -> Choices | None:
        """What is in the air, where none is named and none was used before."""
        if order.seen or order.name or load_last_sensor():
            return None
        return lambda: scan(self._backend, self._settings)

    @asynccontextmanager
    async def open(self, order: LiveRequest, say: Say) -> AsyncGenerator[OpenSource]:
        """Finds the sensor. Raises SensorError, and UsageError for a rate the sensor does not have."""
        name = order.name
        seen = order.seen or await find_sensor(self._backend, name, load_last_sensor(), say, self._settings)
        device = device_by_id(seen.device_id or "")
        source = RadioSource(device, seen, self._backend, order.rate_hz, self._settings)
        _remember(seen, say)
        try:
            yield OpenSource(source, device, seen.name, source.wanted_hz)
        finally:
            await source.aclose()


def _remember(seen: DiscoveredSensor, say: Say) -> None:
    try:
        save_last_sensor(Remembered(seen.name, seen.device_id or "", seen.key))
    except SensorcoachError as error:
        say(f"{error.message} {error.remedy}")
