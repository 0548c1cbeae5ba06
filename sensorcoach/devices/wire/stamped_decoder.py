"""Base class of decoders whose packets carry one time stamp each."""

from sensorcoach.devices.device import update_battery
from sensorcoach.devices.wire.decoder_base import DecoderBase
from sensorcoach.devices.wire.stamps import Stamps
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet


class StampedDecoder(DecoderBase):
    """Counts losses, and reads packets without samples; the family finds the samples in a packet."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        super().__init__()

    @property
    def lost_samples(self) -> int:
        return self._stamps.lost_samples

    @property
    def repeated_packets(self) -> int:
        return self._stamps.repeated_packets

    def _read_other(self, packet: Packet) -> None:
        """Read the battery level and note a new connection; ignore other packets."""
        if packet.role == "battery":
            self._battery_percent = update_battery(packet.payload, self._battery_percent)
        elif packet.role == LINK_ROLE and packet.payload == LINK_UP:
            self._stamps.note_link_up()
