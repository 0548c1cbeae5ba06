"""Seeded changes of an input: bits, bytes, pieces, numbers and words that break readers."""

import random
from collections.abc import Sequence

WORDS = (
    b"nan", b"inf", b"-inf", b"1e308", b"-1e308", b"5e-324", b"1e999", b"9" * 400, b"-0", b"0", b"1_0", b"0x10",
    b"1761230000.123", b"1761230000123", b"1761230000123456789", b"2025-10-23T13:24:00+02:00", b"24:61:61", b"\n",
    b"\r", b"\r\n", b",", b";", b"\t", b'"', b"#", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"time_s", b"{",
    b"[" * 2000, b'{"a":' * 500, b"a." * 3000 + b"a=1\n", b"x = " + b"[" * 300 + b"]" * 300 + b"\n", b"null",
    b"true", b"\\u0000", b"\\ud800", b"\x1b[31m", b"= 0x" + b"f" * 5000 + b"\n", b"[[a]]\n", b"'", b'"""',
)  # fmt: skip
"""Pieces that are inserted."""

MOST_BYTES = 1 << 16
"""Longest input that mutation makes."""


def mutate(data: bytes, others: Sequence[bytes], random_source: random.Random) -> bytes:
    """Return `data` with one to eight changes; `others` are inputs from which pieces are taken."""
    for _ in range(random_source.choice((1, 1, 1, 2, 3, 8))):
        data = _change(data, others, random_source)[:MOST_BYTES]
    return data


def _change(data: bytes, others: Sequence[bytes], random_source: random.Random) -> bytes:
    start, stop = _cut(data, random_source)
    piece = data[start:stop]
    match random_source.randrange(10):
        case 0:
            return data[:start] + bytes([random_source.randrange(256)]) + data[start + 1 :]
        case 1:
            flipped = bytes([data[start] ^ (1 << random_source.randrange(8))]) if start < len(data) else b""
            return data[:start] + flipped + data[start + 1 :]
        case 2:
            return data[:start] + data[stop:]
        case 3:
            return data[:start] + piece * random_source.choice((2, 3, 50)) + data[stop:]
        case 4:
            return data[:start] + random_source.choice(WORDS) + data[start:]
        case 5:
            return data[:start] + random_source.choice(WORDS) + data[stop:]
        case 6:
            return data[:start]
        case 7:
            other = random_source.choice(others)
            low, high = _cut(other, random_source)
            return data[:start] + other[low:high] + data[stop:]
        case 8:
            lines = data.split(b"\n")
            place, other_place = random_source.randrange(len(lines)), random_source.randrange(len(lines))
            lines[place], lines[other_place] = lines[other_place], lines[place]
            return b"\n".join(lines)
        case _:
            return _change_number(data, start, random_source)


def _change_number(data: bytes, start: int, random_source: random.Random) -> bytes:
    """Replace the number at or behind `start`, or else the four bytes there."""
    digits = b"0123456789.-+eE"
    low = next((k for k in range(start, len(data)) if data[k] in digits), None)
    if low is None:
        return data[:start] + random_source.randbytes(4) + data[start + 4 :]
    high = next((k for k in range(low, len(data)) if data[k] not in digits), len(data))
    return data[:low] + random_source.choice(WORDS[:14]) + data[high:]


def _cut(data: bytes, random_source: random.Random) -> tuple[int, int]:
    """Two places in rising order; mostly close to each other."""
    start = random_source.randrange(len(data) + 1)
    return start, min(len(data), start + random_source.choice((1, 4, 16, 64, 1024)))
