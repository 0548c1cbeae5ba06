"""The virtual air: controllers in memory, with one radio link from each sensor to the computer."""

import asyncio

from bumble import hci, ll
from bumble.controller import Controller as BumbleController
from bumble.core import PhysicalTransport
from bumble.link import LocalLink

from sensorcoach.virtual_radio.controller import Controller
from sensorcoach.virtual_radio.radio_link import RadioLink


class Air(LocalLink):
    """Passes packets between controllers over each sensor's link. Packets without a link are lost."""

    def __init__(self) -> None:
        super().__init__()
        self.central = Controller("computer", link=self)
        """The computer's controller."""
        self._links: dict[hci.Address, RadioLink] = {}
        """Links by the sensor's address."""

    def add_link(self, address: hci.Address, link: RadioLink) -> None:
        """Add the link of the sensor with this address."""
        self._links[address] = link

    def find_link(self, address: hci.Address) -> RadioLink | None:
        """Return the link of the sensor with this address, None without one."""
        return self._links.get(address)

    def close(self) -> None:
        """Close and remove all links."""
        for link in self._links.values():
            link.close()
        self._links.clear()

    def send_advertising_pdu(self, sender_controller: BumbleController, packet: ll.AdvertisingPdu) -> None:
        if isinstance(packet, ll.ConnectInd):
            if link := self._links.get(packet.advertiser_address):
                link.begin_connection(packet)
            return
        link = self._links.get(sender_controller.random_address)
        if link is not None and not link.is_held:
            asyncio.get_running_loop().call_soon(self.central.on_ll_advertising_pdu, packet)

    def send_acl_data(
        self,
        sender_controller: BumbleController,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        del transport  # the virtual air has only one
        is_central = sender_controller is self.central
        link = self._links.get(destination_address if is_central else sender_controller.random_address)
        if link is not None and isinstance(sender_controller, Controller):
            link.send_data(sender_controller, data)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        if link := self._links.get(sender_address) or self._links.get(receiver_address):
            link.send_control(sender_address, packet)
