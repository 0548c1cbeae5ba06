"""Join DATA messages of Movesense GSP from notifications, some of which hold only a part of a message.

A message does not contain its length, and may look whole when its second part is missing. A message of the usual length
at this rate is whole at once. A shorter one waits for the next notification: its second part, or another one, which
shows that there is no second part.

A part does not name its message either. When the second part of one message and the first part of the next are both
lost, the rest looks like one message. Then the halves are about a message apart. Such a pair waits for the stamp of the
next message, which shows whether one is missing.
"""

from typing import NamedTuple

from sensorcoach.devices.families.movesense.wire import (
    DATA,
    DATA_PART2,
    HEADER_BYTES,
    count_samples_per_packet,
    sample_bytes,
)
from sensorcoach.packets import Packet

_APART = 0.55
"""Distance of halves, as a share of a message's duration, beyond which they may be of two messages. Halves of one
message are sent together; halves of two are a duration apart, less a connection interval: 32 ms at 104 Hz and 45 ms."""

_MISSING = 1.5
"""Distance of two stamps, in durations of a message, beyond which a message is missing between them."""


class SplitMessage(NamedTuple):
    """A whole DATA message, with the arrival of the notification that completed it."""

    arrival_s: float
    payload: bytes


class MessageJoiner:
    """Joins the parts of messages. Memory is one notification of each kind."""

    def __init__(self, rate_hz: float) -> None:
        self.skipped_bytes = 0
        """Number of bytes in parts without a counterpart."""
        self.repeated_packets = 0
        self._samples = count_samples_per_packet(rate_hz)
        self._length_s = self._samples / rate_hz
        """Duration of a message."""
        self._doubtful: SplitMessage | None = None
        """A message joined from parts that may be of two messages."""
        self._waiting: Packet | None = None
        """A DATA notification that may be the first part of a longer message."""
        self._split_bytes: int | None = None
        """Length of first parts on this connection, once a split message has been seen."""
        self._second = b""
        """The latest second part, to recognise a repeated delivery."""

    def forget(self) -> None:
        """Drop all halves: the connection is new."""
        if self._waiting is not None:
            self.skipped_bytes += len(self._waiting.payload)
        if self._doubtful is not None:
            self.skipped_bytes += len(self._doubtful.payload)
        self._waiting, self._doubtful, self._split_bytes, self._second = None, None, None, b""

    def feed(self, packet: Packet) -> list[SplitMessage]:
        """Return the messages that this notification (DATA or DATA_PART2) completes, in order."""
        payload = packet.payload
        if payload[0] == DATA_PART2:
            return self._join(packet)
        if self._waiting is not None and payload == self._waiting.payload:
            self.repeated_packets += 1
            return []
        done = [*self._settle_doubtful(payload), *self._release_waiting()]
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

    def _settle_doubtful(self, following: bytes) -> list[SplitMessage]:
        """Return the doubtful message, if the next one shows that it is a single message."""
        doubtful, self._doubtful = self._doubtful, None
        if doubtful is None:
            return []
        if (_stamp_ms(following) - _stamp_ms(doubtful.payload)) % (1 << 32) < _MISSING * 1000.0 * self._length_s:
            return [doubtful]
        self.skipped_bytes += len(doubtful.payload)
        return []

    def _release_waiting(self) -> list[SplitMessage]:
        """Return the waiting message, now without a second part, unless it has the length of a first part."""
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
    """Return whether this is a DATA or DATA_PART2 notification of a known subscription."""
    if len(payload) <= 2 or payload[0] not in {DATA, DATA_PART2} or not sample_bytes(payload[1]):
        return False
    return payload[0] == DATA_PART2 or len(payload) > HEADER_BYTES
