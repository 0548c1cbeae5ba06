"""A packet: one notification as it came from the radio. This is what is recorded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packet:
    """Bytes of one notification and when they arrived.

    `arrival_s`: receiver's monotonic clock, seconds since the recording began.
    `role`: which characteristic it came from, in the device's own words (`"stream"`, `"battery"`).
    """

    arrival_s: float
    payload: bytes
    role: str = "stream"
