"""Packets side by side, as a recording gives them."""

from sensorcoach.packets import Packet, PacketTable


def table_of(packets: list[Packet]) -> PacketTable:
    """Those packets side by side."""
    return PacketTable(
        [packet.arrival_s for packet in packets],
        [len(packet.payload) for packet in packets],
        [packet.role for packet in packets],
        b"".join(packet.payload for packet in packets),
    )
