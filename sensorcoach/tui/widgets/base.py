"""The base of the dashboard's panels: a frozen frame in, a pure drawing out, repainted only if it differs."""

from rich.markup import escape
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sensorcoach.runner.session import Frame
from sensorcoach.safe_text import replace_unsafe


class FramePanel(Widget):
    """A widget drawn by a pure function of a frame and its own size: override `draw`."""

    def __init__(self, title: str | None = None) -> None:
        super().__init__()
        self.border_title = title
        self._frame: Frame | None = None
        self._drawn_size = Size(0, 0)
        self._content = Content("")
        self._captions: tuple[str | None, str | None] = (None, None)

    def format_title(self, frame: Frame) -> str | None:
        """Return the title in the top border; None keeps the present one."""
        return None

    def format_subtitle(self, frame: Frame) -> str | None:
        """Return the subtitle in the bottom border; None keeps the present one."""
        return None

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        """Draw `frame` in `width` by `height` cells."""
        raise NotImplementedError

    def show(self, frame: Frame) -> None:
        """Take the newest frame, and request a repaint only if the drawing changes."""
        self._frame = frame
        self._update_captions(frame)
        if self._redraw():
            self.refresh()

    def render(self) -> Content:
        if self.size != self._drawn_size:
            self._redraw()
        return self._content

    def _update_captions(self, frame: Frame) -> None:
        """Assign changed captions only: Textual repaints with each assignment."""
        captions = (self.format_title(frame), self.format_subtitle(frame))
        if captions != self._captions:
            self._captions = captions
            if captions[0] is not None:
                self.border_title = escape(replace_unsafe(captions[0]))
            if captions[1] is not None:
                self.border_subtitle = escape(replace_unsafe(captions[1]))

    def _redraw(self) -> bool:
        """Draw the newest frame again, and return whether the drawing has changed."""
        if self._frame is None or not self.size.area:
            return False
        before, self._drawn_size = self._content, self.size
        self._content = _make_safe(self.draw(self._frame, self.size.width, self.size.height))
        return not self._content.is_same(before)


def _make_safe(content: Content) -> Content:
    """Replace control signs, one for one, so that styles keep their places."""
    lines = content.plain.split("\n")
    safe = "\n".join(map(replace_unsafe, lines))
    return content if safe == content.plain else Content(safe, spans=list(content.spans))


class BorderedPanel(FramePanel):
    """A panel with a border that carries its title."""

    DEFAULT_CSS = """
    BorderedPanel {
        border: round $primary 50%;
        border-title-color: $text;
        border-subtitle-color: $text-muted;
    }
    """


class LinePanel(FramePanel):
    """A panel of a single line."""

    DEFAULT_CSS = """
    LinePanel {
        height: 1;
        background: $panel;
    }
    """
