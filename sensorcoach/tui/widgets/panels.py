"""The panels of the dashboard: one class each, drawn by the pure functions of `drawing/`."""

from collections.abc import Hashable

from textual.content import Content
from textual.widgets import Static

from sensorcoach.runner.session import Frame
from sensorcoach.tui.contact import SILENT, Contact, find_contact
from sensorcoach.tui.drawing.awaited_panel import awaited_panel
from sensorcoach.tui.drawing.counters import phase_clock, rep_count
from sensorcoach.tui.drawing.link_line import link_line
from sensorcoach.tui.drawing.lost_panel import lost_panel
from sensorcoach.tui.drawing.one_line import live_words, signal_line, title_line
from sensorcoach.tui.drawing.sensor_rows import sensor_rows
from sensorcoach.tui.drawing.set_rows import set_rows
from sensorcoach.tui.drawing.summary_rows import summary_rows, summary_shown
from sensorcoach.tui.drawing.tempo_rows import tempo_rows
from sensorcoach.tui.drawing.trace_marks import band_words
from sensorcoach.tui.drawing.trace_plot import newest_column
from sensorcoach.tui.drawing.trace_text import plot_width, trace_text
from sensorcoach.tui.drawing.warning_rows import warning_rows
from sensorcoach.tui.sensor_list import ScanState, SensorList
from sensorcoach.tui.widgets.base import Drawn


class TitleLine(Drawn):
    """Exercise, placement, simulated badge, state, speed, time."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        live = live_words(find_contact(frame), frame.link)
        return title_line(frame.snapshot, frame.transport, width, live)


class RepCount(Drawn):
    """How many reps this set has, as large as they fit."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return rep_count(frame.snapshot, width, height)


class PhaseClock(Drawn):
    """The phase's letter, word and seconds; between sets the length of the pause."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return phase_clock(frame.snapshot, width, height, stopped=find_contact(frame) in SILENT)


class LiftTracePanel(Drawn):
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


_TITLES = {Contact.AWAITED: "Getting your sensor ready", Contact.WEAK: "Signal weak", Contact.LOST: "Sensor lost"}


class LinkPanel(Drawn):
    """Before the first connection what is being done; later what happened and what to do."""

    def title_words(self, frame: Frame) -> str | None:
        return _TITLES.get(find_contact(frame))

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        contact = find_contact(frame)
        if frame.link is None or contact not in _TITLES:
            return Content("")
        if contact is Contact.AWAITED:
            return awaited_panel(frame.link, frame.snapshot, width, height)
        return lost_panel(frame.link, frame.snapshot, width, height)


class LinkLine(Drawn):
    """Name, signal, battery, rate, batches, what is lost; empty where there is no connection to tell of."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        del height
        return link_line(frame.link, width) if frame.link else Content("")


class SetSummaryPanel(Drawn):
    """Shown in place of the trace, or below it, until there is something else to look at."""

    def title_words(self, frame: Frame) -> str | None:
        summary = summary_shown(frame.snapshot)
        return f"Set {summary.number} done" if summary else None

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        summary = summary_shown(frame.snapshot)
        return summary_rows(summary, frame.snapshot, width, height) if summary else Content("")


class SetHistory(Drawn):
    """Each set with its reps and its times, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return set_rows(frame.snapshot, height, width)


class TempoTable(Drawn):
    """Lift, hold, lower, rest and range of the last reps of the set, newest first."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return tempo_rows(frame.snapshot, width, height)


class WarningList(Drawn):
    """Which rep did not keep which rule and what to do, newest first; before them a doubt of the reference."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        return warning_rows(frame.snapshot, height, width)


class SignalLine(Drawn):
    """Signal quality with its reason, posture, gaps."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        del height
        return signal_line(frame.snapshot, frame.transport.note, find_contact(frame)).truncate(width, ellipsis=True)


class SensorTable(Static):
    """A row for each sensor, the marked one reversed; draws a list and a state, and changes neither."""

    def show(self, sensors: SensorList, state: ScanState) -> None:
        """Draw this."""
        self.border_title = "Sensors heard"
        self.border_subtitle = _found(sensors)
        self.update(sensor_rows(sensors, state, self.size.width, self.size.height))


def _found(sensors: SensorList) -> str:
    """How many, and how many more that cannot be used."""
    others = len(sensors.others)
    more = f", {others} that cannot be used{'' if sensors.show_all else ' (a shows them)'}" if others else ""
    return f"{len(sensors.known)} found{more}"
