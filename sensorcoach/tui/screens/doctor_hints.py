"""What keeps a sensor from being heard or used, and what to do: for those who see nothing in the chooser."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

HINTS = """\
[b]The sensor[/b]
  Switched on, charged, awake: press its button.
  Not connected to a phone, a watch or another program:
  a connected sensor is heard by nobody else.
  Within a few metres, no body or metal between.

[b]This computer[/b]
  Bluetooth is switched on, and not in flight mode.
  Linux: the service bluetoothd runs, and nothing blocks
  the radio (rfkill list).
  macOS: Privacy & Security, Bluetooth in the settings
  lets the terminal use it.
  Windows: Polar and Movella sensors are paired first.

[b]sensorcoach doctor[/b] tries all this one by one, and says
which it is. [b]sensorcoach devices[/b] lists what can be used."""


class DoctorHintsScreen(ModalScreen[None]):
    """Closed by the key that opened it, or escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,d,space,enter", "app.pop_screen", "Close"),
        Binding("q", "app.quit", "Quit"),
    ]

    def compose(self) -> ComposeResult:
        frame = VerticalScroll(Static(HINTS), id="hints")
        frame.border_title = "If your sensor is not heard"
        frame.border_subtitle = "escape closes"
        yield frame
