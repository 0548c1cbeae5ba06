"""The computer in the virtual air: one radio, shared by all that scan and all that connect."""

import asyncio
from collections.abc import Callable

from bumble import hci
from bumble.device import Advertisement, Connection, DeviceConfiguration
from bumble.device import Device as BumbleDevice

from sensorcoach.virtual_radio.air import Air
from sensorcoach.virtual_radio.controller import Host
from sensorcoach.virtual_radio.sensor import VirtualSensor

ADDRESS = "F0:00:00:00:00:01"
Listener = Callable[[Advertisement], None]


class Computer:
    """Scans while anybody listens, and makes one connection after the other, as radios do."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._radio = BumbleDevice(
            config=DeviceConfiguration(
                name="computer", address=hci.Address(ADDRESS, hci.Address.RANDOM_DEVICE_ADDRESS)
            ),
            host=Host(air.central),
        )
        self._sensors: dict[str, VirtualSensor] = {}
        self._listeners: list[Listener] = []
        self._connecting = asyncio.Lock()
        self._radio.on(BumbleDevice.EVENT_ADVERTISEMENT, self._heard)

    async def switch_on(self) -> None:
        """Ready to scan."""
        await self._radio.power_on()

    async def switch_off(self) -> None:
        """Nothing of it is left in the loop."""
        await self._radio.power_off()

    def add(self, sensor: VirtualSensor) -> None:
        """This sensor is in the air."""
        self._sensors[sensor.address] = sensor

    def rssi_dbm(self, address: str) -> int:
        """Signal of the sensor at this address."""
        return self._sensors[address].spec.rssi_dbm

    def repeats_notifications(self, address: str) -> bool:
        """Whether the computer hands over this sensor's notifications twice, by its faults."""
        sensor = self._sensors[address]
        return sensor.faults.repeats_after_reconnect and sensor.connections > 1

    async def listen(self, listener: Listener) -> None:
        """From now on it hears of each advertisement."""
        self._listeners.append(listener)
        if len(self._listeners) == 1:
            await self._radio.start_scanning()

    async def stop_listening(self, listener: Listener) -> None:
        """It hears no more."""
        if listener not in self._listeners:
            return
        self._listeners.remove(listener)
        if not self._listeners:
            await self._radio.stop_scanning()

    async def connect(self, address: str) -> Connection:
        """A connection, once the sensor is heard; who gives up waiting is cancelled. Raises Bumble's errors."""
        peer = hci.Address(address, hci.Address.RANDOM_DEVICE_ADDRESS)
        async with self._connecting:
            try:
                return await self._radio.connect(peer, timeout=None)
            except asyncio.CancelledError:
                self._give_up(peer)
                raise

    def _give_up(self, peer: hci.Address) -> None:
        """Leave nothing half connected: neither an attempt nor a connection that nobody has taken."""
        self._air.central.give_up_connecting()
        if path := self._air.path_of(peer):
            path.cut()

    def _heard(self, advertisement: Advertisement) -> None:
        for listener in tuple(self._listeners):
            listener(advertisement)
