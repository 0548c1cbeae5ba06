"""Virtual Bluetooth sensors in memory, and the bleak classes that connect to them.

    async with virtual_air(SensorInAir(device, performance)) as air:
        async with BleakClient(air.sensors[0].address, backend=air.client) as client:
            ...

Everything runs in the caller's event loop, in real time or in `fast_time`. It needs the optional package Bumble.
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
"""Limit for switching off one device."""

INSTALL_LINE = "pip install 'sensorcoach[virtual]' (in a checkout: make virtual)"
"""Command that installs Bumble."""


@dataclass(frozen=True, slots=True)
class VirtualAir:
    """`sensors`: in the order of their specifications. `scanner`, `client`: for bleak's argument `backend`."""

    sensors: "tuple[VirtualSensor, ...]"
    scanner: "type[VirtualScanner]"
    client: "type[VirtualClient]"


@asynccontextmanager
async def virtual_air(*specs: SensorInAir) -> AsyncGenerator[VirtualAir]:
    """Switch on these sensors until the end of the block. Raises SensorError where Bumble is missing."""
    require_bumble()
    # Imported here, because Bumble is optional.
    from sensorcoach.virtual_radio.air import Air  # noqa: PLC0415
    from sensorcoach.virtual_radio.bleak_client import VirtualClient  # noqa: PLC0415
    from sensorcoach.virtual_radio.bleak_scanner import VirtualScanner  # noqa: PLC0415
    from sensorcoach.virtual_radio.computer import Computer  # noqa: PLC0415
    from sensorcoach.virtual_radio.sensor import VirtualSensor  # noqa: PLC0415

    air = Air()
    virtual_computer = Computer(air)
    sensors = tuple(VirtualSensor(spec, air, _address(number)) for number, spec in enumerate(specs))

    class Scanner(VirtualScanner):
        computer = virtual_computer

    class Client(VirtualClient):
        computer = virtual_computer

    with quiet_bumble():
        await virtual_computer.switch_on()
        for sensor in sensors:
            virtual_computer.add(sensor)
            await sensor.switch_on()
        try:
            yield VirtualAir(sensors, Scanner, Client)
        finally:
            for each in (*sensors, virtual_computer):
                # An interrupted command may never receive its response.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_SWITCH_OFF_S):
                        await each.switch_off()
            air.close()


def require_bumble() -> None:
    """Raise SensorError with installation instructions where Bumble is missing."""
    if find_spec("bumble") is None:
        raise SensorError(
            "no_virtual_radio",
            "The virtual radio needs the package bumble, which is missing.",
            f"Install it with: {INSTALL_LINE}",
        )


def _address(number: int) -> str:
    """Return a random static address for this place in the list."""
    return f"C5:00:00:00:00:{number:02X}"


@contextmanager
def quiet_bumble() -> Generator[None]:
    """Keep Bumble's log away from standard error during the block.

    Bumble warns about lost connections and refused writes, which are intended here. It sometimes writes to the root
    logger (`gatt_server.py` of 0.0.236), which would install a handler there permanently.
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
