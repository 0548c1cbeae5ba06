"""The live trace of the lift angle."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.trace_text import trace_text
from sensorcoach.tui.widgets.drawn import Drawn


class LiftTrace(Drawn):
    """The last seconds of the lift angle with its phases coloured and lettered, and its gaps."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return trace_text(frame.snapshot, width, height)
