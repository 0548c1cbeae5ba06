"""DATA messages of Movesense GSP out of notifications, some of which hold only a part of one.

A message does not say how long it is, and may look whole when its second part is missing. So one that is as long as
messages at this rate are is whole at once; a shorter one waits for the next notification: its second part, or anything
else, which shows that there is none.
"""

from typing import NamedTuple

from sensorcoach.devices.movesense_wire import (
    DATA,
    DATA_PART2,
    HEADER_BYTES,
    sample_bytes,
    samples_per_packet,
)
from sensorcoach.packets import Packet


class Message(NamedTuple):
    """A whole DATA message, and the arrival of the notification that completed it."""

    arrival_s: float
    payload: bytes


class Parts:
    """Joins what was split. Memory is one notification of each kind."""

    def __init__(self, rate_hz: float) -> None:
        self.skipped_bytes = 0
        """Bytes of notifications that could not be joined to anything."""
        self.repeated_packets = 0
        self._samples = samples_per_packet(rate_hz)
        self._waiting: Packet | None = None
        """A DATA notification that may be the first part of a longer message."""
        self._split_bytes: int | None = None
        """Length of first parts on this connection, once a split message has been seen."""
        self._second = b""
        """The second part that was joined last: delivered twice, it comes again."""

    def forget(self) -> None:
        """The connection is new: halves from before fit nothing."""
        if self._waiting is not None:
            self.skipped_bytes += len(self._waiting.payload)
        self._waiting, self._split_bytes, self._second = None, None, b""

    def feed(self, packet: Packet) -> list[Message]:
        """The messages that this notification (DATA or DATA_PART2) completes, in order."""
        payload = packet.payload
        if payload[0] == DATA_PART2:
            return self._join(packet)
        if self._waiting is not None and payload == self._waiting.payload:
            self.repeated_packets += 1
            return []
        done = self._let_go()
        if len(payload) < HEADER_BYTES + sample_bytes(payload[1]) * self._samples:
            self._waiting = packet
            return done
        return [*done, Message(packet.arrival_s, payload)]

    def _join(self, packet: Packet) -> list[Message]:
        first, self._waiting = self._waiting, None
        if first is None:
            if packet.payload == self._second:
                self.repeated_packets += 1
            else:
                self.skipped_bytes += len(packet.payload)
            return []
        if first.payload[1] != packet.payload[1]:
            self.skipped_bytes += len(first.payload) + len(packet.payload)
            return []
        self._split_bytes, self._second = len(first.payload), packet.payload
        return [Message(packet.arrival_s, first.payload + packet.payload[2:])]

    def _let_go(self) -> list[Message]:
        """No second part came: the message was a short one, unless first parts are as long as it."""
        first, self._waiting = self._waiting, None
        if first is None:
            return []
        if len(first.payload) == self._split_bytes:
            self.skipped_bytes += len(first.payload)
            return []
        return [Message(first.arrival_s, first.payload)]


def is_data(payload: bytes) -> bool:
    """Whether this is a DATA or DATA_PART2 notification of a subscription of ours."""
    if len(payload) <= 2 or payload[0] not in {DATA, DATA_PART2} or not sample_bytes(payload[1]):
        return False
    return payload[0] == DATA_PART2 or len(payload) > HEADER_BYTES
