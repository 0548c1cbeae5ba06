"""The ring of a fake sensor of the open profile: samples to be sent, and samples that can be retransmitted.

Its packets equal those of `firmware_notes/c/sensorcoach_packet.c` byte for byte; the tests compare both.
"""

from collections.abc import Iterator

from sensorcoach.devices.families.open_profile.wire import (
    FLAG_OVERFLOW,
    FLAG_REPLAYED,
    NOT_THERE,
    Row,
    count_fitting_samples,
    encode_packet,
    fits_gyro,
)


class Ring:
    """The newest samples, with the numbers of unsent and never sent ones among them, counted from the newest."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.batch = 1
        """Number of samples in a packet, as far as they fit."""
        self.payload_bytes = 20
        """Most bytes in a packet."""
        self.is_streaming = False
        self._rows: list[Row] = []
        self._unsent = 0
        """Number of newest samples that are to be sent."""
        self._fresh = 0
        """Number of newest samples that were never sent."""
        self._overflow = False
        """Whether samples were discarded since the last packet."""
        self._packet = 0
        """Number of the next packet."""

    def push(self, row: Row) -> None:
        """Add a sample."""
        self._rows.append(row)
        if len(self._rows) > self.capacity:
            del self._rows[0]
        if self.is_streaming:
            self._overflow |= self._fresh == self.capacity
            self._fresh = min(self._fresh + 1, self.capacity)
            self._unsent = min(self._unsent + 1, self.capacity)

    def note_overflow(self) -> None:
        """Note discarded samples."""
        self._overflow |= self.is_streaming

    def start(self, batch: int, payload_bytes: int) -> None:
        """Start to stream, or continue to, with packets of this size."""
        if not self.is_streaming:
            self.pause()
        self.batch, self.payload_bytes, self.is_streaming = batch, payload_bytes, True

    def pause(self) -> None:
        """Stop sending; stored samples can be requested later."""
        self.is_streaming, self._overflow = False, False
        self._unsent = self._fresh = 0

    def clear(self) -> None:
        """Forget all samples."""
        self._rows.clear()
        self._unsent = self._fresh = 0
        self._overflow = False

    def replay(self, index: int) -> int:
        """Retransmit from this wrapped index on, as far as samples are stored; returns 0 or an ATT error."""
        back = self._fresh
        while back < len(self._rows) and (self._rows[-back - 1].index - index) % (1 << 32) < 1 << 31:
            back += 1
        if not self.is_streaming or back == self._fresh:
            return NOT_THERE
        self._unsent = max(self._unsent, back)
        return 0

    def take_packets(self) -> Iterator[bytes]:
        """Yield the packets that are due; each counts as sent when it is taken."""
        while rows := self._collect_due():
            flags = FLAG_REPLAYED if self._unsent > self._fresh else 0
            flags |= FLAG_OVERFLOW if self._overflow else 0
            packet = encode_packet(rows, self._packet, flags)
            self._unsent -= len(rows)
            self._fresh = min(self._fresh, self._unsent)
            self._packet, self._overflow = self._packet + 1, False
            yield packet

    def _collect_due(self) -> list[Row]:
        """Return the samples of the next packet; none if it must wait for more."""
        replays = self._unsent > self._fresh
        ready = self._unsent - self._fresh if replays else self._unsent
        if not self.is_streaming or not ready:
            return []
        begin = len(self._rows) - self._unsent
        first = self._rows[begin]
        sample_bytes = len(first.payload) if fits_gyro(self.payload_bytes) else 6
        most = count_fitting_samples(self.payload_bytes, sample_bytes)
        most = most if replays else min(most, self.batch)
        rows = [_cut(row, sample_bytes) for row in self._rows[begin : begin + min(most, ready)]]
        for count, row in enumerate(rows):
            if row.index != first.index + count or len(row.payload) != sample_bytes:
                return rows[:count]
        return rows if replays or len(rows) == most else []


def _cut(row: Row, sample_bytes: int) -> Row:
    """Return the sample cut to these bytes."""
    return row if len(row.payload) == sample_bytes else Row(row.index, row.time_us, row.payload[:sample_bytes])
