"""The line above the keys: how good the signal is."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.contact import contact_of
from sensorcoach.tui.drawing.one_line import signal_line
from sensorcoach.tui.widgets.drawn import Drawn


class SignalLine(Drawn):
    """Signal quality with its reason, posture, gaps."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        del height
        return signal_line(frame.snapshot, frame.transport.note, contact_of(frame)).truncate(width, ellipsis=True)
