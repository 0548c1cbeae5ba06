"""What is known of the connection to a sensor at one moment: one frozen value for screen, plain lines and `doctor`."""

from dataclasses import dataclass
from enum import StrEnum


class LinkState(StrEnum):
    """Where a connection is between being looked for and being over."""

    SCANNING = "scanning"
    """Looking for the sensor."""
    CONNECTING = "connecting"
    SUBSCRIBING = "subscribing"
    STARTING = "starting"
    """The start-up script is on its way, or no sample has come yet."""
    STREAMING = "streaming"
    WEAK = "weak"
    """Nothing has come for longer than batches and bunching explain."""
    WAITING = "waiting"
    """The connection is lost; the next try comes after a pause."""
    STOPPING = "stopping"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """The connection now.

    `reason`: why it is in this state, in words; `remedy`: what a person can do, empty where nothing is needed.
    `since_s`: receiver's clock, seconds since the session began, at which the state was entered; `silent_s`: how long
    nothing has come. `sensor`: name as advertised, `device_id`: family. `rssi_dbm`: as last seen in a scan.
    `rate_hz`: measured, `nominal_hz`: agreed on. `batch`: samples a notification. `gap_s`: longest wait between two
    notifications of late. `lost`: samples, of which `lost_is_estimate` says that the wire does not number them.
    `repeated`: packets that came twice. `errors`: bytes that made no sense. `overflowed`: packets thrown away because
    nobody took them. `connections`: how often it has been made.
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
    gap_s: float | None = None
    lost: int = 0
    lost_is_estimate: bool = False
    repeated: int = 0
    errors: int = 0
    overflowed: int = 0
    connections: int = 0
