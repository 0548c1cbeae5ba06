"""Bumble's virtual controller, and a host for it, with what ours need mended (Bumble 0.0.236).

- *LE Create Connection Cancel* says that all went well and does nothing, so that a connection attempt with a timeout
  never ends, and none can be made after it: here the attempt is forgotten, and who made it stops waiting.
- Packets of 27 bytes cut a notification of 244 into ten; a controller of today takes 251 at once.
- Host and controller write each packet out in words for a log that nobody reads, which is most of the time that one
  takes: here they do not.
"""

import asyncio

from bumble import hci
from bumble.controller import Controller as BumbleController
from bumble.host import Host as BumbleHost


class Controller(BumbleController):
    """A radio chip."""

    le_acl_data_packet_length: int = 251
    acl_data_packet_length: int = 251

    def give_up_connecting(self) -> None:
        """No connection is made any more of the attempt that is under way."""
        self.pending_le_connection = None

    def forget(self, peer: hci.Address, reason: hci.HCI_ErrorCode) -> None:
        """Tell the host that the connection to this peer is gone, if there is one."""
        if connection := self.le_connections.get(peer):
            self.on_le_disconnected(connection, reason)

    def on_hci_packet(self, packet: hci.HCI_Packet) -> None:
        match packet:
            case hci.HCI_AclDataPacket():
                self.on_hci_acl_data_packet(packet)
            case _:
                super().on_hci_packet(packet)

    def send_hci_packet(self, packet: hci.HCI_Packet) -> None:
        if self.host:
            asyncio.get_running_loop().call_soon(self.host.on_packet, bytes(packet))


class Host(BumbleHost):
    """What drives a radio chip."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller, controller)

    def send_hci_packet(self, packet: hci.HCI_Packet) -> None:
        if self.hci_sink:
            self.hci_sink.on_packet(bytes(packet))

    def on_hci_packet(self, packet: hci.HCI_Packet) -> None:
        match packet:
            case hci.HCI_AclDataPacket():
                self.on_hci_acl_data_packet(packet)
            case hci.HCI_Event():
                self.on_hci_event_packet(packet)
            case _:
                super().on_hci_packet(packet)
