"""The sets so far."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.set_rows import set_rows
from sensorcoach.tui.widgets.drawn import Drawn


class SetHistory(Drawn):
    """Each set with its reps and its times, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return set_rows(frame.snapshot, height, width)
