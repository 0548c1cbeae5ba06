"""A sensor in the virtual air: its radio chip and GATT server, itself as its family's fake, a person who wears it."""

import asyncio
import math
from collections.abc import Sequence

import numpy as np
from bumble import att, hci
from bumble.device import Connection, DeviceConfiguration
from bumble.device import Device as BumbleDevice

from sensorcoach.devices.device import Outgoing, RefusedError
from sensorcoach.virtual_radio.air import Air
from sensorcoach.virtual_radio.battery import Battery
from sensorcoach.virtual_radio.controller import Controller, Host
from sensorcoach.virtual_radio.faults import Faults
from sensorcoach.virtual_radio.gatt_table import Handlers, make_advertisement, make_gatt_table
from sensorcoach.virtual_radio.radio_link import RadioLink, Traffic
from sensorcoach.virtual_radio.random_faults import RandomFaults
from sensorcoach.virtual_radio.sample_feed import FedSamples, SampleFeed
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir
from sensorcoach.virtual_radio.worn_sensor import WornSensor

ADVERTISING_INTERVAL_MS = 100.0
WRITE_NOT_PERMITTED = 0x03
"""ATT error of a write that the faults refuse."""
_ATT_HEADER_BYTES = 3
"""What of the MTU is no payload of a notification."""


