"""The body of a push as packets, and back: as it came, but deflated, since JSON shrinks to a third.

A recording holds payloads of up to 64 kB, and a phone that samples fast pushes more. So a body is one packet of role
`stream`, preceded, where it does not fit, by packets of role `more` with what comes before. A body that begins like
JSON is taken as it stands.
"""

import zlib
from collections.abc import Sequence

from sensorcoach.packets import Packet

ROLE, MORE_ROLE = "stream", "more"
MAX_BODY_BYTES = 512 * 1024
"""Of one push. A fast phone fills a third of this in a second; the application's usual batches are smaller."""
PIECE_BYTES = 60_000
"""Of one packet: below the 65 535 bytes that a recording can hold."""
_DEFLATED = b"\x78"
"""How zlib's streams begin, and no JSON does."""
_LEVEL = 1
"""Least effort: half a millisecond for a second of three streams."""


def encode_payloads(body: bytes) -> list[bytes]:
    """The payloads of one push; the last is of role `stream`, any before it of role `more`."""
    data = zlib.compress(body, _LEVEL)
    return [data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES)]


def packets_of(arrival_s: float, body: bytes) -> list[Packet]:
    """The packets of one push that arrived at this time."""
    payloads = encode_payloads(body)
    roles = [MORE_ROLE] * (len(payloads) - 1) + [ROLE]
    return [Packet(arrival_s, payload, role) for payload, role in zip(payloads, roles, strict=True)]


class Bodies:
    """Joins packets to bodies again; never holds more than `MAX_BODY_BYTES`."""

    def __init__(self) -> None:
        self.skipped_bytes = 0
        """Bytes of pieces that were no body."""
        self._pieces: list[bytes] = []
        """Pieces of the body that is on its way."""
        self._size = 0

    def feed(self, packet: Packet) -> bytes | None:
        """The body that this packet completes, or None."""
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
    """The body, or None if these pieces are none, are not whole, or would be longer than `MAX_BODY_BYTES`."""
    data = b"".join(pieces)
    if not data.startswith(_DEFLATED):
        return data if len(data) <= MAX_BODY_BYTES else None
    unpacking = zlib.decompressobj()
    try:
        body = unpacking.decompress(data, MAX_BODY_BYTES)
    except zlib.error:
        return None
    return body if unpacking.eof and not unpacking.unused_data else None
