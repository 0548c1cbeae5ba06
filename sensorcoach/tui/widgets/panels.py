"""The panels of the dashboard, drawn by the pure functions of `drawing/`.

A panel carries its own look; its place and its visibility are in `screens/dashboard.py`.
"""

from collections.abc import Hashable

from textual.content import Content
from textual.widgets import Static

from sensorcoach.runner.session import Frame
from sensorcoach.tui.contact import SILENT, Contact, find_contact
from sensorcoach.tui.drawing.awaited_panel import draw_awaited_panel
from sensorcoach.tui.drawing.big_counters import draw_phase_clock, draw_rep_count
from sensorcoach.tui.drawing.link_line import draw_link_line
from sensorcoach.tui.drawing.lost_panel import draw_lost_panel
from sensorcoach.tui.drawing.sensor_rows import draw_sensor_rows
from sensorcoach.tui.drawing.set_rows import draw_set_rows
from sensorcoach.tui.drawing.signal_line import draw_signal_line
from sensorcoach.tui.drawing.summary_rows import draw_summary_rows, find_shown_summary
from sensorcoach.tui.drawing.tempo_rows import draw_tempo_rows
from sensorcoach.tui.drawing.title_line import draw_title_line, format_live_state
from sensorcoach.tui.drawing.trace_marks import format_band
from sensorcoach.tui.drawing.trace_plot import find_newest_column
from sensorcoach.tui.drawing.trace_text import draw_trace, find_plot_width
from sensorcoach.tui.drawing.warning_rows import draw_warning_rows
from sensorcoach.tui.sensor_list import ScanState, SensorList
from sensorcoach.tui.widgets.base import BorderedPanel, FramePanel, LinePanel


class TitleLine(LinePanel):
    """Exercise, placement, simulated badge, state, speed, time."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        live = format_live_state(find_contact(frame), frame.link)
        return draw_title_line(frame.snapshot, frame.transport, width, live)


class RepCount(BorderedPanel):
    """The reps of this set in the largest digits that fit."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return draw_rep_count(frame.snapshot, width, height)


class PhaseClock(BorderedPanel):
    """Letter, word and seconds of the phase; between sets the length of the pause."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return draw_phase_clock(frame.snapshot, width, height, stopped=find_contact(frame) in SILENT)


class LiftTracePanel(BorderedPanel):
    """The last seconds of the lift angle with phases, gaps, warnings and the good range.

    The most expensive drawing. It is kept until the next column begins, since it changes only then.
    """

    _kept: tuple[Hashable, Content] | None = None

    def format_subtitle(self, frame: Frame) -> str:
        return format_band(frame.snapshot.band)

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        snapshot = frame.snapshot
        column = find_newest_column(snapshot.now_s, find_plot_width(width))
        key = (column, width, height, snapshot.spans, snapshot.gaps, snapshot.warnings, snapshot.band)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, draw_trace(snapshot, width, height))
        return self._kept[1]


_LINK_TITLES = {Contact.AWAITED: "Getting your sensor ready", Contact.WEAK: "Signal weak", Contact.LOST: "Sensor lost"}


class LinkPanel(FramePanel):
    """Before the first sample the progress of the connection; after a dropout its cause and remedy."""

    DEFAULT_CSS = """
    LinkPanel {
        height: 1fr;
        border: heavy $error;
        border-title-color: $text;
        border-title-style: bold;
    }
    """

    def format_title(self, frame: Frame) -> str | None:
        return _LINK_TITLES.get(find_contact(frame))

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        contact = find_contact(frame)
        if frame.link is None or contact not in _LINK_TITLES:
            return Content("")
        if contact is Contact.AWAITED:
            return draw_awaited_panel(frame.link, frame.snapshot, width, height)
        return draw_lost_panel(frame.link, frame.snapshot, width, height)


class LinkLine(LinePanel):
    """Name, signal, battery, rate, batches and losses; empty without a connection."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        del height
        return draw_link_line(frame.link, width) if frame.link else Content("")


class SetSummaryPanel(BorderedPanel):
    """The summary of the last set. It replaces the trace, or is below it in a high terminal, until the next lift."""

    def format_title(self, frame: Frame) -> str | None:
        summary = find_shown_summary(frame.snapshot)
        return f"Set {summary.number} done" if summary else None

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        summary = find_shown_summary(frame.snapshot)
        return draw_summary_rows(summary, frame.snapshot, width, height) if summary else Content("")


class SetHistory(BorderedPanel):
    """Each set with its reps and times, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return draw_set_rows(frame.snapshot, height, width)


class TempoTable(BorderedPanel):
    """Lift, hold, lower, rest and range of the last reps of the set, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return draw_tempo_rows(frame.snapshot, width, height)


class WarningList(BorderedPanel):
    """A doubt of the reference, then each warning with rep, rule and remedy, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return draw_warning_rows(frame.snapshot, height, width)


class SignalLine(LinePanel):
    """Signal quality with its reason, posture, gaps."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        del height
        return draw_signal_line(frame.snapshot, frame.transport.note, find_contact(frame)).truncate(
            width, ellipsis=True
        )


class SensorTable(Static):
    """A row for each sensor, the marked one reversed."""

    DEFAULT_CSS = """
    SensorTable {
        height: 1fr;
        border: round $primary 50%;
        border-title-color: $text;
        border-subtitle-color: $text-muted;
    }
    """

    def show(self, sensors: SensorList, state: ScanState) -> None:
        """Draw this list and state of the scan."""
        self.border_title = "Sensors in range"
        self.border_subtitle = _count_sensors(sensors)
        self.update(draw_sensor_rows(sensors, state, self.size.width, self.size.height))


def _count_sensors(sensors: SensorList) -> str:
    """Return the number of known sensors and of other devices."""
    others = len(sensors.others)
    more = f", {others} not usable{'' if sensors.show_all else ' (a shows them)'}" if others else ""
    return f"{len(sensors.known)} found{more}"
