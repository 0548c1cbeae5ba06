"""Hints for a person whose sensor is missing in the chooser: usual causes and remedies."""

from sensorcoach.runner.session import Frame
from sensorcoach.tui.pop_up import PopUp

HINTS = """\
[b]The sensor[/b]
  Switched on, charged, awake: press its button.
  Not connected to a phone, a watch or another program:
  a connected sensor is invisible to all others.
  Within a few metres, no body or metal between.

[b]This computer[/b]
  Bluetooth is switched on, flight mode is off.
  Linux: the service bluetoothd runs, and nothing blocks
  the radio (rfkill list).
  macOS: Privacy & Security, Bluetooth in the settings
  lets the terminal use it.
  Windows: Polar and Movella sensors are paired first.

[b]sensorcoach doctor[/b] checks all this one by one and
reports the cause. [b]sensorcoach devices[/b] lists the
sensors that can be used."""


class DoctorHintsPopUp(PopUp):
    """The letter d opens and closes it."""

    BELOW = "chooser"
    KEY = "d"
    LABEL = "Hints"
    HEADING = "If your sensor is not found"

    DEFAULT_CSS = """
    DoctorHintsPopUp > VerticalScroll {
        width: 64;
    }
    """

    def write_text(self, frame: Frame | None) -> str:
        del frame
        return HINTS
