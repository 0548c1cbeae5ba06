"""Connect to a sensor over Bluetooth and remember it for the next session."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor, load_last_sensor, save_last_sensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.live.choose_sensor import find_sensor
from sensorcoach.runner.live.connector import Echo, LiveRequest, OpenSource, StartScan
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.scan import scan
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings


class BluetoothConnector:
    """Opens Bluetooth sources through `backend`."""

    def __init__(self, backend: Backend, settings: RadioSettings = DEFAULT_SETTINGS) -> None:
        self._backend = backend
        self._settings = settings

    def initial_status(self, request: LiveRequest) -> LinkStatus:
        return LinkStatus(LinkState.SCANNING, f"looking for {request.name or 'a sensor'}")

    def selection_scan(self, request: LiveRequest) -> StartScan | None:
        """Return a scan where the request names no sensor and none was used before."""
        if request.sensor or request.name or load_last_sensor():
            return None
        return lambda: scan(self._backend, self._settings)

    @asynccontextmanager
    async def open(self, request: LiveRequest, echo: Echo) -> AsyncGenerator[OpenSource]:
        """Find the sensor and open it. Raises SensorError, and UsageError for an unsupported rate."""
        name = request.name
        sensor = request.sensor or await find_sensor(self._backend, name, load_last_sensor(), echo, self._settings)
        device = device_by_id(sensor.device_id or "")
        _remember(sensor, echo)
        sensor = replace(sensor, name=sensor.name or sensor.key)
        source = RadioSource(device, sensor, self._backend, request.rate_hz, self._settings)
        try:
            yield OpenSource(source, device, sensor.name, source.wanted_hz)
        finally:
            await source.aclose()


def _remember(sensor: DiscoveredSensor, echo: Echo) -> None:
    try:
        save_last_sensor(LastSensor(sensor.name, sensor.device_id or "", sensor.key))
    except SensorcoachError as error:
        echo(f"{error.message} {error.remedy}")
