"""Select a sensor: the named one, the one used last, or the strongest one in range."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing

from sensorcoach.errors import SensorError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor, find_same_sensor
from sensorcoach.report.link_text import device_option, label_sensor
from sensorcoach.runner.live.connector import Echo
from sensorcoach.safe_text import replace_unsafe
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
        return await (_find_by_name(lists, name, last, echo) if name else _find_usual(lists, last, echo))


async def _find_by_name(
    lists: AsyncIterator[tuple[DiscoveredSensor, ...]], name: str, last: LastSensor | None, echo: Echo
) -> DiscoveredSensor:
    begin_s = _time_s()
    async for seen in lists:
        found = find_sensor_by_name(name, seen, last)
        if found is not None:
            _explain_same_name(found, seen, echo)
            return found
        if _time_s() - begin_s >= FIND_S:
            break
    raise sensor_not_found_error(f"A sensor called '{name}'")


async def _find_usual(
    lists: AsyncIterator[tuple[DiscoveredSensor, ...]], last: LastSensor | None, echo: Echo
) -> DiscoveredSensor:
    """Return the sensor used last at once; one that shares only its name, or another, after `WAIT_FOR_USUAL_S`."""
    begin_s = _time_s()
    async for seen in lists:
        passed_s = _time_s() - begin_s
        is_patient = passed_s >= WAIT_FOR_USUAL_S
        known = find_same_sensor(last, seen) if last else None
        if last and known and (is_patient or not last.key or known.key == last.key):
            _explain_other_address(known, last, echo)
            return known
        sensors = sorted((one for one in seen if one.device_id is not None), key=lambda one: not one.name)
        if sensors and is_patient:
            if last is not None:
                raise _other_sensors_error(last, sensors)
            echo(_selection_line(sensors))
            return sensors[0]
        if passed_s >= FIND_S:
            break
    raise no_sensor_error(FIND_S)


def _explain_same_name(found: DiscoveredSensor, seen: Iterable[DiscoveredSensor], echo: Echo) -> None:
    """Show the address of the selected sensor and those of others with its name."""
    others = [one for one in seen if one.device_id and one.name == found.name and one.key != found.key]
    if found.name and others:
        addresses = ", ".join(one.key for one in others)
        text = f"Using {found.name} ({found.key}). Others have the same name; select one with --device: {addresses}"
        echo(replace_unsafe(text))


def _explain_other_address(found: DiscoveredSensor, last: LastSensor, echo: Echo) -> None:
    """Show that the sensor has the name of the one used last, but not its address."""
    if last.key and found.key != last.key:
        line = f"Using {found.name} ({found.key}). It has the name of the sensor used last, but another address."
        echo(replace_unsafe(line))


def _other_sensors_error(last: LastSensor, sensors: list[DiscoveredSensor]) -> SensorError:
    """Return the error for other sensors in range than the last one. They may belong to somebody else."""
    names = ", ".join(label_sensor(one, sensors) for one in sensors)
    message = replace_unsafe(f"{last.label}, used last, was not found. Sensors in range: {names}.")
    remedy = replace_unsafe(f"Switch it on, or select another: {device_option(sensors[0], sensors)}")
    return SensorError("another_sensor", message, remedy)


def _selection_line(sensors: list[DiscoveredSensor]) -> str:
    """Return the line that explains the selection of the first sensor."""
    first, *rest = (label_sensor(one, sensors) for one in sensors)
    others = ", ".join(rest)
    reason = f", which has the strongest signal. Select another with --device: {others}" if others else "."
    return replace_unsafe(f"Using {first}{reason}")


def find_sensor_by_name(
    name: str, seen: Iterable[DiscoveredSensor], last: LastSensor | None = None
) -> DiscoveredSensor | None:
    """Return the sensor with this key, else one with this name, else the only sensor whose name contains it.

    Case is ignored. Of several with this name, the sensor used last is returned, else the first one. `seen` is sorted
    by signal strength, strongest first.
    """
    sensors = [one for one in seen if one.device_id is not None]
    wanted = name.casefold()
    keyed = [one for one in sensors if one.key.casefold() == wanted]
    named = [one for one in sensors if one.name.casefold() == wanted]
    used_last = [one for one in named if last and one.key == last.key]
    exact = keyed or used_last or named
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
