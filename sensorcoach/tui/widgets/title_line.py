"""The first line: what is playing and where in it we are."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.contact import contact_of
from sensorcoach.tui.drawing.one_line import live_words, title_line
from sensorcoach.tui.widgets.drawn import Drawn


class TitleLine(Drawn):
    """Exercise, placement, simulated badge, state, speed, time."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        live = live_words(contact_of(frame), frame.link)
        return title_line(frame.snapshot, frame.transport, width, live)
