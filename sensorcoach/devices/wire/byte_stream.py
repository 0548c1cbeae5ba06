"""The bytes of many notifications end to end, for wires whose frames may straddle notifications."""

from collections.abc import Sequence

import numpy as np

from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, IntArray

_NO_ENDS = np.empty(0, dtype=np.int64)
_NO_ARRIVALS = np.empty(0, dtype=np.float64)


class ByteStream:
    """Received bytes that are not used up, with the arrival of each.

    Memory is the rest after `discard`, plus the bytes of one `append`.
    """

    def __init__(self) -> None:
        self.data = b""
        """Bytes not yet used up, oldest first."""
        self._ends: IntArray = _NO_ENDS
        """Offset in `data` of the end of each packet that still has bytes in it."""
        self._arrivals_s: FloatArray = _NO_ARRIVALS
        """Arrival of each of those packets."""

    def append(self, packets: Sequence[Packet]) -> None:
        """Append the payloads of these packets; packets without bytes are ignored."""
        filled = [packet for packet in packets if packet.payload]
        payloads = [packet.payload for packet in filled]
        lengths = np.fromiter(map(len, payloads), dtype=np.int64, count=len(payloads))
        arrivals_s = np.fromiter((packet.arrival_s for packet in filled), dtype=np.float64, count=len(filled))
        self._ends = np.concatenate([self._ends, len(self.data) + np.cumsum(lengths)])
        self._arrivals_s = np.concatenate([self._arrivals_s, arrivals_s])
        self.data = b"".join([self.data, *payloads])

    def arrivals_s(self, ends: IntArray) -> FloatArray:
        """Arrival (n,), seconds, of the byte just before each of these offsets (n,)."""
        return self._arrivals_s[np.searchsorted(self._ends, ends, side="left")]

    def discard(self, count: int) -> None:
        """Drop the first `count` bytes."""
        self.data = self.data[count:]
        left = self._ends > count
        self._ends = self._ends[left] - count
        self._arrivals_s = self._arrivals_s[left]
