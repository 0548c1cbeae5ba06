"""List the Bluetooth devices in range, continuously."""

import asyncio
from collections.abc import AsyncGenerator, Iterable

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.sources.radio.advertisements import AdvertisementListener
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import RADIO_ERRORS, translate_error
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings

FORGET_AFTER_S = 10.0
"""A device without an advertisement for this time is removed from the list."""
_MAX_DEVICES = 256
"""Most devices in the list. Further ones are ignored."""
_UPDATE_S = 0.5
"""Time between two lists."""


async def scan(
    backend: Backend, settings: RadioSettings = DEFAULT_SETTINGS
) -> AsyncGenerator[tuple[DiscoveredSensor, ...], None]:
    """Yield the devices in range twice a second, until closed: supported sensors first, strongest first.

    Raises SensorError where the radio cannot be used.
    """
    loop = asyncio.get_running_loop()
    start_s = loop.time()
    seen: dict[str, DiscoveredSensor] = {}
    try:
        async with AdvertisementListener(backend, settings, lambda: loop.time() - start_s) as listener:
            due_s = start_s
            while True:
                due_s += _UPDATE_S
                await _listen(listener, seen, due_s)
                now_s = loop.time() - start_s
                seen = {key: one for key, one in seen.items() if now_s - one.seen_s < FORGET_AFTER_S}
                yield sort_sensors(seen.values())
    except RADIO_ERRORS as error:
        raise translate_error(error) from error


async def _listen(listener: AdvertisementListener, seen: dict[str, DiscoveredSensor], until_s: float) -> None:
    loop = asyncio.get_running_loop()
    while (left_s := until_s - loop.time()) > 0.0:
        advertisement = await listener.next(left_s)
        if advertisement is not None and (advertisement.sensor.key in seen or len(seen) < _MAX_DEVICES):
            seen[advertisement.sensor.key] = advertisement.sensor


def sort_sensors(seen: Iterable[DiscoveredSensor]) -> tuple[DiscoveredSensor, ...]:
    """Return the devices sorted: supported sensors first, then by signal strength."""
    return tuple(sorted(seen, key=lambda one: (one.device_id is None, -_sort_strength_dbm(one), one.name, one.key)))


def _sort_strength_dbm(one: DiscoveredSensor) -> int:
    """Return the signal strength for sorting. An unknown one counts as the weakest."""
    return -999 if one.rssi_dbm is None else one.rssi_dbm
