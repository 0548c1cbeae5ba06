"""A sensor found by a scan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiscoveredSensor:
    """A Bluetooth device with the values of its newest advertisement.

    `key`: the operating system's identifier (an address; on macOS a UUID that differs between computers).
    `name`: advertised name. `device_id`: sensor family, None for an unknown device. `rssi_dbm`: signal strength.
    `seen_s`: receiver's clock in seconds. `battery_percent`: charge, where the advertisement contains it.
    """

    key: str
    name: str
    device_id: str | None
    rssi_dbm: int | None
    seen_s: float
    battery_percent: int | None = None