class VirtualSensor:
    """A sensor that is switched on: what happens to it, and what it has done so far."""

    def __init__(self, spec: SensorInAir, air: Air, address: str) -> None:
        rng = np.random.default_rng([spec.seed, 9])
        self.spec = spec
        self.address = address
        self.fed: FedSamples | None = FedSamples() if spec.keeps_fed else None
        """What it measured while streaming."""
        self._faults = spec.faults
        self._loop = asyncio.get_running_loop()
        self.peripheral = spec.device.peripheral(spec.device.usual_hz, True)  # noqa: FBT003 - one signature for all
        """Itself as its family's fake."""
        random_address = hci.Address(address, hci.Address.RANDOM_DEVICE_ADDRESS)
        self._controller = Controller(spec.shown_name, link=air)
        self._radio = BumbleDevice(
            config=DeviceConfiguration(name=spec.shown_name, address=random_address), host=Host(self._controller)
        )
        self._table = make_gatt_table(spec.device, Handlers(self._read, self._written, self._subscribed))
        self._radio.add_services(self._table.services)
        self._radio.on(BumbleDevice.EVENT_CONNECTION, self._connected)
        self._path = RadioLink(air.central, self._controller, lambda: self._faults, rng)
        air.add_path(random_address, self._path)
        self._feeding = SampleFeed(
            WornSensor(spec.performance, spec.seed, spec.sensor),
            self.peripheral,
            self._send,
            self.fed,
            repeats=spec.repeats,
        )
        self._weather = RandomFaults(self._path, rng)
        self._battery = Battery(self.tell_battery, self.run_out)
        self._connection: Connection | None = None
        self._indications: set[asyncio.Task[None]] = set()
        """Indications that the computer has not confirmed."""
        self._has_power = True
        self._boot: asyncio.TimerHandle | None = None
        """When a reboot will be over."""

    async def switch_on(self) -> None:
        """It advertises, and again after each connection."""
        await self._radio.power_on()
        self._weather.set(self._faults)
        self._battery.lasts(self._faults.battery_lasts_s)
        self._radio.gatt_server.max_mtu = self._faults.mtu
        await self._radio.start_advertising(
            auto_restart=True,
            advertising_data=make_advertisement(self.spec.shown_name, self.spec.device.advertised_services),
            advertising_interval_min=ADVERTISING_INTERVAL_MS,
            advertising_interval_max=ADVERTISING_INTERVAL_MS,
        )

    async def switch_off(self) -> None:
        """Nothing of it is left in the loop; the air closes the path."""
        self._has_power = False
        self._feeding.stop()
        self._weather.stop()
        self._battery.stop()
        if self._boot is not None:
            self._boot.cancel()
        self._forget_connection()
        await self._radio.stop_advertising()
        await self._radio.power_off()

    @property
    def faults(self) -> Faults:
        """What is wrong with it now; a change holds from the moment it is made, of the MTU from the next connection."""
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        before, self._faults = self._faults, faults
        self._weather.set(faults)
        self._radio.gatt_server.max_mtu = faults.mtu
        if faults.battery_lasts_s != before.battery_lasts_s:
            self._battery.lasts(faults.battery_lasts_s)

    @property
    def is_connected(self) -> bool:
        """Whether the sensor takes itself to be connected."""
        return self._connection is not None

    @property
    def connections(self) -> int:
        """How often it has been connected to."""
        return self._path.connections

    @property
    def traffic(self) -> Traffic:
        """What became of its notifications."""
        return self._path.traffic

    @property
    def begun_s(self) -> float | None:
        """Loop's clock at the first moment of the performance; None before it has begun."""
        return self._feeding.begun_s

    def stall(self, for_s: float = 0.24) -> None:
        """Nothing gets through for so long; what waits comes after it, as far as the sensor can keep it."""
        self._path.hold(for_s)

    def leave(self, for_s: float = math.inf) -> None:
        """Go out of range for so long."""
        self._path.hold(for_s)

    def come_back(self) -> None:
        """Be in range again; without power that does not help."""
        if self._has_power:
            self._path.release()

    def say(self, *outgoing: Outgoing) -> None:
        """It sends this of its own accord, be it sense or not."""
        self._answer(outgoing)

    def tell_battery(self, percent: int) -> None:
        """The battery has come to this charge."""
        self._send(self.peripheral.battery(percent))

    def run_out(self) -> None:
        """The battery is empty: the sensor falls silent without a word."""
        self._lose_power()
        self._path.hold()

    def reboot(self, down_s: float = 1.0) -> None:
        """The battery was out for so long, or is changed: counters, clock and settings are as at the start."""
        if not self._has_power:
            self._path.release()
        self._lose_power()
        self.peripheral.rebooted()
        self._path.hold(down_s)
        self._boot = self._loop.call_later(down_s, self._boot_up)

    def _lose_power(self) -> None:
        self._has_power = False
        self._feeding.stop()
        self._path.forget_sensor()
        self._forget_connection()

    def _boot_up(self) -> None:
        self._has_power = True
        self._feeding.reboot()
        self._follow()

    def _follow(self) -> None:
        """Something may have changed the rate at which samples are wanted."""
        if self._has_power:
            self._feeding.follow()

    def _connected(self, connection: Connection) -> None:
        self._connection = connection
        self.peripheral.max_payload = connection.att_mtu - _ATT_HEADER_BYTES

        def disconnected(reason: int) -> None:
            del reason
            if self._connection is connection:
                self._forget_connection()

        def mtu_agreed() -> None:
            self.peripheral.max_payload = connection.att_mtu - _ATT_HEADER_BYTES

        connection.on(Connection.EVENT_DISCONNECTION, disconnected)
        connection.on(Connection.EVENT_CONNECTION_ATT_MTU_UPDATE, mtu_agreed)

    def _forget_connection(self) -> None:
        if self._connection is None:
            return
        self._connection = None
        for task in self._indications:
            task.cancel()
        self.peripheral.disconnected()
        self._follow()

    def _read(self, role: str) -> bytes:
        try:
            return self.peripheral.read(role)
        except RefusedError as error:
            raise att.ATT_Error(error.att_error) from error

    def _written(self, role: str, payload: bytes) -> None:
        if role in self._faults.refused_roles:
            raise att.ATT_Error(WRITE_NOT_PERMITTED)
        try:
            caused = self.peripheral.write(role, payload)
        except RefusedError as error:
            raise att.ATT_Error(error.att_error) from error
        self._answer(caused)

    def _subscribed(self, role: str) -> None:
        self._answer(self.peripheral.subscribed(role))

    def _answer(self, caused: Sequence[Outgoing]) -> None:
        """What a write causes goes out behind its response."""
        self._loop.call_soon(self._send, caused)
        self._follow()

    def _send(self, outgoing: Sequence[Outgoing]) -> None:
        """To a subscriber, if there is one; what is longer than the MTU allows is cut off."""
        connection = self._connection
        if connection is None:
            return
        subscriptions = self._radio.gatt_server.subscribers.get(connection, {})
        for one in outgoing:
            characteristic = self._table.by_role[one.role]
            wanted = subscriptions.get(characteristic.handle, b"\0")[0]
            payload = one.payload[: connection.att_mtu - _ATT_HEADER_BYTES]
            if wanted & 1:
                notification = att.ATT_Handle_Value_Notification(characteristic.handle, payload)
                self._radio.gatt_server.send_gatt_pdu(connection, bytes(notification))
            elif wanted & 2:
                task = self._loop.create_task(self._indicate(connection, one.role, payload))
                self._indications.add(task)
                task.add_done_callback(self._indications.discard)

    async def _indicate(self, connection: Connection, role: str, payload: bytes) -> None:
        """One at a time, each waiting for its confirmation."""
        await self._radio.gatt_server.indicate_subscriber(connection, self._table.by_role[role], payload)
