"""`doctor`: is the computer's Bluetooth in order, and if a sensor is there, is what it sends?"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import SensorError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import find_same_sensor, load_last_sensor
from sensorcoach.packets import Packet
from sensorcoach.report.link_text import seen_line
from sensorcoach.runner.doctor.check import Check, Level, check_lines
from sensorcoach.runner.doctor.sensor_checks import check_gravity, check_link, check_placement, find_stillest_second
from sensorcoach.runner.live.choose_sensor import find_sensor_by_name
from sensorcoach.samples import FloatArray
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.scan import scan

_SCAN_S = 5.0
_LOST_S = 15.0
"""A sensor that streamed and is away for so long is not waited for: its connection is tried for ever."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Examination:
    """What is asked for. `seconds`: how long standing and then lying are listened to, each half of it."""

    device: str | None
    placement: Placement
    seconds: float
    rate_hz: float | None = None


class Doctor:
    """Says each check as it is made, and remembers the worst."""

    def __init__(self, backend: Backend, say: Say) -> None:
        self._backend = backend
        self._say = say
        self.is_well = True
        """Nothing bad has been found."""

    async def examine(self, asked: Examination, system: list[Check]) -> None:
        """The system's checks first, then the radio, then a sensor if one is heard."""
        for check in system:
            self._tell(check)
        try:
            sensor = await self._listen(asked.device)
            if sensor is not None:
                await self._examine_sensor(sensor, asked)
        except SensorError as error:
            self._tell(Check.of(error))

    def _tell(self, check: Check) -> None:
        self.is_well = self.is_well and check.level is not Level.BAD
        for line in check_lines(check):
            self._say(line)

    async def _listen(self, wanted: str | None) -> DiscoveredSensor | None:
        end_s = asyncio.get_running_loop().time() + _SCAN_S
        seen: tuple[DiscoveredSensor, ...] = ()
        async with contextlib.aclosing(scan(self._backend)) as heard:
            async for now in heard:
                seen = now
                if asyncio.get_running_loop().time() >= end_s:
                    break
        sensors = [one for one in seen if one.device_id is not None]
        self._tell(
            Check(Level.GOOD, f"Bluetooth works; devices heard: {len(seen)}, sensors among them: {len(sensors)}")
        )
        remembered = load_last_sensor()
        usual = (find_same_sensor(remembered, sensors) if remembered else None) or next(iter(sensors), None)
        chosen = find_sensor_by_name(wanted, sensors) if wanted else usual
        if chosen is None:
            what = f"The sensor '{wanted}' is not heard." if wanted else "No sensor is heard."
            remedy = "Switch it on, bring it closer, disconnect it from any phone; then run doctor again."
            self._tell(Check(Level.BAD if wanted else Level.DOUBT, what, remedy))
        else:
            self._tell(Check(Level.GOOD, seen_line(chosen)))
        return chosen

    async def _examine_sensor(self, seen: DiscoveredSensor, asked: Examination) -> None:
        device = device_by_id(seen.device_id or "")
        half_s = asked.seconds / 2.0
        async with RadioSource(device, seen, self._backend, asked.rate_hz) as source:
            self._say(f"    Wear the sensor at the {asked.placement.value} and stand still for {half_s:.0f} s ...")
            standing = await _collected(source, half_s)
            self._say(f"    Now lie down, and lie still, for {half_s:.0f} s ...")
            lying = await _collected(source, half_s)
            link, samples, gaps = source.status, source.samples, source.arrival_gaps
        for check in check_link(link, samples, gaps):
            self._tell(check)
        acc_mps2 = _decoded(device, link.nominal_hz or device.usual_hz, [standing, lying])
        rests = [find_stillest_second(each, link.nominal_hz or device.usual_hz) for each in acc_mps2]
        self._tell(check_gravity(min(filter(None, rests), key=lambda rest: rest.rms_mps2, default=None)))
        self._tell(check_placement(asked.placement, *rests))


async def _collected(source: RadioSource, seconds: float) -> list[Packet]:
    """What comes within so many seconds of streaming; raises SensorError where nothing does, or it is lost for long."""
    packets: list[Packet] = []
    begin_s: float | None = None
    now_s = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(seconds + _LOST_S if source.samples else None) as limit:
            async for packet in source:
                packets.append(packet)
                if begin_s is None and source.status.rate_hz is not None:
                    begin_s = packet.arrival_s
                    limit.reschedule(now_s() + seconds + _LOST_S)
                if begin_s is not None and packet.arrival_s - begin_s >= seconds:
                    break
    except TimeoutError:
        link = source.status
        raise SensorError("link_lost", link.reason, link.remedy) from None
    return packets


def _decoded(device: Device, rate_hz: float, groups: list[list[Packet]]) -> list[FloatArray]:
    """Accelerations (n, 3) of each group of packets, which follow one another."""
    decoder = device.decoder(rate_hz)
    return [np.asarray(decoder.feed(packets).acc_mps2) for packets in groups]
