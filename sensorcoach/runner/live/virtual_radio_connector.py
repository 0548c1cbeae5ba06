"""The demonstration over a virtual radio: two sensors in range, one of them worn and lost once.

The protocols are real (ATT and GATT on virtual controllers). Person, sensors and radio are simulated.
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
from sensorcoach.runner.live.connector import Echo, LiveRequest, LiveSource, OpenSource, StartScan
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
"""A sensor without sample numbers, and one that sends lost samples again."""
AWAY_S = 6.0
"""Time out of range, longer than the limit after which the link counts as lost."""
_AWAY_AT_REP = 2
"""Rep of the second set, counted from 0, in which the sensor goes out of range."""
_POLL_S = 0.1
"""Time between two checks for the start of the performance."""


class VirtualRadioConnector:
    """Opens sources over the virtual radio. Each scan and each session creates its own air with the same sensors."""

    def __init__(self) -> None:
        plan = demonstration_plan()
        self._performance: Performance = perform(plan, random_person(SEED), SEED)

    def initial_status(self, request: LiveRequest) -> LinkStatus:
        del request
        return LinkStatus(LinkState.SCANNING, "looking for a simulated sensor")

    def selection_scan(self, request: LiveRequest) -> StartScan | None:
        return None if request.name else self._scan

    async def _scan(self) -> AsyncGenerator[tuple[DiscoveredSensor, ...]]:
        """Yield the sensors in range. Raises SensorError where the virtual radio is not installed."""
        async with self._air() as air, aclosing(scan(_backend(air))) as lists:
            async for seen in lists:
                yield seen

    @asynccontextmanager
    async def open(self, request: LiveRequest, echo: Echo) -> AsyncGenerator[OpenSource]:
        """Connect to the selected or named sensor, else to the first. Raises SensorError where it is missing."""
        async with self._air() as air:
            name = request.sensor.name if request.sensor else request.name or air.sensors[0].spec.shown_name
            sensor = await find_sensor(_backend(air), name, None, echo)
            number = [one.spec.shown_name for one in air.sensors].index(sensor.name)
            source = RadioSource(FAMILIES[number], sensor, _backend(air), request.rate_hz)
            story = asyncio.create_task(self._play_story(air, number, source), name="sensorcoach-demonstration")
            try:
                yield OpenSource(source, FAMILIES[number], sensor.name, source.wanted_hz)
            finally:
                story.cancel()
                await asyncio.wait({story})
                await source.aclose()

    async def _play_story(self, air: VirtualAir, number: int, source: LiveSource) -> None:
        """Take the sensor out of range once in the second set. Close the source after the performance."""
        sensor = air.sensors[number]
        while sensor.start_s is None:  # noqa: ASYNC110 - the start of a performance sends no signal
            await asyncio.sleep(_POLL_S)
        lost = self._performance.truth.sets[1].reps[_AWAY_AT_REP]
        await _sleep_until(sensor.start_s + 0.5 * (lost.lift_start_s + lost.top_s))
        sensor.leave(AWAY_S)
        await _sleep_until(sensor.start_s + self._performance.duration_s)
        await source.aclose()

    def _air(self) -> AbstractAsyncContextManager[VirtualAir]:
        return virtual_air(*(self._place_sensor(device) for device in FAMILIES))

    def _place_sensor(self, device: Device) -> SensorInAir:
        def sensor(rate_hz: float) -> SensorModel:
            return random_sensor(SEED, rate_hz)

        name = device.advertised_names[0] + "-simulated"
        return SensorInAir(device, self._performance, name, seed=SEED, sensor=sensor, keeps_samples=False)


def _backend(air: VirtualAir) -> Backend:
    return Backend(scanner=air.scanner, client=air.client)


async def _sleep_until(loop_s: float) -> None:
    await asyncio.sleep(max(0.0, loop_s - asyncio.get_running_loop().time()))
