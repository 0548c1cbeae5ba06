"""The summary of a set, once it is over."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.summary_rows import summary_rows, summary_shown
from sensorcoach.tui.widgets.drawn import Drawn


class SetSummaryPanel(Drawn):
    """Shown in place of the trace, or below it, until there is something else to look at."""

    def title_words(self, frame: Frame) -> str | None:
        summary = summary_shown(frame.snapshot)
        return f"Set {summary.number} done" if summary else None

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        summary = summary_shown(frame.snapshot)
        return summary_rows(summary, frame.snapshot, width, height) if summary else Content("")
