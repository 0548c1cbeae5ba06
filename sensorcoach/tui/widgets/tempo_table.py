"""The last reps beside the target."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.tempo_rows import tempo_rows
from sensorcoach.tui.widgets.drawn import Drawn


class TempoTable(Drawn):
    """Lift, hold, lower, rest and range of the last reps of the set, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return tempo_rows(frame.snapshot, width, height)
