"""The live trace of the lift angle."""

from collections.abc import Hashable

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.trace_marks import band_words
from sensorcoach.tui.drawing.trace_plot import newest_column
from sensorcoach.tui.drawing.trace_text import plot_width, trace_text
from sensorcoach.tui.widgets.drawn import Drawn


class LiftTrace(Drawn):
    """The last seconds of the lift angle with its phases coloured and lettered, its gaps, warnings and the good range.

    The costliest drawing by far, and it changes with each column of time, not with each frame: it is kept until then.
    """

    _kept: tuple[Hashable, Content] | None = None

    def subtitle_words(self, frame: Frame) -> str:
        return band_words(frame.snapshot.band)

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        snapshot = frame.snapshot
        column = newest_column(snapshot.now_s, plot_width(width))
        key = (column, width, height, snapshot.spans, snapshot.gaps, snapshot.warnings, snapshot.band)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, trace_text(snapshot, width, height))
        return self._kept[1]
