"""What a chooser shows besides the sensors: whether it scans, for how long, and what went wrong."""

from dataclasses import dataclass

from sensorcoach.errors import SensorcoachError

PATIENCE_S = 5.0
"""A scan that has found nothing for so long says what to check: sensors advertise at least every two seconds."""


@dataclass(frozen=True, slots=True)
class ScanState:
    """`looked_s`: seconds since the scan began. `error`: why it ended before its time."""

    scanning: bool = True
    looked_s: float = 0.0
    error: SensorcoachError | None = None

    @property
    def is_long(self) -> bool:
        """Whether it is time to say what to check: it has looked for long enough, or looks no more."""
        return self.looked_s >= PATIENCE_S or not self.scanning
