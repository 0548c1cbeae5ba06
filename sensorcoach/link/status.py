"""Status of the connection to a sensor as one frozen value, for the screen, the console and `doctor`."""

from dataclasses import dataclass
from enum import StrEnum


class LinkState(StrEnum):
    """States of a connection, from the search to its end."""

    SCANNING = "scanning"
    """Listening for the sensor's advertisements."""
    CONNECTING = "connecting"
    """Making the radio link and finding the characteristics."""
    SUBSCRIBING = "subscribing"
    """Switching on notifications."""
    STARTING = "starting"
    """The start-up script runs, or no sample has arrived yet."""
    STREAMING = "streaming"
    """Samples arrive."""
    WEAK = "weak"
    """No samples for longer than packets and radio bunching explain."""
    WAITING = "waiting"
    """The connection is lost or failed. The next attempt follows after a pause."""
    STOPPING = "stopping"
    """The sensor is being stopped and disconnected."""
    STOPPED = "stopped"
    """The connection is closed."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """The connection at one moment.

    `reason`: sentence that explains the state. `remedy`: what the user can do, or empty. `since_s`: start of the
    state, seconds since the session began. `silent_s`: time since the newest samples. `sensor`: advertised name.
    `device_id`: sensor family. `rssi_dbm`: signal strength in the newest advertisement. `rate_hz`: measured sample
    rate; `nominal_hz`: agreed rate. `batch`: samples per packet. `longest_wait_s`: longest recent time between two
    packets. `lost`: lost samples; `lost_is_estimate`: the wire does not number its samples. `repeated`: packets that
    arrived twice. `errors`: bytes that could not be decoded. `overflowed`: packets discarded because the queue was
    full. `connections`: connections made in this session. `push_url`: address to which a phone must push, or empty.
    """

    state: LinkState
    reason: str = ""
    remedy: str = ""
    since_s: float = 0.0
    silent_s: float = 0.0
    sensor: str = ""
    device_id: str | None = None
    rssi_dbm: int | None = None
    battery_percent: int | None = None
    rate_hz: float | None = None
    nominal_hz: float | None = None
    batch: float | None = None
    longest_wait_s: float | None = None
    lost: int = 0
    lost_is_estimate: bool = False
    repeated: int = 0
    errors: int = 0
    overflowed: int = 0
    connections: int = 0
    push_url: str = ""
