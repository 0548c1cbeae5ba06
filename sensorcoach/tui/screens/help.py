"""What the keys do and how to read the dashboard."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

HELP = """\
[b]Keys[/b]
  space    pause and go on
  ← →      5 seconds back, on
  < >      slower, faster
  q        quit

[b]Phases[/b]
  [$text-success]L lift[/]    the worn part goes up
  [$text-warning]H hold[/]    it stays up
  [$text-primary]D lower[/]   it goes down
  [$text-muted]R rest[/]    it stays down
  [$text-error]x ░[/]       samples are missing here

[b]Tempo[/b]  lift-hold-lower-rest, in seconds
  1.2-     shorter than the target
  3.4+     longer than the target
  #4!      rep 4 has a warning"""


class HelpScreen(ModalScreen[None]):
    """Any of the keys that opened it, or escape, closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,space,enter,q", "app.pop_screen", "Close"),
    ]

    def compose(self) -> ComposeResult:
        help_text = Static(HELP, id="help")
        help_text.border_title = "Help"
        help_text.border_subtitle = "escape closes"
        yield help_text
