"""DATA messages of Movesense GSP out of notifications, some of which hold only a part of one.

A message does not say how long it is, and may look whole when its second part is missing. So one that is as long as
messages at this rate are is whole at once; a shorter one waits for the next notification: its second part, or anything
else, which shows that there is none.

Nor do parts tell which message they are of. When the second part of one message and the first part of the next are
both lost, what is left looks like one message. Then the halves lie about a message apart; such a pair waits for the
stamp of the message that follows, which shows whether one is missing.
"""

from typing import NamedTuple

from sensorcoach.devices.families.movesense.wire import (
    DATA,
    DATA_PART2,
    HEADER_BYTES,
    sample_bytes,
    samples_per_packet,
)
from sensorcoach.packets import Packet

_APART = 0.55
"""Halves further apart than this share of a message's length may be of two. Those of one are sent together, those of
two a length apart, less a connection interval: 32 ms at 104 Hz and 45 ms."""
_MISSING = 1.5
"""So many lengths from one stamp to the next are too many for messages that follow each other."""


class SplitMessage(NamedTuple):
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
        self._length_s = self._samples / rate_hz
        """From one message to the next."""
        self._doubtful: SplitMessage | None = None
        """Joined of two parts that may be of two messages."""
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
        if self._doubtful is not None:
            self.skipped_bytes += len(self._doubtful.payload)
        self._waiting, self._doubtful, self._split_bytes, self._second = None, None, None, b""

    def feed(self, packet: Packet) -> list[SplitMessage]:
        """The messages that this notification (DATA or DATA_PART2) completes, in order."""
        payload = packet.payload
        if payload[0] == DATA_PART2:
            return self._join(packet)
        if self._waiting is not None and payload == self._waiting.payload:
            self.repeated_packets += 1
            return []
        done = [*self._settled(payload), *self._let_go()]
        if len(payload) < HEADER_BYTES + sample_bytes(payload[1]) * self._samples:
            self._waiting = packet
            return done
        return [*done, SplitMessage(packet.arrival_s, payload)]

    def _join(self, packet: Packet) -> list[SplitMessage]:
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
        joined = SplitMessage(packet.arrival_s, first.payload + packet.payload[2:])
        if packet.arrival_s - first.arrival_s < _APART * self._length_s:
            return [joined]
        self._doubtful = joined
        return []

    def _settled(self, following: bytes) -> list[SplitMessage]:
        """The doubtful message, if the one that follows shows that it is one."""
        doubtful, self._doubtful = self._doubtful, None
        if doubtful is None:
            return []
        if (_stamp_ms(following) - _stamp_ms(doubtful.payload)) % (1 << 32) < _MISSING * 1000.0 * self._length_s:
            return [doubtful]
        self.skipped_bytes += len(doubtful.payload)
        return []

    def _let_go(self) -> list[SplitMessage]:
        """No second part came: the message was a short one, unless first parts are as long as it."""
        first, self._waiting = self._waiting, None
        if first is None:
            return []
        if len(first.payload) == self._split_bytes:
            self.skipped_bytes += len(first.payload)
            return []
        return [SplitMessage(first.arrival_s, first.payload)]


def _stamp_ms(payload: bytes) -> int:
    return int.from_bytes(payload[2:6], "little")


def is_data(payload: bytes) -> bool:
    """Whether this is a DATA or DATA_PART2 notification of a subscription of ours."""
    if len(payload) <= 2 or payload[0] not in {DATA, DATA_PART2} or not sample_bytes(payload[1]):
        return False
    return payload[0] == DATA_PART2 or len(payload) > HEADER_BYTES
