"""Connect to a phone that pushes its samples over HTTP."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.live.connector import Echo, LiveRequest, OpenSource, StartScan
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.source import PhoneSource


class PhoneConnector:
    """Opens an HTTP server with these settings as the source. `with_code`: print its address as a QR code, too."""

    def __init__(self, settings: PhoneSettings, *, with_code: bool = False) -> None:
        self._settings = settings
        self._with_code = with_code

    def initial_status(self, request: LiveRequest) -> LinkStatus:
        del request
        return LinkStatus(LinkState.SCANNING, "starting to listen for a phone")

    def selection_scan(self, request: LiveRequest) -> StartScan | None:
        """Return None: the token identifies the phone."""
        del request

    @asynccontextmanager
    async def open(self, request: LiveRequest, echo: Echo) -> AsyncGenerator[OpenSource]:
        """Start the server. Show the instructions as lines, unless a screen shows them.

        Raises SensorError where the address or the port is not available.
        """
        device = device_by_id("phone")
        async with PhoneSource(self._settings) as source:
            for line in () if request.on_screen else source.instructions(with_code=self._with_code):
                echo(line)
            yield OpenSource(source, device, "Sensor Logger", request.rate_hz or device.usual_hz)
