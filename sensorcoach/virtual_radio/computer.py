"""The computer in the virtual air: one radio for all scanners and clients."""

import asyncio
from collections.abc import Callable

from bumble import hci
from bumble.device import Advertisement, Connection, DeviceConfiguration
from bumble.device import Device as BumbleDevice

from sensorcoach.virtual_radio.air import Air
from sensorcoach.virtual_radio.controller import Host
from sensorcoach.virtual_radio.sensor import VirtualSensor

ADDRESS = "F0:00:00:00:00:01"
"""The computer's Bluetooth address."""
Listener = Callable[[Advertisement], None]


class Computer:
    """Scans while there is a listener. Makes one connection at a time, as real radios do."""

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
        self._radio.on(BumbleDevice.EVENT_ADVERTISEMENT, self._on_advertisement)

    async def switch_on(self) -> None:
        """Switch on the radio."""
        await self._radio.power_on()

    async def switch_off(self) -> None:
        """Switch off the radio. No task or timer is left in the event loop."""
        await self._radio.power_off()

    def add(self, sensor: VirtualSensor) -> None:
        """Add a sensor in range."""
        self._sensors[sensor.address] = sensor

    def rssi_dbm(self, address: str) -> int:
        """Return the signal strength of the sensor at this address."""
        return self._sensors[address].spec.rssi_dbm

    def repeats_notifications(self, address: str) -> bool:
        """Return whether the faults make the computer deliver this sensor's notifications twice."""
        sensor = self._sensors[address]
        return sensor.faults.repeats_after_reconnect and sensor.connections > 1

    async def listen(self, listener: Listener) -> None:
        """Call `listener` for each advertisement from now on."""
        self._listeners.append(listener)
        if len(self._listeners) == 1:
            await self._radio.start_scanning()

    async def stop_listening(self, listener: Listener) -> None:
        """Remove the listener."""
        if listener not in self._listeners:
            return
        self._listeners.remove(listener)
        if not self._listeners:
            await self._radio.stop_scanning()

    async def connect(self, address: str) -> Connection:
        """Wait for the sensor and return a connection. Cancel the call to give up. Raises Bumble's errors."""
        peer = hci.Address(address, hci.Address.RANDOM_DEVICE_ADDRESS)
        async with self._connecting:
            try:
                return await self._radio.connect(peer, timeout=None)
            except asyncio.CancelledError:
                self._give_up(peer)
                raise

    def _give_up(self, peer: hci.Address) -> None:
        """End the attempt, and a connection that was made but not returned."""
        self._air.central.give_up_connecting()
        if link := self._air.find_link(peer):
            link.cut()

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        for listener in tuple(self._listeners):
            listener(advertisement)
