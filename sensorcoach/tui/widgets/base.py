"""The base of the dashboard's widgets: a frozen frame in, a pure drawing out, repainted only when it differs."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sensorcoach.runner.session import Frame


class Drawn(Widget):
    """A widget whose look is a pure function of a frame and its own size: override `draw`."""

    def __init__(self, title: str | None = None) -> None:
        super().__init__()
        self.border_title = title
        self._frame: Frame | None = None
        self._drawn_size = Size(0, 0)
        self._content = Content("")
        self._words: tuple[str | None, str | None] = (None, None)

    def title_words(self, frame: Frame) -> str | None:
        """What its frame says at the top; None leaves what stands there."""
        return None

    def subtitle_words(self, frame: Frame) -> str | None:
        """What its frame says at the bottom; None leaves what stands there."""
        return None

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        """What to show of `frame` in `width` by `height` cells."""
        raise NotImplementedError

    def show(self, frame: Frame) -> None:
        """Take the newest frame; asks for a repaint only when that changes what is seen."""
        self._frame = frame
        self._caption(frame)
        if self._redraw():
            self.refresh()

    def render(self) -> Content:
        if self.size != self._drawn_size:
            self._redraw()
        return self._content

    def _caption(self, frame: Frame) -> None:
        """Textual repaints with each assignment, whether it changes anything or not."""
        words = (self.title_words(frame), self.subtitle_words(frame))
        if words != self._words:
            self._words = words
            self.border_title = words[0] if words[0] is not None else self.border_title
            self.border_subtitle = words[1] if words[1] is not None else self.border_subtitle

    def _redraw(self) -> bool:
        """Draw the newest frame again; whether that looks different from before."""
        if self._frame is None or not self.size.area:
            return False
        before, self._drawn_size = self._content, self.size
        self._content = self.draw(self._frame, self.size.width, self.size.height)
        return not self._content.is_same(before)
