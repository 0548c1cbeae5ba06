"""The sensors a scan has seen, in an order that stays: pure state of the screen that has one chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sensorcoach.errors import SensorcoachError
from sensorcoach.link.discovered_sensor import DiscoveredSensor

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


UNKNOWN_DBM = -127
"""Stands for a signal that is not known: weaker than any."""


@dataclass(frozen=True, slots=True)
class SensorList:
    """What has been seen, and where the cursor is.

    `rows` keep the place they first had, so that no key ever meets another row than the one that was read; `cursor` is
    the key of the marked sensor, None while there is none to be marked. `last_used` is a name. `show_all`: also what
    is no sensor of a known family, which cannot be chosen.
    """

    rows: tuple[DiscoveredSensor, ...] = ()
    cursor: str | None = None
    last_used: str | None = None
    show_all: bool = False

    @property
    def known(self) -> tuple[DiscoveredSensor, ...]:
        """Those that can be chosen."""
        return tuple(one for one in self.rows if one.device_id is not None)

    @property
    def others(self) -> tuple[DiscoveredSensor, ...]:
        return tuple(one for one in self.rows if one.device_id is None)

    @property
    def chosen(self) -> DiscoveredSensor | None:
        """The sensor under the cursor."""
        return next((one for one in self.known if one.key == self.cursor), None)

    def seen(self, sensors: Sequence[DiscoveredSensor]) -> "SensorList":
        """With what a scan says now. New ones come last: the one last used first, then by signal.

        A sensor that the scan does not name any more stays as it was; one whose family becomes known only now is new.
        """
        fresh = {one.key: one for one in sensors}
        turned = {one.key for one in self.others if one.key in fresh and fresh[one.key].device_id is not None}
        kept = [fresh.pop(one.key, one) for one in self.rows if one.key not in turned]
        new = sorted(fresh.values(), key=self._rank)
        rows = replace(self, rows=(*kept, *new))
        return replace(rows, cursor=rows.cursor if rows.chosen else _first_key(rows.known))

    def moved(self, steps: int) -> "SensorList":
        """The cursor so many rows down, as far as there are any."""
        keys = [one.key for one in self.known]
        if self.cursor not in keys:
            return self
        place = min(max(keys.index(self.cursor) + steps, 0), len(keys) - 1)
        return replace(self, cursor=keys[place])

    def with_others(self, *, shown: bool) -> "SensorList":
        """With or without what cannot be chosen."""
        return replace(self, show_all=shown)

    def scanned_again(self) -> "SensorList":
        """Empty, for a new scan; what the person has set stays."""
        return SensorList(last_used=self.last_used, show_all=self.show_all)

    def _rank(self, one: DiscoveredSensor) -> tuple[bool, int, str, str]:
        rssi_dbm = UNKNOWN_DBM if one.rssi_dbm is None else one.rssi_dbm
        return one.name != self.last_used, -rssi_dbm, one.name, one.key


def _first_key(sensors: Sequence[DiscoveredSensor]) -> str | None:
    return sensors[0].key if sensors else None
