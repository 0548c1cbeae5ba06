"""Movesense GSP as bytes: commands, results, and the numbers in a DATA message. Table: `families/movesense.py`."""

import numpy as np

from sensorcoach.samples import FloatArray

HELLO, SUBSCRIBE, UNSUBSCRIBE = 0, 1, 2
RESULT, DATA, DATA_PART2 = 1, 2, 3

IMU6_REF, ACC_REF = 100, 99
"""Our numbers for the two subscriptions we know how to read: both sensors, or acceleration alone."""
HELLO_REF = 1

RATES_HZ = (52.0, 104.0)
HEADER_BYTES = 6
SPLIT_BYTES = 152
"""A longer message goes out in two notifications."""
_LARGEST_BITS = int(np.float32(1e4).view(np.uint32))
"""10 000 as it stands on the wire: beyond any sensor's range in either unit. Numbers without their sign have the order
of their bits, and what is infinite or no number comes last."""


def subscription(rate_hz: float, ref: int = IMU6_REF) -> bytes:
    """The command that starts a stream at this rate."""
    sensor = "IMU6" if ref == IMU6_REF else "Acc"
    return bytes((SUBSCRIBE, ref)) + f"/Meas/{sensor}/{rate_hz:g}".encode("ascii")


def samples_per_packet(rate_hz: float) -> int:
    """4 at 52 Hz, 8 at 104 Hz."""
    return max(1, round(rate_hz / 13.0))


def decode_status(result: bytes) -> int | None:
    """The status of a command result, which old firmware sends big-endian; None if there is none."""
    if len(result) < 4 or result[0] != RESULT:
        return None
    little, big = int.from_bytes(result[2:4], "little"), int.from_bytes(result[2:4], "big")
    return little if 100 <= little < 600 or not 100 <= big < 600 else big


def sample_bytes(ref: int) -> int:
    """Bytes of one sample in a DATA message of this subscription, 0 for one that is not ours."""
    return {IMU6_REF: 24, ACC_REF: 12}.get(ref, 0)


def decode_values(message: bytes) -> FloatArray | None:
    """The numbers of a DATA message, (n, 3): n acceleration vectors, then as many of rate; None if it is no such."""
    size = sample_bytes(message[1]) if len(message) > HEADER_BYTES else 0
    if not size or (len(message) - HEADER_BYTES) % size:
        return None
    bits = np.frombuffer(message, dtype="<u4", offset=HEADER_BYTES)
    if np.any(bits & 0x7FFFFFFF >= _LARGEST_BITS):
        return None
    return bits.view("<f4").astype(np.float64).reshape(-1, 3)


def encode_message(ref: int, time_ms: int, values: FloatArray) -> bytes:
    """A DATA message: acceleration vectors in m/s2, then those of rate in deg/s, (n, 3)."""
    return bytes((DATA, ref)) + (time_ms % (1 << 32)).to_bytes(4, "little") + values.astype("<f4").tobytes()


def split_notifications(message: bytes, most_bytes: int) -> list[bytes]:
    """The message as it goes out: whole, or in two parts if it does not fit."""
    most_bytes = min(most_bytes, SPLIT_BYTES)
    if len(message) <= most_bytes:
        return [message]
    return [message[:most_bytes], bytes((DATA_PART2, message[1])) + message[most_bytes:]]
