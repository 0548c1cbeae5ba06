"""The air: a radio link between controllers in memory, on which each sensor has a path to the one computer."""

import asyncio

from bumble import hci, ll
from bumble.controller import Controller as BumbleController
from bumble.core import PhysicalTransport
from bumble.link import LocalLink

from sensorcoach.virtual_radio.controller import Controller
from sensorcoach.virtual_radio.radio_link import RadioLink


class Air(LocalLink):
    """Passes on what controllers send, each sensor's by its own path; what has no path is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.central = Controller("computer", link=self)
        self._paths: dict[hci.Address, RadioLink] = {}
        """By the sensor's address."""

    def add_path(self, address: hci.Address, path: RadioLink) -> None:
        """From now on the sensor of this address is heard and hears."""
        self._paths[address] = path

    def path_of(self, address: hci.Address) -> RadioLink | None:
        """The path of the sensor with this address."""
        return self._paths.get(address)

    def close(self) -> None:
        """Nothing more gets through."""
        for path in self._paths.values():
            path.close()
        self._paths.clear()

    def send_advertising_pdu(self, sender_controller: BumbleController, packet: ll.AdvertisingPdu) -> None:
        if isinstance(packet, ll.ConnectInd):
            if path := self._paths.get(packet.advertiser_address):
                path.begin(packet)
            return
        path = self._paths.get(sender_controller.random_address)
        if path is not None and not path.is_held:
            asyncio.get_running_loop().call_soon(self.central.on_ll_advertising_pdu, packet)

    def send_acl_data(
        self,
        sender_controller: BumbleController,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        del transport  # there is one kind here
        is_central = sender_controller is self.central
        path = self._paths.get(destination_address if is_central else sender_controller.random_address)
        if path is not None and isinstance(sender_controller, Controller):
            path.send_data(sender_controller, data)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        if path := self._paths.get(sender_address) or self._paths.get(receiver_address):
            path.send_control(sender_address, packet)
