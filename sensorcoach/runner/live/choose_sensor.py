"""Which sensor is meant: the one named, the one used last, or the one that is there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing

from sensorcoach.errors import SensorError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import Remembered, find_same_sensor
from sensorcoach.report.lines import printable
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import sensor_not_found_error
from sensorcoach.sources.radio.scan import scan
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings

LOOK_S = 5.0
"""How long to listen for others before the strongest is taken, and for the one used last before that is given up."""
FIND_S = 30.0
"""How long to listen at all."""

Say = Callable[[str], None]


async def find_sensor(
    backend: Backend,
    name: str | None,
    remembered: Remembered | None,
    say: Say,
    settings: RadioSettings = DEFAULT_SETTINGS,
) -> DiscoveredSensor:
    """The sensor called `name`; without a name the remembered one, and where there is none the strongest.

    Raises SensorError where none is heard, or only others than the remembered one, or the radio cannot be used.
    """
    async with aclosing(scan(backend, settings)) as heard:
        return await (_named(heard, name) if name else _usual(heard, remembered, say))


async def _named(heard: AsyncIterator[tuple[DiscoveredSensor, ...]], name: str) -> DiscoveredSensor:
    begin_s = _time_s()
    async for seen in heard:
        found = find_sensor_by_name(name, seen)
        if found is not None:
            return found
        if _time_s() - begin_s >= FIND_S:
            break
    raise sensor_not_found_error(f"A sensor called '{name}'")


async def _usual(
    heard: AsyncIterator[tuple[DiscoveredSensor, ...]], remembered: Remembered | None, say: Say
) -> DiscoveredSensor:
    begin_s = _time_s()
    async for seen in heard:
        known = find_same_sensor(remembered, seen) if remembered else None
        if known is not None:
            return known
        sensors = [one for one in seen if one.device_id is not None and one.name]
        passed_s = _time_s() - begin_s
        if sensors and passed_s >= LOOK_S:
            if remembered is not None:
                raise _another(remembered, sensors)
            say(_why(sensors))
            return sensors[0]
        if passed_s >= FIND_S:
            break
    raise none_heard_error(FIND_S)


def _another(remembered: Remembered, sensors: list[DiscoveredSensor]) -> SensorError:
    """Nobody's neighbour is followed in place of the sensor that is always used."""
    heard = ", ".join(one.name for one in sensors)
    message = printable(f"{remembered.name}, used last, is not heard; heard are: {heard}.")
    remedy = printable(f"Switch it on, or take another: --device {sensors[0].name}")
    return SensorError("another_sensor", message, remedy)


def _why(sensors: list[DiscoveredSensor]) -> str:
    """Why it is the first of these, which nobody asked for."""
    others = ", ".join(one.name for one in sensors[1:])
    beside = f", whose signal is strongest; others with --device: {others}" if others else "."
    return printable(f"Taking {sensors[0].name}{beside}")


def find_sensor_by_name(name: str, seen: Iterable[DiscoveredSensor]) -> DiscoveredSensor | None:
    """The strongest sensor of this name or key, else the only one in whose name it is; case does not matter.

    `seen` has the strongest first.
    """
    sensors = [one for one in seen if one.device_id is not None]
    wanted = name.casefold()
    exact = [one for one in sensors if wanted in {one.name.casefold(), one.key.casefold()}]
    if exact:
        return exact[0]
    partly = [one for one in sensors if wanted in one.name.casefold()]
    return partly[0] if len(partly) == 1 else None


def none_heard_error(listened_s: float) -> SensorError:
    """No sensor at all is heard."""
    return SensorError(
        "no_sensor",
        f"No sensor was heard within {listened_s:.0f} s.",
        "Switch it on, bring it closer, and disconnect it from any phone: a connected sensor does not show itself. "
        "`sensorcoach devices` lists what is supported, `sensorcoach doctor` checks the computer's Bluetooth.",
    )


def _time_s() -> float:
    return asyncio.get_running_loop().time()
