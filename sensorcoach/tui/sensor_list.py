"""The sensors of a scan in a stable order: the state of the chooser, without a screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor, find_same_sensor

PATIENCE_S = 5.0
"""Seconds of scanning without a sensor before the checklist appears. Sensors advertise at least every two seconds."""


@dataclass(frozen=True, slots=True)
class ScanState:
    """The progress of a scan. `looked_s`: seconds since it began. `error`: the error that ended it."""

    scanning: bool = True
    looked_s: float = 0.0
    error: SensorcoachError | None = None

    @property
    def is_long(self) -> bool:
        """Return whether to show the checklist: the scan is long enough, or over."""
        return self.looked_s >= PATIENCE_S or not self.scanning


UNKNOWN_DBM = -127
"""Placeholder for an unknown signal strength, weaker than any real one."""


@dataclass(frozen=True, slots=True)
class SensorList:
    """The devices of a scan, and the cursor.

    `rows` keep their first place, so that a key press always meets the row the person has read. `cursor` is the key of
    the marked sensor, or None. `last_used` is the sensor of the previous session. `show_all` adds devices of unknown
    families, which cannot be chosen.
    """

    rows: tuple[DiscoveredSensor, ...] = ()
    cursor: str | None = None
    last_used: LastSensor | None = None
    show_all: bool = False

    @property
    def known(self) -> tuple[DiscoveredSensor, ...]:
        """Return the sensors that can be chosen."""
        return tuple(one for one in self.rows if one.device_id is not None)

    @property
    def others(self) -> tuple[DiscoveredSensor, ...]:
        return tuple(one for one in self.rows if one.device_id is None)

    @property
    def used_last(self) -> DiscoveredSensor | None:
        """Return the sensor of the previous session, None while it is not found."""
        return find_same_sensor(self.last_used, self.known) if self.last_used else None

    @property
    def chosen(self) -> DiscoveredSensor | None:
        """Return the sensor under the cursor."""
        return next((one for one in self.known if one.key == self.cursor), None)

    def with_scan(self, sensors: Sequence[DiscoveredSensor]) -> "SensorList":
        """Return the list updated by a scan. New sensors come last: the last used first, then by signal.

        A sensor missing in this scan stays, without its signal strength, which would be out of date. A device counts as
        new once its family is known.
        """
        fresh = {one.key: one for one in sensors}
        identified = {one.key for one in self.others if one.key in fresh and fresh[one.key].device_id is not None}
        kept = [fresh.pop(one.key, replace(one, rssi_dbm=None)) for one in self.rows if one.key not in identified]
        usual = find_same_sensor(self.last_used, sensors) if self.last_used else None
        new = sorted(fresh.values(), key=lambda one: (one != usual, *_rank(one)))
        rows = replace(self, rows=(*kept, *new))
        return replace(rows, cursor=rows.cursor if rows.chosen else _first_key(rows.known))

    def with_cursor_moved(self, steps: int) -> "SensorList":
        """Return the list with the cursor `steps` rows down, at most to the last row."""
        keys = [one.key for one in self.known]
        if self.cursor not in keys:
            return self
        place = min(max(keys.index(self.cursor) + steps, 0), len(keys) - 1)
        return replace(self, cursor=keys[place])

    def with_others(self, *, shown: bool) -> "SensorList":
        """Return the list with or without the devices that cannot be chosen."""
        return replace(self, show_all=shown)

    def without_rows(self) -> "SensorList":
        """Return an empty list for a new scan, with the same settings."""
        return SensorList(last_used=self.last_used, show_all=self.show_all)


def _rank(one: DiscoveredSensor) -> tuple[int, str, str]:
    rssi_dbm = UNKNOWN_DBM if one.rssi_dbm is None else one.rssi_dbm
    return -rssi_dbm, one.name, one.key


def _first_key(sensors: Sequence[DiscoveredSensor]) -> str | None:
    return sensors[0].key if sensors else None
