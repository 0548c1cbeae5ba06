"""A phone that pushes over HTTP."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.live.connector import Choices, LiveRequest, OpenSource, Say
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.source import PhoneSource


class PhoneConnector:
    """The way by HTTP, with these settings."""

    def __init__(self, settings: PhoneSettings) -> None:
        self._settings = settings

    def looking(self, order: LiveRequest) -> LinkStatus:
        del order
        return LinkStatus(LinkState.SCANNING, "beginning to listen for a phone")

    def choices(self, order: LiveRequest) -> Choices | None:
        """None: whoever knows the token is the phone."""
        del order

    @asynccontextmanager
    async def open(self, order: LiveRequest, say: Say) -> AsyncGenerator[OpenSource]:
        """Begins to listen, and says what has to be set on the phone where no screen does.

        Raises SensorError where it cannot listen.
        """
        device = device_by_id("phone")
        async with PhoneSource(self._settings) as source:
            for line in () if order.on_screen else source.instructions():
                say(line)
            yield OpenSource(source, device, "Sensor Logger", order.rate_hz or device.usual_hz)
