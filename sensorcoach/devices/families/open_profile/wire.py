"""The stream packet of the open profile as bytes. Wire table: `device.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sensorcoach.devices.families.open_profile.info import VERSION

HEADER_BYTES = 12
MAX_PAYLOAD_BYTES = 244
"""Most bytes in a notification at the usual ATT MTU of 247."""

FLAG_GYRO = 0x01
FLAG_OVERFLOW = 0x02
FLAG_REPLAYED = 0x04

RATES_HZ = (25.0, 50.0, 100.0, 200.0, 400.0)
RANGES_G = (2, 4, 8, 16)
BATCH_S = 0.1
"""Time of samples in a packet. Longer saves the sensor's battery, shorter shows a rep sooner."""

START, STOP, IDENTIFY, REPLAY = 1, 2, 3, 4
"""First byte of a command."""

BAD_LENGTH = 0x0D
"""ATT error: fewer bytes than the command needs."""

REFUSED = 0x80
"""ATT error: unknown command, or a rate, range or batch that does not exist."""

NOT_THERE = 0x81
"""ATT error: the requested samples are not in the ring, or the sensor is not streaming."""

HEADER = np.dtype([("version", "u1"), ("flags", "u1"), ("packet", "<u2"), ("index", "<u4"), ("time_us", "<u4")])


@dataclass(frozen=True, slots=True)
class Row:
    """One sample for the wire: its index and device time, both unwrapped, and its 6 or 12 bytes."""

    index: int
    time_us: int
    payload: bytes


def count_fitting_samples(payload_bytes: int, sample_bytes: int) -> int:
    """Return the number of samples that a notification of `payload_bytes` holds; at least one."""
    return max(1, (payload_bytes - HEADER_BYTES) // sample_bytes)


def fits_gyro(payload_bytes: int) -> bool:
    """Return whether a notification holds a sample with a gyroscope; at an ATT MTU of 23 it does not."""
    return payload_bytes >= HEADER_BYTES + 12


def encode_packet(rows: Sequence[Row], number: int, flags: int = 0) -> bytes:
    """Return the packet of samples, at least one, with consecutive indices; sets the flag for the gyroscope."""
    first = rows[0]
    flags |= FLAG_GYRO if len(first.payload) == 12 else 0
    counters = (number % (1 << 16), first.index % (1 << 32), first.time_us % (1 << 32))
    header = np.array([(VERSION, flags, *counters)], dtype=HEADER).tobytes()
    return header + b"".join(row.payload for row in rows)


def encode_start(rate_hz: float, range_g: int, batch: int) -> bytes:
    """Return the command to start with this rate, range and number of samples in a packet."""
    return bytes((START, *round(rate_hz).to_bytes(2, "little"), range_g, batch))


def encode_replay(index: int) -> bytes:
    """Return the command to retransmit from this index on."""
    return bytes((REPLAY, *(index % (1 << 32)).to_bytes(4, "little")))
