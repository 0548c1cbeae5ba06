"""A packet: one notification as it came from the radio. This is what is recorded."""

from dataclasses import dataclass

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
