"""Check the computer's Bluetooth and, if a sensor is in range, its data."""

import asyncio
import contextlib
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
from sensorcoach.runner.doctor.check import Check, Level, format_check
from sensorcoach.runner.doctor.sensor_checks import check_gravity, check_link, check_placement, find_stillest_second
from sensorcoach.runner.live.choose_sensor import find_sensor_by_name
from sensorcoach.runner.live.connector import Echo
from sensorcoach.samples import FloatArray
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.scan import scan

_SCAN_S = 5.0
"""Duration of the scan."""
_MAX_OUTAGE_S = 15.0
"""Longest wait for a lost sensor. Without this limit the connection would retry without end."""


@dataclass(frozen=True, slots=True)
class Examination:
    """Options of an examination. `seconds`: duration, half of it standing and half of it lying."""

    device: str | None
    placement: Placement
    seconds: float
    rate_hz: float | None = None


class Doctor:
    """Runs the checks and shows each result at once."""

    def __init__(self, backend: Backend, echo: Echo) -> None:
        self._backend = backend
        self._echo = echo
        self.is_well = True
        """Whether no check has failed."""

    async def examine(self, examination: Examination, system: list[Check]) -> None:
        """Show the results for the system, then check the radio, then a sensor if one is in range."""
        for check in system:
            self._report(check)
        try:
            sensor = await self._select_sensor(examination.device)
            if sensor is not None:
                await self._examine_sensor(sensor, examination)
        except SensorError as error:
            self._report(Check.from_error(error))

    def _report(self, check: Check) -> None:
        self.is_well = self.is_well and check.level is not Level.BAD
        for line in format_check(check):
            self._echo(line)

    async def _select_sensor(self, wanted: str | None) -> DiscoveredSensor | None:
        end_s = asyncio.get_running_loop().time() + _SCAN_S
        seen: tuple[DiscoveredSensor, ...] = ()
        async with contextlib.aclosing(scan(self._backend)) as lists:
            async for current in lists:
                seen = current
                if asyncio.get_running_loop().time() >= end_s:
                    break
        sensors = [one for one in seen if one.device_id is not None]
        self._report(
            Check(Level.GOOD, f"Bluetooth works; devices found: {len(seen)}, sensors among them: {len(sensors)}")
        )
        last = load_last_sensor()
        usual = (find_same_sensor(last, sensors) if last else None) or next(iter(sensors), None)
        chosen = find_sensor_by_name(wanted, sensors, last) if wanted else usual
        if chosen is None:
            finding = f"The sensor '{wanted}' was not found." if wanted else "No sensor was found."
            remedy = "Switch it on, bring it closer, disconnect it from any phone; then run doctor again."
            self._report(Check(Level.BAD if wanted else Level.DOUBT, finding, remedy))
        else:
            self._report(Check(Level.GOOD, seen_line(chosen)))
        return chosen

    async def _examine_sensor(self, seen: DiscoveredSensor, examination: Examination) -> None:
        device = device_by_id(seen.device_id or "")
        half_s = examination.seconds / 2.0
        async with RadioSource(device, seen, self._backend, examination.rate_hz) as source:
            place = examination.placement.value
            self._echo(f"    Wear the sensor at the {place} and stand still for {half_s:.0f} s ...")
            standing = await _collect_packets(source, half_s)
            self._echo(f"    Now lie down and lie still for {half_s:.0f} s ...")
            lying = await _collect_packets(source, half_s)
            link, samples, waits = source.status, source.statistics.samples, source.statistics.waits.bins()
        for check in check_link(link, samples, waits):
            self._report(check)
        acc_mps2 = _decode(device, link.nominal_hz or device.usual_hz, [standing, lying])
        rests = [find_stillest_second(each, link.nominal_hz or device.usual_hz) for each in acc_mps2]
        self._report(check_gravity(min(filter(None, rests), key=lambda rest: rest.rms_mps2, default=None)))
        self._report(check_placement(examination.placement, *rests))


async def _collect_packets(source: RadioSource, seconds: float) -> list[Packet]:
    """Return the packets of the next `seconds` of streaming. Raises SensorError for a silent or lost sensor."""
    packets: list[Packet] = []
    begin_s: float | None = None
    now_s = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(seconds + _MAX_OUTAGE_S if source.statistics.samples else None) as limit:
            async for packet in source:
                packets.append(packet)
                if begin_s is None and source.status.rate_hz is not None:
                    begin_s = packet.arrival_s
                    limit.reschedule(now_s() + seconds + _MAX_OUTAGE_S)
                if begin_s is not None and packet.arrival_s - begin_s >= seconds:
                    break
    except TimeoutError:
        link = source.status
        raise SensorError("link_lost", link.reason, link.remedy) from None
    return packets


def _decode(device: Device, rate_hz: float, groups: list[list[Packet]]) -> list[FloatArray]:
    """Return the specific force (n, 3) in m/s² of each group of packets. The groups are consecutive."""
    decoder = device.decoder(rate_hz)
    return [np.asarray(decoder.feed(packets).acc_mps2) for packets in groups]
