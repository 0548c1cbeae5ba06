"""The data frame of Polar measurements (PMD), for acceleration. Little-endian:

    offset  type  field
    0       u8    measurement type          2 = acceleration (low six bits)
    1       u64   time of the LAST sample   ns since 2000-01-01
    9       u8    frame type                bit 7: compressed
    10            samples

Raw samples are x, y, z in mg: frame type 0 i8, 1 i16, 2 i24. Compressed (types 0 and 1): a first sample of 3 i16, then
blocks of `bits u8, count u8` and count times 3 signed differences of `bits` bits, packed from the lowest bit on, each
block filled to a byte. Multiplied by the factor of the start response (1 if it has none) they are mg (type 1) or g
(type 0).
"""

import numpy as np

from sensorcoach.samples import FloatArray, IntArray

ACC = 2
HEADER_BYTES = 10
RAW_I16 = 0x01
_RAW_BYTES = {0x00: 1, 0x01: 2, 0x02: 3}
_UNIT_MG = {0x80: 1000.0, 0x81: 1.0}
_FIRST_BYTES = 6
_MOST_BITS = 32
_MOST_SAMPLES = 1024
"""Largest number of samples in a frame: differences of 0 bits could claim any number."""


def read_stamp(frame: bytes) -> int:
    """Return the time of the last sample, in nanoseconds since 2000."""
    return int.from_bytes(frame[1:9], "little")


def decode_acc_mg(frame: bytes, factor: float) -> FloatArray | None:
    """Return the samples (n, 3) of a frame, n > 0, in mg; None if it is not an acceleration frame."""
    if len(frame) <= HEADER_BYTES or frame[0] & 0x3F != ACC:
        return None
    kind, content = frame[9], frame[HEADER_BYTES:]
    if kind in _UNIT_MG:
        values = _decompress(content)
        return None if values is None else values * (factor * _UNIT_MG[kind])
    size = _RAW_BYTES.get(kind, 0)
    if not size or len(content) % (3 * size):
        return None
    return _decode_bytes(np.frombuffer(content, dtype=np.uint8).reshape(-1, size)).reshape(-1, 3)


def encode_raw_frame(time_ns: int, acc_mg: FloatArray) -> bytes:
    """Return a frame of type 1: i16 mg."""
    return _encode_header(time_ns, RAW_I16) + acc_mg.astype("<i2").tobytes()


def encode_compressed_frame(time_ns: int, values: IntArray, kind: int, block: int = 10) -> bytes:
    """Return a frame of kind 0x80 or 0x81 of values (n, 3), with `block` differences in a block, in the fewest bits."""
    parts = [_encode_header(time_ns, kind), values[0].astype("<i2").tobytes()]
    steps = np.diff(values, axis=0)
    for start in range(0, len(steps), block):
        part = steps[start : start + block]
        bits = max(int(np.where(part < 0, ~part, part).max()).bit_length() + 1, 1)
        ones = (part.reshape(-1, 1) >> np.arange(bits)) & 1
        parts.append(bytes((bits, len(part))) + np.packbits(ones.astype(np.uint8), bitorder="little").tobytes())
    return b"".join(parts)


def _encode_header(time_ns: int, kind: int) -> bytes:
    return bytes((ACC,)) + (time_ns % (1 << 64)).to_bytes(8, "little") + bytes((kind,))


def _decompress(content: bytes) -> FloatArray | None:
    if len(content) < _FIRST_BYTES:
        return None
    steps = [np.frombuffer(content, dtype="<i2", count=3).astype(np.float64).reshape(1, 3)]
    samples, place = 1, _FIRST_BYTES
    while place < len(content):
        bits, count = content[place], content[place + 1] if place + 1 < len(content) else 0
        size = (bits * count * 3 + 7) // 8
        packed = content[place + 2 : place + 2 + size]
        samples += count
        if not count or bits > _MOST_BITS or len(packed) < size or samples > _MOST_SAMPLES:
            return None
        ones = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), bitorder="little")[: bits * count * 3]
        steps.append(_decode_bits(ones.reshape(count * 3, bits)).reshape(-1, 3))
        place += 2 + size
    return np.cumsum(np.concatenate(steps), axis=0)


def _decode_bytes(rows: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> FloatArray:
    """Decode little-endian two's complement numbers, one in a row of bytes."""
    return _decode_bits(np.unpackbits(rows, axis=1, bitorder="little"))


def _decode_bits(ones: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> FloatArray:
    """Decode two's complement numbers, one in a row of bits, the lowest first; a row without bits is 0."""
    weights = 2.0 ** np.arange(ones.shape[1])
    weights[-1:] *= -1.0
    return ones.astype(np.float64) @ weights
