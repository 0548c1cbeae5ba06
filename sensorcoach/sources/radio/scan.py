"""What is in the air, as it changes."""

import asyncio
from collections.abc import AsyncGenerator, Iterable

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.sources.radio.advertisements import AdvertisementListener
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.errors import RADIO_ERRORS, translate_error
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings

FORGOTTEN_S = 10.0
"""A sensor not heard for so long is not there any more."""
_MOST_SEEN = 256
_SHOWN_EVERY_S = 0.5


async def scan(
    backend: Backend, settings: RadioSettings = DEFAULT_SETTINGS
) -> AsyncGenerator[tuple[DiscoveredSensor, ...], None]:
    """All that is heard now, twice a second, sensors first and strongest first, until closed.

    Raises SensorError where the radio cannot be used.
    """
    loop = asyncio.get_running_loop()
    start_s = loop.time()
    seen: dict[str, DiscoveredSensor] = {}
    try:
        async with AdvertisementListener(backend, settings, start_s) as ear:
            due_s = start_s
            while True:
                due_s += _SHOWN_EVERY_S
                await _listen(ear, seen, due_s)
                now_s = loop.time() - start_s
                seen = {key: one for key, one in seen.items() if now_s - one.seen_s < FORGOTTEN_S}
                yield sort_sensors(seen.values())
    except RADIO_ERRORS as error:
        raise translate_error(error) from error


async def _listen(ear: AdvertisementListener, seen: dict[str, DiscoveredSensor], until_s: float) -> None:
    loop = asyncio.get_running_loop()
    while (left_s := until_s - loop.time()) > 0.0:
        heard = await ear.next(left_s)
        if heard is not None and (heard.seen.key in seen or len(seen) < _MOST_SEEN):
            seen[heard.seen.key] = heard.seen


def sort_sensors(seen: Iterable[DiscoveredSensor]) -> tuple[DiscoveredSensor, ...]:
    """Sensors of ours first, the strongest first."""
    return tuple(sorted(seen, key=lambda one: (one.device_id is None, -strength(one), one.name, one.key)))


def strength(one: DiscoveredSensor) -> int:
    """Signal in dBm; an unknown one counts as the weakest."""
    return -999 if one.rssi_dbm is None else one.rssi_dbm
