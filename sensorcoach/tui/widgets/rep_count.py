"""The rep count, to be read from the floor."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.counters import rep_count
from sensorcoach.tui.widgets.drawn import Drawn


class RepCount(Drawn):
    """How many reps this set has, as large as they fit."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return rep_count(frame.snapshot, width, height)
