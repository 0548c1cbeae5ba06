"""The marks around the curve of the lift angle: the person's good range, and each broken rule.

Marks use only cells that the curve leaves empty. Their signs are readable without colour.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sensorcoach.coach.snapshot import RepWarning, Snapshot
from sensorcoach.events import ReferenceTaken
from sensorcoach.tui.drawing.trace_plot import GAP_CELL, TracePlot, find_column
from sensorcoach.units import DEG_PER_RAD

LIMIT_CELL, USUAL_CELL = "┈", "·"
WARNING_SIGN = "!"

_LEAST_ROWS = 4
"""Minimum height of the plot in rows for the lines of the band. In a lower plot they coincide."""

_NAMED_WIDTH = 90
"""Minimum width of the plot in cells for the names of rules. In a narrower plot reps are too close together."""


@dataclass(frozen=True, slots=True)
class BandLine:
    """A line across the plot at a limit of the person's range: row, angle, and the sign repeated along it."""

    row: int
    angle_deg: float
    cell: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Text that begins in one cell of the plot."""

    row: int
    column: int
    text: str


def format_band(band: ReferenceTaken | None) -> str:
    """Return the band in words for the plot's border; nothing without a reference."""
    if band is None:
        return ""
    least, most, usual = (round(one * DEG_PER_RAD) for one in (band.least_rad, band.most_rad, band.reference.range_rad))
    return f"{LIMIT_CELL} your good range {least}° to {most}°, {USUAL_CELL} usual top {usual}°"


def find_band_lines(plot: TracePlot, band: ReferenceTaken | None) -> tuple[BandLine, ...]:
    """Return the lines for least, most and usual top; of two in one row the first. Empty without room or reference."""
    if band is None or len(plot.rows) < _LEAST_ROWS:
        return ()
    wanted = (
        (band.least_rad, LIMIT_CELL),
        (band.most_rad, LIMIT_CELL),
        (band.reference.range_rad, USUAL_CELL),
    )
    lines: dict[int, BandLine] = {}
    for angle_rad, cell in wanted:
        angle_deg = angle_rad * DEG_PER_RAD
        if plot.shows(angle_deg):
            row = plot.find_row(angle_deg)
            lines.setdefault(row, BandLine(row, angle_deg, cell))
    return tuple(lines.values())


def place_warning_marks(plot: TracePlot, snapshot: Snapshot) -> tuple[Mark, ...]:
    """Place a sign above or below the curve for each warning, and the rule's name beside it where there is room."""
    width = len(plot.letters)
    visible = _select_visible(snapshot.warnings, snapshot.now_s, width)
    signs = {(_find_free_row(plot, column), column): one for one, column in visible}
    taken = set(signs)
    marks: list[Mark] = []
    for (row, column), one in signs.items():
        mark = _add_name(plot, Mark(row, column, WARNING_SIGN), one.warning.rule.label, taken)
        taken |= {(row, mark.column + offset) for offset in range(len(mark.text))}
        marks.append(mark)
    return tuple(marks)


def _select_visible(warnings: Iterable[RepWarning], now_s: float, width: int) -> Iterator[tuple[RepWarning, int]]:
    for one in warnings:
        column = find_column(one.warning.at_s, now_s, width)
        if 0 <= column < width:
            yield one, column


def _find_free_row(plot: TracePlot, column: int) -> int:
    """Return the row above the curve, or below it if it touches the top; the top row without a curve."""
    drawn = [row for row, cells in enumerate(plot.rows) if cells[column] not in {" ", GAP_CELL}]
    if not drawn:
        return 0
    return drawn[0] - 1 if drawn[0] > 0 else min(drawn[-1] + 1, len(plot.rows) - 1)


def _add_name(plot: TracePlot, sign: Mark, name: str, taken: set[tuple[int, int]]) -> Mark:
    """Return the sign with the name before it, else after it, else the sign alone."""
    if len(plot.letters) < _NAMED_WIDTH:
        return sign
    before = Mark(sign.row, sign.column - len(name) - 1, f"{name} {sign.text}")
    behind = Mark(sign.row, sign.column, f"{sign.text} {name}")
    cells = plot.rows[sign.row]
    for mark in (before, behind):
        columns = range(mark.column, mark.column + len(mark.text))
        inside = columns.start >= 0 and columns.stop <= len(cells)
        if inside and all(at == sign.column or (cells[at] == " " and (sign.row, at) not in taken) for at in columns):
            return mark
    return sign
