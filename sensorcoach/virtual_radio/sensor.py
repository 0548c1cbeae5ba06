"""A sensor in the virtual air: controller, GATT server, the family's fake sensor, and its wearer."""

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
"""Time between two advertisements."""
WRITE_NOT_PERMITTED = 0x03
"""ATT error for a write that the faults refuse."""
_ATT_HEADER_BYTES = 3
"""Part of the MTU that a notification cannot use for its payload."""


class VirtualSensor:
    """A virtual sensor, with methods for events such as leaving the range or a reboot."""

    def __init__(self, spec: SensorInAir, air: Air, address: str) -> None:
        rng = np.random.default_rng([spec.seed, 9])
        self.spec = spec
        self.address = address
        self.fed: FedSamples | None = FedSamples() if spec.keeps_samples else None
        """Samples measured while streaming, None unless requested."""
        self._faults = spec.faults
        self._loop = asyncio.get_running_loop()
        self.peripheral = spec.device.peripheral(spec.device.usual_hz, True)  # noqa: FBT003 - one signature for all
        """The family's fake sensor."""
        random_address = hci.Address(address, hci.Address.RANDOM_DEVICE_ADDRESS)
        self._controller = Controller(spec.shown_name, link=air)
        self._radio = BumbleDevice(
            config=DeviceConfiguration(name=spec.shown_name, address=random_address), host=Host(self._controller)
        )
        self._table = make_gatt_table(spec.device, Handlers(self._on_read, self._on_write, self._on_subscribe))
        self._radio.add_services(self._table.services)
        self._radio.on(BumbleDevice.EVENT_CONNECTION, self._on_connect)
        self._link = RadioLink(air.central, self._controller, lambda: self._faults, rng)
        air.add_link(random_address, self._link)
        self._sample_feed = SampleFeed(
            WornSensor(spec.performance, spec.seed, spec.sensor),
            self.peripheral,
            self._send,
            self.fed,
            repeats=spec.repeats,
        )
        self._random_faults = RandomFaults(self._link, rng)
        self._battery = Battery(self.report_charge, self.run_out)
        self._connection: Connection | None = None
        """The current connection from the sensor's view."""
        self._indications: set[asyncio.Task[None]] = set()
        """Indications without a confirmation from the computer."""
        self._has_power = True
        """Whether the sensor is running."""
        self._boot: asyncio.TimerHandle | None = None
        """Timer for the end of a reboot."""

    async def switch_on(self) -> None:
        """Switch on. The sensor advertises, also after each connection."""
        await self._radio.power_on()
        self._random_faults.start(self._faults)
        self._battery.discharge(self._faults.battery_lasts_s)
        self._radio.gatt_server.max_mtu = self._faults.mtu
        await self._radio.start_advertising(
            auto_restart=True,
            advertising_data=make_advertisement(self.spec.shown_name, self.spec.device.advertised_services),
            advertising_interval_min=ADVERTISING_INTERVAL_MS,
            advertising_interval_max=ADVERTISING_INTERVAL_MS,
        )

    async def switch_off(self) -> None:
        """Switch off. No task or timer of the sensor is left; the air closes the link."""
        self._has_power = False
        self._sample_feed.stop()
        self._random_faults.stop()
        self._battery.stop()
        if self._boot is not None:
            self._boot.cancel()
        self._forget_connection()
        await self._radio.stop_advertising()
        await self._radio.power_off()

    @property
    def faults(self) -> Faults:
        """Current faults. Changes apply at once, the MTU from the next connection on."""
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        before, self._faults = self._faults, faults
        self._random_faults.start(faults)
        self._radio.gatt_server.max_mtu = faults.mtu
        if faults.battery_lasts_s != before.battery_lasts_s:
            self._battery.discharge(faults.battery_lasts_s)

    @property
    def is_connected(self) -> bool:
        """Whether the sensor is connected, from its own view."""
        return self._connection is not None

    @property
    def connections(self) -> int:
        """Connections made to the sensor."""
        return self._link.connections

    @property
    def traffic(self) -> Traffic:
        """Counts of its notifications."""
        return self._link.traffic

    @property
    def start_s(self) -> float | None:
        """Event loop time of the performance's start, None before it."""
        return self._sample_feed.start_s

    def stall(self, duration_s: float = 0.24) -> None:
        """Interrupt the link briefly. Packets arrive afterwards, as far as the sensor's queue stores them."""
        self._link.hold(duration_s)

    def leave(self, duration_s: float = math.inf) -> None:
        """Go out of range for `duration_s`."""
        self._link.hold(duration_s)

    def come_back(self) -> None:
        """Return into range. This has no effect without power."""
        if self._has_power:
            self._link.release()

    def send(self, *outgoing: Outgoing) -> None:
        """Send these payloads unasked. They need not be valid."""
        self._send_soon(outgoing)

    def report_charge(self, percent: int) -> None:
        """Report this battery charge to the computer."""
        self._send(self.peripheral.battery(percent))

    def run_out(self) -> None:
        """Empty the battery. The sensor stops without disconnecting."""
        self._lose_power()
        self._link.hold()

    def reboot(self, down_s: float = 1.0) -> None:
        """Restart after `down_s`, as after a battery change. Counters, clock and volatile settings are reset."""
        if not self._has_power:
            self._link.release()
        self._lose_power()
        self.peripheral.rebooted()
        self._link.hold(down_s)
        self._boot = self._loop.call_later(down_s, self._boot_up)

    def _lose_power(self) -> None:
        self._has_power = False
        self._sample_feed.stop()
        self._link.forget_sensor()
        self._forget_connection()

    def _boot_up(self) -> None:
        self._has_power = True
        self._sample_feed.reboot()
        self._update_rate()

    def _update_rate(self) -> None:
        """Adopt the sample rate that the fake sensor requests now."""
        if self._has_power:
            self._sample_feed.update_rate()

    def _on_connect(self, connection: Connection) -> None:
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
        self._update_rate()

    def _on_read(self, role: str) -> bytes:
        try:
            return self.peripheral.read(role)
        except RefusedError as error:
            raise att.ATT_Error(error.att_error) from error

    def _on_write(self, role: str, payload: bytes) -> None:
        if role in self._faults.refused_roles:
            raise att.ATT_Error(WRITE_NOT_PERMITTED)
        try:
            caused = self.peripheral.write(role, payload)
        except RefusedError as error:
            raise att.ATT_Error(error.att_error) from error
        self._send_soon(caused)

    def _on_subscribe(self, role: str) -> None:
        self._send_soon(self.peripheral.subscribed(role))

    def _send_soon(self, caused: Sequence[Outgoing]) -> None:
        """Send the packets that a write causes, after the response to the write."""
        self._loop.call_soon(self._send, caused)
        self._update_rate()

    def _send(self, outgoing: Sequence[Outgoing]) -> None:
        """Send to the subscriber, if any. Payloads are truncated to the MTU."""
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
        """Send an indication and wait for its confirmation."""
        await self._radio.gatt_server.indicate_subscriber(connection, self._table.by_role[role], payload)
