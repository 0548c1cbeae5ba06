"""A minimal receiver of a sensor: connects once, subscribes, starts; no watchdog, no second try.

It bypasses the program's connection loop, so that the behaviour of the virtual radio itself is visible.
"""

import asyncio
from dataclasses import dataclass, field

from bleak import BleakClient, BleakScanner
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice

from sensorcoach.devices.device import Ask, Characteristic, Device, Property, PutBack, Read, Step, Write
from sensorcoach.devices.registry import device_by_advertisement
from sensorcoach.packets import Packet
from sensorcoach.virtual_radio.virtual_air import VirtualAir

SCAN_S = 10.0


@dataclass(slots=True)
class BareReceiver:
    """A connection to one sensor, over `client`; `packets` holds all packets, timed by the loop's clock."""

    device: Device
    client: BleakClient
    packets: list[Packet] = field(default_factory=list[Packet])

    async def start(self, rate_hz: float | None = None) -> float:
        """Subscribe and play the start-up; return the agreed rate in hertz."""
        for one in self.device.characteristics:
            if one.is_subscribed and (found := self._found(one)):
                await self.client.start_notify(found, self._heard(one.role))
        script = self.device.startup(rate_hz or self.device.usual_hz)
        brought: bytes | None = None
        while True:
            try:
                step = script.send(brought)
            except StopIteration as end:
                return end.value
            brought = await self._take(step)

    async def write(self, write: Write) -> None:
        """Write once, then pause."""
        one = self.device.characteristic(write.role)
        found = self._found(one)
        if found is None:
            raise LookupError(f"{self.device.name}: nothing to write to for the role '{write.role}'")
        response = write.response or Property.WRITE_FAST not in one.properties
        await self.client.write_gatt_char(found, write.payload, response=response)
        await asyncio.sleep(write.pause_s)

    async def _take(self, step: Step) -> bytes | None:
        match step:
            case Write():
                await self.write(step)
                return None
            case Read():
                found = self._found(self.device.characteristic(step.role))
                return None if found is None else self._noted(step.role, await self.client.read_gatt_char(found))
            case Ask():
                return await self._ask(step)
            case PutBack():
                return None  # a made-up sensor may keep what it likes

    async def _ask(self, ask: Ask) -> bytes | None:
        for _ in range(ask.tries):
            first = len(self.packets)
            await self.write(ask.write)
            for _ in range(round(ask.timeout_s / 0.01)):
                for packet in self.packets[first:]:
                    if packet.role == ask.role and packet.payload.startswith(ask.begins):
                        return packet.payload
                await asyncio.sleep(0.01)
        return None

    def _heard(self, role: str):  # noqa: ANN202 - what bleak calls with a characteristic and bytes
        def notified(characteristic: BleakGATTCharacteristic, data: bytearray) -> None:
            del characteristic
            self._noted(role, data)

        return notified

    def _noted(self, role: str, data: bytearray) -> bytes:
        self.packets.append(Packet(asyncio.get_running_loop().time(), bytes(data), role))
        return bytes(data)

    def _found(self, one: Characteristic) -> BleakGATTCharacteristic | None:
        found = (self.client.services.get_characteristic(uuid) for uuid in one.uuids)
        return next((characteristic for characteristic in found if characteristic is not None), None)


async def scanned(air: VirtualAir, device: Device) -> BLEDevice:
    """Find the sensor of this family by its advertisement."""
    found = await BleakScanner.find_device_by_filter(
        lambda _, said: device_by_advertisement(said.local_name, said.service_uuids) is device,
        timeout=SCAN_S,
        backend=air.scanner,
    )
    if found is None:
        raise LookupError(f"{device.name}: nothing like it was heard within {SCAN_S:g} s")
    return found
