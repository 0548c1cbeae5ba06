"""Pop-ups: a box of text over a screen, opened and closed by one key.

Each module of `pop_ups/` holds one subclass of `PopUp`. It is found by itself, with its key and its style.
"""

import importlib
import pkgutil
from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from sensorcoach.runner.session import Frame
from sensorcoach.tui import pop_ups

Below = Literal["dashboard", "chooser"]
"""The screen that a pop-up covers."""


class PopUp(ModalScreen[None]):
    """Shows the text of `write_text` in a box. Its own key, escape, space and enter close it."""

    BELOW: ClassVar[Below]
    """The screen that offers it."""
    KEY: ClassVar[str]
    """Textual's name of the key that opens and closes it, such as `g` or `question_mark`."""
    KEY_SIGN: ClassVar[str | None] = None
    """The sign of the key in the footer, if its name does not do."""
    LABEL: ClassVar[str]
    """The word beside the key in the footer."""
    HEADING: ClassVar[str]
    """The title in the border of the box."""

    DEFAULT_CSS = """
    PopUp {
        align: center middle;
        background: $background;
    }
    PopUp > VerticalScroll {
        width: 50;
        height: auto;
        max-height: 100%;
        border: round $primary;
        background: $surface;
        padding: 0 2;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,space,enter", "app.pop_screen", "Close"),
        Binding("q", "app.leave", "Quit"),
    ]

    def __init__(self, frame: Frame | None = None) -> None:
        """`frame`: the newest frame of the session below; None before there is one."""
        super().__init__()
        self._frame = frame

    def write_text(self, frame: Frame | None) -> str:
        """Return the text in Textual's markup."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        box = VerticalScroll(Static(self.write_text(self._frame)))
        box.border_title = self.HEADING
        box.border_subtitle = "escape closes"
        yield box

    def on_key(self, event: Key) -> None:
        if event.key == self.KEY:
            event.stop()
            self.dismiss()


def list_pop_up_names() -> list[str]:
    """Return the names of the modules in `pop_ups/`."""
    return sorted(info.name for info in pkgutil.iter_modules(pop_ups.__path__))


def load_pop_up(name: str) -> type[PopUp]:
    """Return the pop-up of the module `name`."""
    module = importlib.import_module(f"{pop_ups.__name__}.{name}")
    return next(
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, PopUp) and kind.__module__ == module.__name__
    )


def make_pop_up_bindings(below: Below) -> Sequence[Binding]:
    """Return a binding for each pop-up over this screen. The application opens it: `action_open_pop_up`."""
    kinds = [(name, load_pop_up(name)) for name in list_pop_up_names()]
    return [
        Binding(kind.KEY, f"app.open_pop_up('{name}')", kind.LABEL, key_display=kind.KEY_SIGN)
        for name, kind in kinds
        if below == kind.BELOW
    ]
