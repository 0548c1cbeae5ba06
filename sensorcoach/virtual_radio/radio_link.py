"""The radio link between one sensor and the computer: delays, losses and disconnections.

Packets of a connection pass only at its connection events. While the link is interrupted (a stall, or out of range)
there are no events, and packets wait, because real radios repeat packets without acknowledgement. After the
supervision timeout the waiting packets are lost, and both ends report a lost connection.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from bumble import att, hci, ll
from bumble.core import PhysicalTransport

from sensorcoach.virtual_radio.controller import Controller
from sensorcoach.virtual_radio.faults import Faults

SETUP_INTERVAL_S = 0.0075
"""Connection interval directly after connecting."""

_UNESTABLISHED_EVENTS = 6
"""Events without a response after which a requested connection has failed (Bluetooth Core, 4.5.2)."""

_ROUNDING_SHARE = 1e-6
"""Rounding tolerance: an event less than this share of an interval ahead counts as past."""

_ATT_OPCODE_AT = 4
"""Offset of the ATT opcode, after the length and channel of L2CAP."""


@dataclass(slots=True)
class Traffic:
    """Counts of the sensor's notifications."""

    sent: int = 0
    """Notifications that the sensor sent."""
    delivered: int = 0
    """Notifications that reached the computer."""
    lost_singly: int = 0
    """Notifications lost on the link."""
    lost_in_queue: int = 0
    """Notifications lost because the sensor's queue was full."""
    lost_at_drop: int = 0
    """Notifications that waited when the connection was lost."""

    @property
    def lost(self) -> int:
        return self.lost_singly + self.lost_in_queue + self.lost_at_drop


class RadioLink:
    """The link of one sensor, over all of its connections."""

    def __init__(
        self, central: Controller, sensor: Controller, faults: Callable[[], Faults], rng: np.random.Generator
    ) -> None:
        self.traffic = Traffic()
        self.connections = 0
        """Connections made to the sensor."""
        self._central = central
        self._sensor = sensor
        self._faults = faults
        self._rng = rng
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[bool, Callable[[], None]]] = deque()
        """Waiting packets: whether it is a notification, and the call that delivers it."""
        self._notifications = 0
        """Waiting packets that are notifications."""
        self._first_event_s = 0.0
        """Event loop time of this connection's first event."""
        self._event: asyncio.TimerHandle | None = None
        """Timer of the next connection event."""
        self._held_until_s = -math.inf
        """Event loop time at which the interruption ends."""
        self._release: asyncio.TimerHandle | None = None
        """Timer for the end of the interruption."""
        self._supervision: asyncio.TimerHandle | None = None
        """Timer of the supervision timeout."""
        self._is_broken = False
        """Whether only one end still knows the connection."""

    @property
    def is_held(self) -> bool:
        """Whether the link is interrupted. Advertisements do not pass either."""
        return self._loop.time() < self._held_until_s

    def begin_connection(self, connect: ll.ConnectInd) -> None:
        """Begin a connection that the computer requests. The previous one is removed."""
        self._clear()
        self.connections += 1
        self._first_event_s = self._loop.time() + float(self._rng.uniform(0.0, SETUP_INTERVAL_S))
        if self.is_held:
            self._is_broken = True
            self._supervision = self._loop.call_later(_UNESTABLISHED_EVENTS * SETUP_INTERVAL_S, self.cut)
        else:
            self._loop.call_soon(self._sensor.on_ll_advertising_pdu, connect)

    def send_data(self, sender: Controller, data: bytes) -> None:
        """Send an L2CAP frame to the other end."""
        is_notification = sender is self._sensor and data[_ATT_OPCODE_AT] == att.Opcode.ATT_HANDLE_VALUE_NOTIFICATION
        if is_notification and not self._count_notification():
            return
        receiver = self._central if sender is self._sensor else self._sensor
        source = sender.random_address
        self._send(lambda: receiver.on_link_acl_data(source, PhysicalTransport.LE, data), is_notification)

    def send_control(self, sender: hci.Address, pdu: ll.ControlPdu) -> None:
        """Send a control packet to the other end."""
        receiver = self._sensor if sender == self._central.random_address else self._central
        self._send(lambda: receiver.on_ll_control_pdu(sender, pdu), is_notification=False)

    def hold(self, duration_s: float = math.inf) -> None:
        """Interrupt the link for `duration_s`."""
        self._held_until_s = max(self._held_until_s, self._loop.time() + duration_s)
        self._event = _cancel(self._event)
        self._release = _cancel(self._release)
        self._supervise()
        if math.isfinite(self._held_until_s):
            self._release = self._loop.call_at(self._held_until_s, self.release)

    def release(self) -> None:
        """End the interruption."""
        self._release = _cancel(self._release)
        self._held_until_s = -math.inf
        if not self._is_broken:
            self._supervision = _cancel(self._supervision)
        self._plan_event()

    def forget_sensor(self) -> None:
        """Remove the connection from the sensor only. The computer notices it at its supervision timeout."""
        self._sensor.forget(self._central.random_address, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)
        self._break()

    def cut(self) -> None:
        """Report the loss of the connection to both ends. Waiting packets are lost."""
        self._clear()
        for end, other in ((self._central, self._sensor), (self._sensor, self._central)):
            end.forget(other.random_address, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    def close(self) -> None:
        """Cancel all timers."""
        self._event = _cancel(self._event)
        self._release = _cancel(self._release)
        self._supervision = _cancel(self._supervision)

    def _clear(self) -> None:
        """Remove waiting packets and timers of the previous connection."""
        self._supervision = _cancel(self._supervision)
        self._event = _cancel(self._event)
        self._is_broken = False
        self.traffic.lost_at_drop += self._notifications
        self._waiting.clear()
        self._notifications = 0

    def _break(self) -> None:
        self._is_broken = True
        self._supervise()

    def _supervise(self) -> None:
        if self._supervision is None:
            self._supervision = self._loop.call_later(self._faults().supervision_s, self.cut)

    def _count_notification(self) -> bool:
        """Count a notification. Return whether it is neither lost nor too much for the queue."""
        faults = self._faults()
        self.traffic.sent += 1
        if faults.loss > 0.0 and self._rng.uniform() < faults.loss:
            self.traffic.lost_singly += 1
            return False
        if self._notifications >= faults.queue:
            self.traffic.lost_in_queue += 1
            return False
        return True

    def _send(self, deliver: Callable[[], None], is_notification: bool) -> None:  # noqa: FBT001 - two callers, above
        self._waiting.append((is_notification, deliver))
        self._notifications += is_notification
        self._plan_event()

    def _plan_event(self) -> None:
        if self._event is None and self._waiting and not self.is_held:
            self._event = self._loop.call_at(self._next_event_s(), self._deliver_waiting)

    def _next_event_s(self) -> float:
        """Return the time of the next connection event."""
        faults, now_s = self._faults(), self._loop.time()
        is_set_up = now_s - self._first_event_s >= faults.set_up_s
        interval_s = faults.interval_s if is_set_up else min(SETUP_INTERVAL_S, faults.interval_s)
        if interval_s <= 0.0:
            return now_s
        passed = math.floor((now_s - self._first_event_s) / interval_s + _ROUNDING_SHARE)
        return self._first_event_s + (passed + 1) * interval_s

    def _deliver_waiting(self) -> None:
        """Run a connection event: deliver all waiting packets. Their replies wait for the next event."""
        self._event = None
        delivering = list(self._waiting)
        self._waiting.clear()
        self.traffic.delivered += self._notifications
        self._notifications = 0
        for _, deliver in delivering:
            deliver()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
