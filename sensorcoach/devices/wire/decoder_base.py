"""State that all Bluetooth decoders share."""

from sensorcoach.devices.device import Decoder


class DecoderBase(Decoder):
    """Number of invalid bytes and latest battery charge; the family sets both."""

    def __init__(self) -> None:
        self._skipped_bytes: int = 0
        self._battery_percent: int | None = None

    @property
    def skipped_bytes(self) -> int:
        return self._skipped_bytes

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent
