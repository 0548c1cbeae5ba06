"""The body of a push as packets, and back. It is stored unchanged but deflated, because JSON shrinks to a third.

A recording holds payloads of up to 64 kB, and a phone that samples fast pushes more. So a body is one packet of role
`stream`. Where it does not fit, packets of role `more` with its earlier parts precede it. A body that begins like JSON
is taken unchanged.
"""

import zlib
from collections.abc import Sequence

from sensorcoach.packets import Packet

ROLE, MORE_ROLE = "stream", "more"
MAX_BODY_BYTES = 512 * 1024
"""Most bytes of one push. A fast phone fills a third of this in a second; the app's usual batches are smaller."""

PIECE_BYTES = 60_000
"""Most bytes of one packet, below the 65 535 bytes that a recording can hold."""

_DEFLATED = b"\x78"
"""First byte of zlib streams; JSON never begins with it."""

_LEVEL = 1
"""Compression level with the least effort: half a millisecond for a second of three streams."""


def encode_payloads(body: bytes) -> list[bytes]:
    """Return the payloads of one push; the last is of role `stream`, earlier ones of role `more`."""
    data = zlib.compress(body, _LEVEL)
    return [data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES)]


def make_packets(arrival_s: float, body: bytes) -> list[Packet]:
    """Return the packets of one push that arrived at this time."""
    payloads = encode_payloads(body)
    roles = [MORE_ROLE] * (len(payloads) - 1) + [ROLE]
    return [Packet(arrival_s, payload, role) for payload, role in zip(payloads, roles, strict=True)]


class BodyJoiner:
    """Joins packets to bodies; never holds more than `MAX_BODY_BYTES`."""

    def __init__(self) -> None:
        self.skipped_bytes = 0
        """Number of bytes in pieces that form no body."""
        self._pieces: list[bytes] = []
        """Pieces of the incomplete body."""
        self._size = 0

    def feed(self, packet: Packet) -> bytes | None:
        """Return the body that this packet completes, or None."""
        if packet.role not in {ROLE, MORE_ROLE}:
            return None
        self._pieces.append(packet.payload)
        self._size += len(packet.payload)
        if packet.role == MORE_ROLE:
            if self._size > MAX_BODY_BYTES:
                self._drop()
            return None
        body = inflate(self._pieces)
        if body is None:
            self._drop()
        self._pieces, self._size = [], 0
        return body

    def _drop(self) -> None:
        self.skipped_bytes += self._size
        self._pieces, self._size = [], 0


def inflate(pieces: Sequence[bytes]) -> bytes | None:
    """Return the inflated body, or None if its pieces are invalid, incomplete, or longer than `MAX_BODY_BYTES`."""
    data = b"".join(pieces)
    if not data.startswith(_DEFLATED):
        return data if len(data) <= MAX_BODY_BYTES else None
    unpacking = zlib.decompressobj()
    try:
        body = unpacking.decompress(data, MAX_BODY_BYTES)
    except zlib.error:
        return None
    return body if unpacking.eof and not unpacking.unused_data else None
