"""The sensors in the air."""

from textual.widgets import Static

from sensorcoach.tui.drawing.sensor_rows import sensor_rows
from sensorcoach.tui.scan_state import ScanState
from sensorcoach.tui.sensor_list import SensorList


class SensorTable(Static):
    """A row for each sensor, the marked one reversed; draws a list and a state, and changes neither."""

    def show(self, sensors: SensorList, state: ScanState) -> None:
        """Draw this."""
        self.border_title = "Sensors heard"
        self.border_subtitle = _found(sensors)
        self.update(sensor_rows(sensors, state, self.size.width, self.size.height))


def _found(sensors: SensorList) -> str:
    """How many, and how many more that cannot be used."""
    others = len(sensors.others)
    more = f", {others} that cannot be used{'' if sensors.show_all else ' (a shows them)'}" if others else ""
    return f"{len(sensors.known)} found{more}"
