"""Bumble's virtual controller and host with three corrections (Bumble 0.0.236).

- *LE Create Connection Cancel* reports success but does nothing. An attempt with a timeout then never ends and blocks
  all further attempts. Here the attempt is removed and its caller stops waiting.
- Packets of 27 bytes split a notification of 244 bytes into ten. Current controllers send 251 bytes at once.
- Host and controller format each packet as text for the log, which takes most of their time. Here they do not.
"""

import asyncio

from bumble import hci
from bumble.controller import Controller as BumbleController
from bumble.host import Host as BumbleHost


class Controller(BumbleController):
    """A Bluetooth controller in memory."""

    le_acl_data_packet_length: int = 251
    acl_data_packet_length: int = 251

    def give_up_connecting(self) -> None:
        """Cancel the current connection attempt."""
        self.pending_le_connection = None

    def forget(self, peer: hci.Address, reason: hci.HCI_ErrorCode) -> None:
        """Report to the host that the connection to this peer, if any, is lost."""
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
    """The host of a controller."""

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
