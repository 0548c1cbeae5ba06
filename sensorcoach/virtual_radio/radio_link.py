"""The way between one sensor and the computer: when something gets through, what is lost, when the link is gone.

Nothing of a connection gets through but at its connection events. As long as the path is held (a stall, out of range),
there are none, and what was sent waits: that is how radios behave, which repeat what was not heard. What is held for
the supervision timeout is lost, and both ends are told so.
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

SET_UP_INTERVAL_S = 0.0075
"""Connection interval of the first moments of a connection."""

_UNESTABLISHED_EVENTS = 6
"""Connection events without an answer after which a connection that has just been asked for has failed (Core 4.5.2)."""

_HARDLY = 1e-6
"""An event so small a part of an interval ahead has been."""

_ATT_OPCODE_AT = 4
"""Offset of the ATT opcode: behind the length and the channel of L2CAP."""


@dataclass(slots=True)
class Traffic:
    """What became of the notifications that the sensor sent."""

    sent: int = 0
    delivered: int = 0
    lost_singly: int = 0
    """In the air."""
    lost_in_queue: int = 0
    """The sensor could not keep them."""
    lost_at_drop: int = 0
    """Still waiting when the connection was lost."""

    @property
    def lost(self) -> int:
        return self.lost_singly + self.lost_in_queue + self.lost_at_drop


class RadioLink:
    """One sensor's path to the computer, over all of its connections."""

    def __init__(
        self, central: Controller, sensor: Controller, faults: Callable[[], Faults], rng: np.random.Generator
    ) -> None:
        self.traffic = Traffic()
        self.connections = 0
        """How often the sensor has been connected to."""
        self._central = central
        self._sensor = sensor
        self._faults = faults
        self._rng = rng
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[bool, Callable[[], None]]] = deque()
        """What was sent and is not through: whether it is a notification, and its delivery."""
        self._notifications = 0
        """How many of those are notifications."""
        self._first_event_s = 0.0
        """Loop's clock at the first connection event of this connection."""
        self._event: asyncio.TimerHandle | None = None
        self._held_until_s = -math.inf
        self._release: asyncio.TimerHandle | None = None
        self._supervision: asyncio.TimerHandle | None = None
        self._is_broken = False
        """Whether one end has forgotten the connection without telling the other."""

    @property
    def is_held(self) -> bool:
        """Whether nothing gets through now, advertisements included."""
        return self._loop.time() < self._held_until_s

    def begin(self, connect: ll.ConnectInd) -> None:
        """The computer has asked the sensor to connect; of the connection before nothing is left."""
        self._clear()
        self.connections += 1
        self._first_event_s = self._loop.time() + float(self._rng.uniform(0.0, SET_UP_INTERVAL_S))
        if self.is_held:
            self._is_broken = True
            self._supervision = self._loop.call_later(_UNESTABLISHED_EVENTS * SET_UP_INTERVAL_S, self.cut)
        else:
            self._loop.call_soon(self._sensor.on_ll_advertising_pdu, connect)

    def send_data(self, sender: Controller, data: bytes) -> None:
        """One L2CAP frame on its way from either end to the other."""
        is_notification = sender is self._sensor and data[_ATT_OPCODE_AT] == att.Opcode.ATT_HANDLE_VALUE_NOTIFICATION
        if is_notification and not self._takes_notification():
            return
        receiver = self._central if sender is self._sensor else self._sensor
        source = sender.random_address
        self._send(lambda: receiver.on_link_acl_data(source, PhysicalTransport.LE, data), is_notification)

    def send_control(self, sender: hci.Address, pdu: ll.ControlPdu) -> None:
        """A control packet on its way from either end to the other."""
        receiver = self._sensor if sender == self._central.random_address else self._central
        self._send(lambda: receiver.on_ll_control_pdu(sender, pdu), is_notification=False)

    def hold(self, for_s: float = math.inf) -> None:
        """Nothing gets through for so long."""
        self._held_until_s = max(self._held_until_s, self._loop.time() + for_s)
        self._event = _cancelled(self._event)
        self._release = _cancelled(self._release)
        self._supervise()
        if math.isfinite(self._held_until_s):
            self._release = self._loop.call_at(self._held_until_s, self.release)

    def release(self) -> None:
        """It gets through again."""
        self._release = _cancelled(self._release)
        self._held_until_s = -math.inf
        if not self._is_broken:
            self._supervision = _cancelled(self._supervision)
        self._plan_event()

    def forget_sensor(self) -> None:
        """The sensor does not know of the connection any more; the computer finds that out by hearing nothing."""
        self._sensor.forget(self._central.random_address, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)
        self._break()

    def cut(self) -> None:
        """Both ends are told that the connection is gone, where they have one; what was on its way is lost."""
        self._clear()
        for end, other in ((self._central, self._sensor), (self._sensor, self._central)):
            end.forget(other.random_address, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    def close(self) -> None:
        """No timer of this path is left."""
        self._event = _cancelled(self._event)
        self._release = _cancelled(self._release)
        self._supervision = _cancelled(self._supervision)

    def _clear(self) -> None:
        """Nothing is on its way and nothing supervised any more."""
        self._supervision = _cancelled(self._supervision)
        self._event = _cancelled(self._event)
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

    def _takes_notification(self) -> bool:
        """Count a notification that the sensor sends; whether it goes on its way."""
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
            self._event = self._loop.call_at(self._next_event_s(), self._pass_on)

    def _next_event_s(self) -> float:
        """The first connection event after now."""
        faults, now_s = self._faults(), self._loop.time()
        is_set_up = now_s - self._first_event_s >= faults.set_up_s
        interval_s = faults.interval_s if is_set_up else min(SET_UP_INTERVAL_S, faults.interval_s)
        if interval_s <= 0.0:
            return now_s
        passed = math.floor((now_s - self._first_event_s) / interval_s + _HARDLY)
        return self._first_event_s + (passed + 1) * interval_s

    def _pass_on(self) -> None:
        """A connection event: all that waits gets through; what comes of it waits for the next."""
        self._event = None
        passing = list(self._waiting)
        self._waiting.clear()
        self.traffic.delivered += self._notifications
        self._notifications = 0
        for _, deliver in passing:
            deliver()


def _cancelled(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
