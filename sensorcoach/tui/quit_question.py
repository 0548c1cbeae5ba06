"""The question before a live session is ended in the middle of a set."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from sensorcoach.runner.session import Frame

QUESTION = """\
A set is under way.

  [b]q[/b] or [b]y[/b]   end the session
  escape   continue the set"""


def needs_question(frame: Frame | None) -> bool:
    """Return whether ending this session loses a set under way. A replay and a demonstration lose nothing."""
    if frame is None or frame.transport.seekable or frame.transport.simulated or frame.transport.finished:
        return False
    return frame.snapshot.set_open or frame.snapshot.lifting or frame.snapshot.armed


class QuitQuestion(ModalScreen[None]):
    """A second q, or y, ends the session; escape, n, space and enter continue it."""

    DEFAULT_CSS = """
    QuitQuestion { align: center middle; background: $background; }
    QuitQuestion > VerticalScroll {
        width: 34; height: auto; max-height: 100%; border: round $warning; background: $surface; padding: 0 2;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,y", "app.quit", "End the session"),
        Binding("escape,n,space,enter", "app.pop_screen", "Continue"),
    ]

    def compose(self) -> ComposeResult:
        box = VerticalScroll(Static(QUESTION))
        box.border_title = "Quit?"
        yield box
