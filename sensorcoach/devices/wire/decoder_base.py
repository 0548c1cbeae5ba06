"""What every decoder over Bluetooth notes beside its samples."""

from sensorcoach.devices.device import Decoder


class DecoderBase(Decoder):
    """Counts the bytes that made no sense, and keeps the battery's last word; what they are is each family's own."""

    def __init__(self) -> None:
        self._skipped_bytes: int = 0
        self._battery_percent: int | None = None

    @property
    def skipped_bytes(self) -> int:
        return self._skipped_bytes

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent
