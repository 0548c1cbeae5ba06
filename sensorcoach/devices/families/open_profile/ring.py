"""The ring of a made-up sensor of the open profile: what is to be sent, and what can be sent again.

It does what `firmware_notes/c/sensorcoach_packet.c` does, to the byte; the tests hold one against the other.
"""

from collections.abc import Iterator

from sensorcoach.devices.families.open_profile.wire import (
    FLAG_OVERFLOW,
    FLAG_REPLAYED,
    NOT_THERE,
    Row,
    encode_packet,
    fits_gyro,
    samples_that_fit,
)


class Ring:
    """The newest samples, and how many of them are to be sent, and were never sent; counted from the newest."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.batch = 1
        """Samples in a packet, if that many fit."""
        self.payload_bytes = 20
        """Most bytes of a packet."""
        self.is_streaming = False
        self._rows: list[Row] = []
        self._unsent = 0
        """The last so many are to be sent..."""
        self._fresh = 0
        """...of which the last so many never were."""
        self._overflow = False
        """Samples were thrown away since the last packet."""
        self._packet = 0
        """Number of the next packet."""

    def push(self, row: Row) -> None:
        """A sample was taken."""
        self._rows.append(row)
        if len(self._rows) > self.capacity:
            del self._rows[0]
        if self.is_streaming:
            self._overflow |= self._fresh == self.capacity
            self._fresh = min(self._fresh + 1, self.capacity)
            self._unsent = min(self._unsent + 1, self.capacity)

    def skip(self) -> None:
        """Samples were not taken."""
        self._overflow |= self.is_streaming

    def start(self, batch: int, payload_bytes: int) -> None:
        """Stream from now on, or go on streaming, with packets of this size."""
        if not self.is_streaming:
            self.pause()
        self.batch, self.payload_bytes, self.is_streaming = batch, payload_bytes, True

    def pause(self) -> None:
        """Send nothing; what is kept can be asked for later."""
        self.is_streaming, self._overflow = False, False
        self._unsent = self._fresh = 0

    def clear(self) -> None:
        """Forget all samples."""
        self._rows.clear()
        self._unsent = self._fresh = 0
        self._overflow = False

    def replay(self, index: int) -> int:
        """Send again what was sent, from this wrapped index on or as far as it is there; 0 or an ATT error."""
        back = self._fresh
        while back < len(self._rows) and (self._rows[-back - 1].index - index) % (1 << 32) < 1 << 31:
            back += 1
        if not self.is_streaming or back == self._fresh:
            return NOT_THERE
        self._unsent = max(self._unsent, back)
        return 0

    def packets(self) -> Iterator[bytes]:
        """The packets that are due; each counts as sent when it is taken."""
        while rows := self._due():
            flags = FLAG_REPLAYED if self._unsent > self._fresh else 0
            flags |= FLAG_OVERFLOW if self._overflow else 0
            packet = encode_packet(rows, self._packet, flags)
            self._unsent -= len(rows)
            self._fresh = min(self._fresh, self._unsent)
            self._packet, self._overflow = self._packet + 1, False
            yield packet

    def _due(self) -> list[Row]:
        """The samples of the next packet; none if it has to wait for more."""
        replays = self._unsent > self._fresh
        ready = self._unsent - self._fresh if replays else self._unsent
        if not self.is_streaming or not ready:
            return []
        begin = len(self._rows) - self._unsent
        first = self._rows[begin]
        sample_bytes = len(first.payload) if fits_gyro(self.payload_bytes) else 6
        most = samples_that_fit(self.payload_bytes, sample_bytes)
        most = most if replays else min(most, self.batch)
        rows = [_cut(row, sample_bytes) for row in self._rows[begin : begin + min(most, ready)]]
        for count, row in enumerate(rows):
            if row.index != first.index + count or len(row.payload) != sample_bytes:
                return rows[:count]
        return rows if replays or len(rows) == most else []


def _cut(row: Row, sample_bytes: int) -> Row:
    """The sample without what does not fit."""
    return row if len(row.payload) == sample_bytes else Row(row.index, row.time_us, row.payload[:sample_bytes])
