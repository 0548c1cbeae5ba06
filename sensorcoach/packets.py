"""A packet: one notification as it came from the radio. This is what is recorded.

Many packets out of a recording come as a `PacketTable`: to make an object of each takes as long as to decode them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import TypeVar, overload

Key = TypeVar("Key")

LINK_ROLE = "link"
"""Role of the packets that no sensor sends: what became of the connection, noted among the others in its place."""
LINK_UP = b"up"
"""A connection has been made; what a split frame left over from the one before is worth nothing any more."""
LINK_DOWN = b"down"
"""The connection is lost or was closed."""

MARK_ROLE = "mark"
"""Role of the packets that say what the person said of a set, noted among the others in its place. No decoder reads it.

It arrives with the newest packet before it. From the first mark on only what is done between a start and an end counts.
"""
MARK_START = b"start"
"""A set begins now."""
MARK_END = b"end"
"""The set is over."""
MARK_DISCARD = b"discard"
"""The set that was begun by a mark and is not over is thrown away; where there is no such set, the latest one."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Bytes of one notification and when they arrived.

    `arrival_s`: receiver's monotonic clock, seconds since the recording began.
    `role`: which characteristic it came from, in the device's own words (`"stream"`, `"battery"`).
    """

    arrival_s: float
    payload: bytes
    role: str = "stream"


class PacketTable(Sequence[Packet]):
    """Packets side by side, n of them, which become `Packet` one by one where they are asked for.

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
        """Where each payload begins, and the end of the last."""

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
    """All packets of these tables, in order."""
    return PacketTable(
        [arrival_s for table in tables for arrival_s in table.arrivals_s],
        [length for table in tables for length in table.lengths],
        [role for table in tables for role in table.roles],
        b"".join([table.payloads for table in tables]),
    )


def split_by_role(packets: Sequence[Packet]) -> Iterator[tuple[str, Sequence[Packet]]]:
    """The packets cut where the role changes."""
    return _runs(packets, _roles(packets))


def split_by_marks(packets: Sequence[Packet]) -> Iterator[tuple[bool, Sequence[Packet]]]:
    """The packets cut where marks begin and end; true with those that are marks."""
    return _runs(packets, [role == MARK_ROLE for role in _roles(packets)])


def _roles(packets: Sequence[Packet]) -> Sequence[str]:
    return packets.roles if isinstance(packets, PacketTable) else [packet.role for packet in packets]


def _runs(packets: Sequence[Packet], keys: Sequence[Key]) -> Iterator[tuple[Key, Sequence[Packet]]]:
    """The packets cut where their keys change."""
    start = 0
    for key, run in groupby(keys):
        stop = start + len(list(run))
        yield key, packets if stop - start == len(packets) else packets[start:stop]
        start = stop


def count_payload_bytes(packets: Sequence[Packet]) -> int:
    """How many bytes their payloads have."""
    if isinstance(packets, PacketTable):
        return len(packets.payloads)
    return sum(len(packet.payload) for packet in packets)
