"""A packet: one notification as received from the radio. Recordings store packets.

The packets of a recording come as a `PacketTable`: an object for each would take as long as decoding them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import TypeVar, overload

Key = TypeVar("Key")

LINK_ROLE = "link"
"""Role of packets that note a change of the connection, in order among the sensor's packets."""

LINK_UP = b"up"
"""Payload: a connection has been made. A half-received frame of the connection before is void."""

LINK_DOWN = b"down"
"""Payload: the connection was lost or closed."""

MARK_ROLE = "mark"
"""Role of packets that note the person's marks of a set, in order among the sensor's packets. No decoder reads them.

A mark has the arrival of the newest packet before it. From the first mark on, only lifts between a start and an end
count.
"""

MARK_START = b"start"
"""Payload: a set begins now."""

MARK_END = b"end"
"""Payload: the set is over."""

MARK_DISCARD = b"discard"
"""Payload: discard the open marked set, or the latest set where none is open."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Bytes and arrival of one notification.

    `arrival_s`: receiver's monotonic clock, seconds since the recording began.
    `role`: name of its characteristic in the device's definition (`"stream"`, `"battery"`).
    """

    arrival_s: float
    payload: bytes
    role: str = "stream"


class PacketTable(Sequence[Packet]):
    """Packets as columns, n of them; each becomes a `Packet` on access.

    `arrivals_s`, `lengths` (of payloads, in bytes) and `roles`: n of each. `payloads`: all bytes end to end.
    """

    __slots__ = ("_starts", "arrivals_s", "lengths", "payloads", "roles")

    def __init__(
        self, arrivals_s: Sequence[float], lengths: Sequence[int], roles: Sequence[str], payloads: bytes
    ) -> None:
        self.arrivals_s = arrivals_s
        self.lengths = lengths
        self.roles = roles
        self.payloads = payloads
        self._starts = list(accumulate(lengths, initial=0))
        """Position of the start of each payload, and the end of the last."""

    def __len__(self) -> int:
        return len(self.arrivals_s)

    @overload
    def __getitem__(self, place: int) -> Packet: ...
    @overload
    def __getitem__(self, place: slice) -> "PacketTable": ...
    def __getitem__(self, place: int | slice) -> "Packet | PacketTable":
        if isinstance(place, int):
            at = range(len(self))[place]
            return Packet(self.arrivals_s[at], self.payloads[self._starts[at] : self._starts[at + 1]], self.roles[at])
        start, stop, step = place.indices(len(self))
        if step != 1:
            raise ValueError("a table of packets is cut in one piece")
        stop = max(start, stop)
        here = slice(start, stop)
        payloads = self.payloads[self._starts[start] : self._starts[stop]]
        return PacketTable(self.arrivals_s[here], self.lengths[here], self.roles[here], payloads)

    def __iter__(self) -> Iterator[Packet]:
        payloads = (self.payloads[start:stop] for start, stop in pairwise(self._starts))
        return map(Packet, self.arrivals_s, payloads, self.roles)


def join_tables(tables: Sequence[PacketTable]) -> PacketTable:
    """Join all packets of these tables, in order."""
    return PacketTable(
        [arrival_s for table in tables for arrival_s in table.arrivals_s],
        [length for table in tables for length in table.lengths],
        [role for table in tables for role in table.roles],
        b"".join([table.payloads for table in tables]),
    )


def split_by_role(packets: Sequence[Packet]) -> Iterator[tuple[str, Sequence[Packet]]]:
    """Cut packets where the role changes; yields role and packets."""
    return _split_by_key(packets, _roles(packets))


def split_by_marks(packets: Sequence[Packet]) -> Iterator[tuple[bool, Sequence[Packet]]]:
    """Cut packets where marks begin and end; yields true with marks, false with other packets."""
    return _split_by_key(packets, [role == MARK_ROLE for role in _roles(packets)])


def _roles(packets: Sequence[Packet]) -> Sequence[str]:
    return packets.roles if isinstance(packets, PacketTable) else [packet.role for packet in packets]


def _split_by_key(packets: Sequence[Packet], keys: Sequence[Key]) -> Iterator[tuple[Key, Sequence[Packet]]]:
    """Cut packets where their keys change."""
    start = 0
    for key, run in groupby(keys):
        stop = start + len(list(run))
        yield key, packets if stop - start == len(packets) else packets[start:stop]
        start = stop


def count_payload_bytes(packets: Sequence[Packet]) -> int:
    """Return the number of bytes in all payloads."""
    if isinstance(packets, PacketTable):
        return len(packets.payloads)
    return sum(len(packet.payload) for packet in packets)
