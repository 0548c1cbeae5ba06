"""Bumble's virtual controller, and a host for it, with what ours need mended (Bumble 0.0.236).

- *LE Create Connection Cancel* says that all went well and does nothing, so that a connection attempt with a timeout
  never ends: here it ends with the event that the standard asks for.
- Packets of 27 bytes cut a notification of 244 into ten; a controller of today takes 251 at once.
- Host and controller write each packet out in words for a log that nobody reads, which is most of the time that one
  takes: here they do not.
"""

from bumble import hci
from bumble.controller import Controller as BumbleController
from bumble.host import Host as BumbleHost


class Controller(BumbleController):
    """A radio chip."""

    le_acl_data_packet_length: int = 251
    acl_data_packet_length: int = 251

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """The attempt is given up, and the host is told so."""
        pending = self.pending_le_connection
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.pending_le_connection = None
        self.send_hci_packet(
            hci.HCI_LE_Connection_Complete_Event(
                status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
                connection_handle=0,
                role=hci.Role.CENTRAL,
                peer_address_type=pending.peer_address.address_type,
                peer_address=pending.peer_address,
                connection_interval=0,
                peripheral_latency=0,
                supervision_timeout=0,
                central_clock_accuracy=0,
            )
        )
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

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
