"""A sensor that a scan has seen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiscoveredSensor:
    """A sensor in the air, as last heard.

    `key`: what the system knows it by on this machine (an address, on macOS a UUID of its own); `name`: as advertised;
    `device_id`: the family it is of, None for something else. `rssi_dbm`: signal; `seen_s`: receiver's clock.
    `battery_percent`: charge, where it stands in the advertisement.
    """

    key: str
    name: str
    device_id: str | None
    rssi_dbm: int | None
    seen_s: float
    battery_percent: int | None = None
