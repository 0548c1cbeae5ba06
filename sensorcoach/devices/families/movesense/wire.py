"""Movesense GSP as bytes: commands, results, and the numbers in a DATA message. Wire table: `device.py`."""

import numpy as np

from sensorcoach.samples import FloatArray

HELLO, SUBSCRIBE, UNSUBSCRIBE = 0, 1, 2
RESULT, DATA, DATA_PART2 = 1, 2, 3

IMU6_REF, ACC_REF = 100, 99
"""Reference numbers of the two known subscriptions: both sensors, or acceleration alone."""

HELLO_REF = 1

RATES_HZ = (52.0, 104.0)
HEADER_BYTES = 6
SPLIT_BYTES = 152
"""Most bytes of a message in one notification; a longer one is sent in two."""

_LARGEST_BITS = int(np.float32(1e4).view(np.uint32))
"""Bits of 10 000, a value beyond any sensor's range in either unit. Without their sign, numbers have the order of their
bits, and infinity and NaN come last."""


def encode_subscription(rate_hz: float, ref: int = IMU6_REF) -> bytes:
    """Return the command that starts a stream at this rate."""
    sensor = "IMU6" if ref == IMU6_REF else "Acc"
    return bytes((SUBSCRIBE, ref)) + f"/Meas/{sensor}/{rate_hz:g}".encode("ascii")


def count_samples_per_packet(rate_hz: float) -> int:
    """Return the number of samples in a message: 4 at 52 Hz, 8 at 104 Hz."""
    return max(1, round(rate_hz / 13.0))


def decode_status(result: bytes) -> int | None:
    """Return the status of a command result, which old firmware sends big-endian; None if it is missing."""
    if len(result) < 4 or result[0] != RESULT:
        return None
    little, big = int.from_bytes(result[2:4], "little"), int.from_bytes(result[2:4], "big")
    return little if 100 <= little < 600 or not 100 <= big < 600 else big


def sample_bytes(ref: int) -> int:
    """Bytes of one sample in a DATA message of this subscription; 0 for an unknown one."""
    return {IMU6_REF: 24, ACC_REF: 12}.get(ref, 0)


def decode_values(message: bytes) -> FloatArray | None:
    """Return the vectors (n, 3) of a DATA message: accelerations, then as many rates; None if it is invalid."""
    size = sample_bytes(message[1]) if len(message) > HEADER_BYTES else 0
    if not size or (len(message) - HEADER_BYTES) % size:
        return None
    bits = np.frombuffer(message, dtype="<u4", offset=HEADER_BYTES)
    if np.any(bits & 0x7FFFFFFF >= _LARGEST_BITS):
        return None
    return bits.view("<f4").astype(np.float64).reshape(-1, 3)


def encode_message(ref: int, time_ms: int, values: FloatArray) -> bytes:
    """Return a DATA message of vectors (n, 3): acceleration in m/s2, then rate in deg/s."""
    return bytes((DATA, ref)) + (time_ms % (1 << 32)).to_bytes(4, "little") + values.astype("<f4").tobytes()


def split_notifications(message: bytes, most_bytes: int) -> list[bytes]:
    """Return the notifications of a message: one, or two parts if it does not fit."""
    most_bytes = min(most_bytes, SPLIT_BYTES)
    if len(message) <= most_bytes:
        return [message]
    return [message[:most_bytes], bytes((DATA_PART2, message[1])) + message[most_bytes:]]
