"""One sensor over the virtual radio, through the program's own connection loop, into a pipeline."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sensorcoach.devices.device import Device
from sensorcoach.events import Event
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.virtual_radio.sensor import VirtualSensor
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir
from sensorcoach.virtual_radio.virtual_air import virtual_air

_LOOK_EVERY_S = 0.002
_GIVEN_UP_S = 60.0


@dataclass(slots=True)
class OnAir:
    """A running session. All times are the loop's clock, in which arrival zero is at `start_s`."""

    device: Device
    sensor: VirtualSensor
    source: RadioSource
    start_s: float
    events: list[Event] = field(default_factory=list[Event])
    packets: list[Packet] = field(default_factory=list[Packet])

    @property
    def status(self) -> LinkStatus:
        """The connection now."""
        return self.source.status

    async def begun_s(self) -> float:
        """When the performance began, once it streams."""
        await self.streams()
        if self.sensor.start_s is None:
            raise RuntimeError(f"{self.device.name} streams, but has measured nothing")
        return self.sensor.start_s

    async def until(self, time_s: float) -> None:
        """Wait until then."""
        await asyncio.sleep(max(0.0, time_s - asyncio.get_running_loop().time()))

    async def streams(self, since: int = -1) -> float:
        """Wait until it streams and more samples than `since` have arrived; return the time that took."""
        clock = asyncio.get_running_loop().time
        began_s = clock()
        while not self._streams(since):
            if clock() - began_s > _GIVEN_UP_S:
                raise TimeoutError(f"{self.device.name} does not stream: {self.status}")
            await asyncio.sleep(_LOOK_EVERY_S)
        return clock() - began_s

    def _streams(self, since: int) -> bool:
        return self.status.state is LinkState.STREAMING and self.source.statistics.samples > since


Play = Callable[[OnAir], Awaitable[None]]
"""A script of a session, which ends with it."""


async def follow(spec: SensorInAir, play: Play, pipeline: Pipeline | None = None, *, keeps: bool = True) -> OnAir:
    """Follow the sensor while `play` runs; `keeps`: store all packets and events."""
    device = spec.device
    async with virtual_air(spec) as air:
        sensor = air.sensors[0]
        seen = DiscoveredSensor(sensor.address, spec.shown_name, device.id, spec.rssi_dbm, 0.0, None)
        source = RadioSource(device, seen, Backend(air.scanner, air.client))
        on_air = OnAir(device, sensor, source, asyncio.get_running_loop().time())
        playing = asyncio.create_task(_played(play, on_air))
        async with source:
            async for packet in source:
                events = pipeline.feed([packet]) if pipeline else []
                if keeps:
                    on_air.packets.append(packet)
                    on_air.events += events
        await playing
    on_air.events += pipeline.finish() if pipeline else []
    return on_air


async def _played(play: Play, on_air: OnAir) -> None:
    try:
        await play(on_air)
    finally:
        await on_air.source.aclose()
