"""The demonstration over a radio in the computer's memory: two sensors in the air, one of them worn and once lost.

The protocols are real (ATT and GATT on virtual controllers); person, sensors and air are simulated.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager

from sensorcoach.devices.device import Device
from sensorcoach.devices.families.open_profile import device as open_profile
from sensorcoach.devices.families.witmotion import device as witmotion
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.live.choose_sensor import find_sensor
from sensorcoach.runner.live.connector import Choices, LiveRequest, LiveSource, OpenSource, Say
from sensorcoach.runner.playback.demo import SEED, demonstration_plan
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.sensor import SensorModel, random_sensor
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.scan import scan
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir
from sensorcoach.virtual_radio.virtual_air import VirtualAir, virtual_air

FAMILIES = (witmotion.DEVICE, open_profile.DEVICE)
"""A cheap one that loses without a trace, and one that sends again what was lost."""
AWAY_S = 6.0
"""How long the sensor is out of range, once: longer than the silence after which a connection is made anew."""
_AWAY_AT_REP = 2
"""It leaves in the middle of this rep of the second set, counted from 0."""
_LOOK_S = 0.1


class VirtualRadioConnector:
    """The way through the memory. Each scan and each session has an air of its own with the same sensors in it."""

    def __init__(self) -> None:
        plan = demonstration_plan()
        self._performance: Performance = perform(plan, random_person(SEED), SEED)

    def looking(self, order: LiveRequest) -> LinkStatus:
        del order
        return LinkStatus(LinkState.SCANNING, "looking for a simulated sensor")

    def choices(self, order: LiveRequest) -> Choices | None:
        return None if order.name else self._scan

    async def _scan(self) -> AsyncGenerator[tuple[DiscoveredSensor, ...]]:
        """What is in the air, as it is heard. Raises SensorError where the virtual radio is not installed."""
        async with self._air() as air, aclosing(scan(_backend(air))) as heard:
            async for seen in heard:
                yield seen

    @asynccontextmanager
    async def open(self, order: LiveRequest, say: Say) -> AsyncGenerator[OpenSource]:
        """Connects to the sensor chosen or named, else to the first. Raises SensorError where none is there."""
        async with self._air() as air:
            name = order.seen.name if order.seen else order.name or air.sensors[0].spec.shown_name
            seen = await find_sensor(_backend(air), name, None, say)
            number = [sensor.spec.shown_name for sensor in air.sensors].index(seen.name)
            source = RadioSource(FAMILIES[number], seen, _backend(air), order.rate_hz)
            story = asyncio.create_task(self._tell_story(air, number, source), name="sensorcoach-demonstration")
            try:
                yield OpenSource(source, FAMILIES[number], seen.name, source.wanted_hz)
            finally:
                story.cancel()
                await asyncio.wait({story})
                await source.aclose()

    async def _tell_story(self, air: VirtualAir, number: int, source: LiveSource) -> None:
        """Once out of range in the second set, and over when the performance is."""
        sensor = air.sensors[number]
        while sensor.begun_s is None:  # noqa: ASYNC110 - nobody tells when a performance begins
            await asyncio.sleep(_LOOK_S)
        lost = self._performance.truth.sets[1].reps[_AWAY_AT_REP]
        await _until(sensor.begun_s + 0.5 * (lost.lift_start_s + lost.top_s))
        sensor.leave(AWAY_S)
        await _until(sensor.begun_s + self._performance.duration_s)
        await source.aclose()

    def _air(self) -> AbstractAsyncContextManager[VirtualAir]:
        return virtual_air(*(self._worn(device) for device in FAMILIES))

    def _worn(self, device: Device) -> SensorInAir:
        def sensor(rate_hz: float) -> SensorModel:
            return random_sensor(SEED, rate_hz)

        name = device.advertised_names[0] + "-simulated"
        return SensorInAir(device, self._performance, name, seed=SEED, sensor=sensor, keeps_fed=False)


def _backend(air: VirtualAir) -> Backend:
    return Backend(scanner=air.scanner, client=air.client)


async def _until(loop_s: float) -> None:
    await asyncio.sleep(max(0.0, loop_s - asyncio.get_running_loop().time()))
