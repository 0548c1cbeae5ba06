"""Select a sensor: the named one, the one used last, or the strongest one in range."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing

from sensorcoach.errors import SensorError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor, find_same_sensor
from sensorcoach.report.lines import printable
from sensorcoach.runner.live.connector import Echo
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import sensor_not_found_error
from sensorcoach.sources.radio.scan import scan
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings

WAIT_FOR_USUAL_S = 5.0
"""Time before the strongest sensor is selected, or before the search for the sensor used last fails."""
FIND_S = 30.0
"""Limit for the whole search."""


async def find_sensor(
    backend: Backend,
    name: str | None,
    last: LastSensor | None,
    echo: Echo,
    settings: RadioSettings = DEFAULT_SETTINGS,
) -> DiscoveredSensor:
    """Return the sensor with this name; without a name, the last one; without a last one, the strongest.

    Raises SensorError if no sensor is in range, if only others than the last one are, or if the radio fails.
    """
    async with aclosing(scan(backend, settings)) as lists:
        return await (_find_by_name(lists, name) if name else _find_usual(lists, last, echo))


async def _find_by_name(lists: AsyncIterator[tuple[DiscoveredSensor, ...]], name: str) -> DiscoveredSensor:
    begin_s = _time_s()
    async for seen in lists:
        found = find_sensor_by_name(name, seen)
        if found is not None:
            return found
        if _time_s() - begin_s >= FIND_S:
            break
    raise sensor_not_found_error(f"A sensor called '{name}'")


async def _find_usual(
    lists: AsyncIterator[tuple[DiscoveredSensor, ...]], last: LastSensor | None, echo: Echo
) -> DiscoveredSensor:
    begin_s = _time_s()
    async for seen in lists:
        known = find_same_sensor(last, seen) if last else None
        if known is not None:
            return known
        sensors = [one for one in seen if one.device_id is not None and one.name]
        passed_s = _time_s() - begin_s
        if sensors and passed_s >= WAIT_FOR_USUAL_S:
            if last is not None:
                raise _other_sensors_error(last, sensors)
            echo(_selection_line(sensors))
            return sensors[0]
        if passed_s >= FIND_S:
            break
    raise no_sensor_error(FIND_S)


def _other_sensors_error(last: LastSensor, sensors: list[DiscoveredSensor]) -> SensorError:
    """Return the error for other sensors in range than the last one. They may belong to somebody else."""
    names = ", ".join(one.name for one in sensors)
    message = printable(f"{last.name}, used last, was not found. Sensors in range: {names}.")
    remedy = printable(f"Switch it on, or select another: --device {sensors[0].name}")
    return SensorError("another_sensor", message, remedy)


def _selection_line(sensors: list[DiscoveredSensor]) -> str:
    """Return the line that explains the selection of the first sensor."""
    others = ", ".join(one.name for one in sensors[1:])
    reason = f", which has the strongest signal. Select another with --device: {others}" if others else "."
    return printable(f"Using {sensors[0].name}{reason}")


def find_sensor_by_name(name: str, seen: Iterable[DiscoveredSensor]) -> DiscoveredSensor | None:
    """Return the first sensor with this name or key, else the only sensor whose name contains it.

    Case is ignored. `seen` is sorted by signal strength, strongest first.
    """
    sensors = [one for one in seen if one.device_id is not None]
    wanted = name.casefold()
    exact = [one for one in sensors if wanted in {one.name.casefold(), one.key.casefold()}]
    if exact:
        return exact[0]
    partly = [one for one in sensors if wanted in one.name.casefold()]
    return partly[0] if len(partly) == 1 else None


def no_sensor_error(seconds: float) -> SensorError:
    """Return the error for a scan that found no sensor."""
    return SensorError(
        "no_sensor",
        f"No sensor was found within {seconds:.0f} s.",
        "Switch it on, bring it closer, and disconnect it from any phone: a connected sensor does not advertise. "
        "`sensorcoach devices` lists the supported sensors; `sensorcoach doctor` checks the computer's Bluetooth.",
    )


def _time_s() -> float:
    return asyncio.get_running_loop().time()
