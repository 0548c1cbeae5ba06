"""What decoders have in common whose packets carry one time stamp each."""

from sensorcoach.devices.device import Decoder, battery_told
from sensorcoach.devices.stamps import Stamps
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet


class StampedDecoder(Decoder):
    """Keeps count, and hears what is no sample; where the samples are in a packet is each family's own."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._skipped_bytes: int = 0
        self._battery_percent: int | None = None

    @property
    def skipped_bytes(self) -> int:
        """Bytes of notifications that hold no sample of ours."""
        return self._skipped_bytes

    @property
    def lost_samples(self) -> int:
        return self._stamps.lost_samples

    @property
    def repeated_packets(self) -> int:
        return self._stamps.repeated_packets

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent

    def _hear(self, packet: Packet) -> None:
        """The battery, and a new connection; of anything else nothing."""
        if packet.role == "battery":
            self._battery_percent = battery_told(packet.payload, self._battery_percent)
        elif packet.role == LINK_ROLE and packet.payload == LINK_UP:
            self._stamps.link_up()
