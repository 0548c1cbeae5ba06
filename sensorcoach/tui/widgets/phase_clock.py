"""The phase and how long it has lasted: the hold timer."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.contact import SILENT, contact_of
from sensorcoach.tui.drawing.counters import phase_clock
from sensorcoach.tui.widgets.drawn import Drawn


class PhaseClock(Drawn):
    """The phase's letter, word and seconds; between sets the length of the pause."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return phase_clock(frame.snapshot, width, height, stopped=contact_of(frame) in SILENT)
