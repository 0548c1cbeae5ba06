"""Up to a second of packets as one message. One message a packet would make reading slower than the pipeline.

Little-endian:

    offset  type        field
    0       u32         n, number of packets
    4       u16         length of the role names
    6       utf-8       role names, comma between ("info,stream")
    ..      f64 x n     arrival, seconds since the recording began, as the receiver noted it
    ..      u16 x n     payload length
    ..      u8 x n      role, index in the role names
    ..      bytes       payloads, end to end
"""

import math
import struct
from collections.abc import Sequence

from sensorcoach.packets import Packet, PacketTable

SCHEMA_NAME = "sensorcoach.packets/1"
SCHEMA_TEXT = __doc__ or ""
MAX_PAYLOAD_BYTES = 0xFFFF
MAX_PACKETS = 4096
"""Most packets in one block."""
MAX_ARRIVAL_S = 1e9
"""Latest arrival, 31 years, either side of zero. A later one shows damage."""

_HEAD = struct.Struct("<IH")
_PACKET_BYTES = 8 + 2 + 1


def encode_block(packets: Sequence[Packet]) -> bytes:
    """Encode packets as one message; the inverse of `decode_block`."""
    roles = list(dict.fromkeys(packet.role for packet in packets))
    names = ",".join(roles).encode()
    places = {role: place for place, role in enumerate(roles)}
    count = len(packets)
    table = struct.pack(
        f"<{count}d{count}H{count}B",
        *(packet.arrival_s for packet in packets),
        *(len(packet.payload) for packet in packets),
        *(places[packet.role] for packet in packets),
    )
    return b"".join([_HEAD.pack(count, len(names)), names, table, *(packet.payload for packet in packets)])


def decode_block(data: bytes) -> PacketTable | None:
    """Decode the packets of one message; None if the bytes are damaged."""
    if len(data) < _HEAD.size:
        return None
    count, names_bytes = _HEAD.unpack_from(data)
    table_at = _HEAD.size + names_bytes
    payload_at = table_at + count * _PACKET_BYTES
    if len(data) < payload_at:
        return None
    names = data[_HEAD.size : table_at].decode(errors="replace").split(",")
    arrivals_s: tuple[float, ...] = struct.unpack_from(f"<{count}d", data, table_at)
    lengths = struct.unpack_from(f"<{count}H", data, table_at + 8 * count)
    roles = data[payload_at - count : payload_at]
    if payload_at + sum(lengths) != len(data) or (count and max(roles) >= len(names)):
        return None
    if not all(map(math.isfinite, arrivals_s)) or max(map(abs, arrivals_s), default=0.0) > MAX_ARRIVAL_S:
        return None
    return PacketTable(arrivals_s, lengths, [names[role] for role in roles], data[payload_at:])
