"""The last warnings."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.warning_rows import warning_rows
from sensorcoach.tui.widgets.drawn import Drawn


class WarningList(Drawn):
    """Which rep did not keep which rule and what to do, newest first; before them a doubt of the reference."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return warning_rows(frame.snapshot, height, width)
