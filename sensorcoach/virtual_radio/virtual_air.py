"""Virtual sensors in the air of the computer's memory, and the bleak classes that reach them.

    async with virtual_air(SensorInAir(device, performance)) as air:
        async with BleakClient(air.sensors[0].address, backend=air.client) as client:
            ...

All of it runs in the event loop of whoever opens it, in real time or in `fast_time`. It needs Bumble, which is an
optional part of an installation.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sensorcoach.errors import SensorError
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir

if TYPE_CHECKING:
    from sensorcoach.virtual_radio.bleak_client import VirtualClient
    from sensorcoach.virtual_radio.bleak_scanner import VirtualScanner
    from sensorcoach.virtual_radio.sensor import VirtualSensor

_SWITCH_OFF_S = 2.0

INSTALL_LINE = "pip install 'sensorcoach[virtual]' (in a checkout: make virtual)"


@dataclass(frozen=True, slots=True)
class VirtualAir:
    """What is in the air: `sensors` in the order they were given; `scanner` and `client` for bleak's `backend=`."""

    sensors: "tuple[VirtualSensor, ...]"
    scanner: "type[VirtualScanner]"
    client: "type[VirtualClient]"


@asynccontextmanager
async def virtual_air(*specs: SensorInAir) -> AsyncGenerator[VirtualAir]:
    """These sensors, switched on, until the end of the block. Raises SensorError where Bumble is missing."""
    require_bumble()
    # Imported here, since Bumble need not be installed.
    from sensorcoach.virtual_radio.air import Air  # noqa: PLC0415
    from sensorcoach.virtual_radio.bleak_client import VirtualClient  # noqa: PLC0415
    from sensorcoach.virtual_radio.bleak_scanner import VirtualScanner  # noqa: PLC0415
    from sensorcoach.virtual_radio.computer import Computer  # noqa: PLC0415
    from sensorcoach.virtual_radio.sensor import VirtualSensor  # noqa: PLC0415

    air = Air()
    here = Computer(air)
    sensors = tuple(VirtualSensor(spec, air, _address(number)) for number, spec in enumerate(specs))

    class Scanner(VirtualScanner):
        station = here

    class Client(VirtualClient):
        station = here

    with quiet_bumble():
        await here.switch_on()
        for sensor in sensors:
            here.add(sensor)
            await sensor.switch_on()
        try:
            yield VirtualAir(sensors, Scanner, Client)
        finally:
            for each in (*sensors, here):
                # A command that was cut off in the middle may never be answered.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_SWITCH_OFF_S):
                        await each.switch_off()
            air.close()


def require_bumble() -> None:
    """Raises SensorError, with the way to install it, where Bumble is missing."""
    if find_spec("bumble") is None:
        raise SensorError(
            "no_virtual_radio",
            "The virtual radio needs the package bumble, which is not installed.",
            f"Install it with: {INSTALL_LINE}",
        )


def _address(number: int) -> str:
    """A random static address, the same for the same place in the list."""
    return f"C5:00:00:00:00:{number:02X}"


@contextmanager
def quiet_bumble() -> Generator[None]:
    """Until the end of the block nothing of Bumble's log reaches the standard error.

    What it thinks worth a warning (a lost connection, a refused write) is here what was asked for. It also writes to
    the root logger now and then (`gatt_server.py` of 0.0.236), which would give that a handler, for good.
    """
    root, bumble, nowhere = logging.getLogger(), logging.getLogger("bumble"), logging.NullHandler()
    before = bumble.propagate
    root.addHandler(nowhere)
    bumble.addHandler(nowhere)
    bumble.propagate = False
    try:
        yield
    finally:
        root.removeHandler(nowhere)
        bumble.removeHandler(nowhere)
        bumble.propagate = before
