"""A packet: one notification as it came from the radio. This is what is recorded."""

from dataclasses import dataclass

LINK_ROLE = "link"
"""Role of the packets that no sensor sends: what became of the connection, noted among the others in its place."""
LINK_UP = b"up"
"""A connection has been made; what a split frame left over from the one before is worth nothing any more."""
LINK_DOWN = b"down"
"""The connection is lost or was closed."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Bytes of one notification and when they arrived.

    `arrival_s`: receiver's monotonic clock, seconds since the recording began.
    `role`: which characteristic it came from, in the device's own words (`"stream"`, `"battery"`).
    """

    arrival_s: float
    payload: bytes
    role: str = "stream"
