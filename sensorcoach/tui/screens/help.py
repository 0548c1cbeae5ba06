"""What the keys do and how to read the dashboard."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

SEEKING_KEYS = """\
  space    pause and go on
  ← →      5 seconds back, on
  < >      slower, faster
  w W      next warning, the one before
"""

SET_KEYS = """\
  s x      begin or end a set; discard it
"""

LINK_SIGNS = """
[b]Sensor[/b]
  ▂▄▆█      signal, as last seen in a scan
  99/100    samples a second, of so many
  4/packet  samples each; gap: longest wait
  lost ≈12  samples; ≈ is an estimate
"""

HELP = """\
[b]Keys[/b]
{own_keys}  q        quit
{link_signs}
[b]Phases[/b]
  [$text-success]L lift[/]    the worn part goes up
  [$text-warning]H hold[/]    it stays up
  [$text-primary]D lower[/]   it goes down
  [$text-muted]R rest[/]    it stays down
  [$text-error]x ░[/]       samples are missing here
  ┈ ·       your good range; your usual top
  [$text-error]![/]         a rule of form was broken here

[b]Tempo[/b]  lift-hold-lower-rest, in seconds
  1.2- 3.4+ shorter, longer than the target
  #4! 3?    has a warning; is not sure yet"""


class HelpScreen(ModalScreen[None]):
    """Closed by the key that opened it, or escape.

    Keys that only a recording obeys are listed only when `seekable`, those that only a live session obeys only when
    not; the signs of a connection when `linked`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,space,enter", "app.pop_screen", "Close"),
        Binding("q", "app.quit", "Quit"),
    ]

    def __init__(self, *, seekable: bool, linked: bool) -> None:
        super().__init__()
        self._seekable = seekable
        self._linked = linked

    def compose(self) -> ComposeResult:
        text = HELP.format(
            own_keys=SEEKING_KEYS if self._seekable else SET_KEYS, link_signs=LINK_SIGNS if self._linked else ""
        )
        frame = VerticalScroll(Static(text), id="help")
        frame.border_title = "Help"
        frame.border_subtitle = "escape closes"
        yield frame
