"""What lies around the curve of the lift angle: the range that is good for this person, and where a rule was broken.

Both stand only in cells that the curve leaves empty, and are told by their signs where there is no colour.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sensorcoach.coach.snapshot import RepWarning, Snapshot
from sensorcoach.events import ReferenceTaken
from sensorcoach.tui.drawing.trace_plot import GAP_CELL, TracePlot, column_of
from sensorcoach.units import DEG_PER_RAD

LIMIT_CELL, USUAL_CELL = "┈", "·"
WARNING_SIGN = "!"

_LEAST_ROWS = 4
"""In a lower plot the lines of the band would fall together."""

_NAMED_WIDTH = 90
"""From this width on a mark carries the name of its rule: narrower, reps stand too close to each other."""


@dataclass(frozen=True, slots=True)
class BandLine:
    """A row of the plot that means something to this person: its angle, and the sign that is repeated along it."""

    row: int
    angle_deg: float
    cell: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Text that begins in one cell of the plot."""

    row: int
    column: int
    text: str


def band_words(band: ReferenceTaken | None) -> str:
    """The band in words, for the plot's frame; nothing where there is none yet."""
    if band is None:
        return ""
    least, most, usual = (round(one * DEG_PER_RAD) for one in (band.least_rad, band.most_rad, band.reference.range_rad))
    return f"{LIMIT_CELL} your good range {least}° to {most}°, {USUAL_CELL} usual top {usual}°"


def band_lines(plot: TracePlot, band: ReferenceTaken | None) -> tuple[BandLine, ...]:
    """Least, most and usual top; of two in one row the first; none where there is no room or no reference."""
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
            row = plot.row_of(angle_deg)
            lines.setdefault(row, BandLine(row, angle_deg, cell))
    return tuple(lines.values())


def warning_marks(plot: TracePlot, snapshot: Snapshot) -> tuple[Mark, ...]:
    """A sign over, else under, the curve where each warning belongs; the rule's name beside it where there is room."""
    width = len(plot.letters)
    signs = {
        (_free_row(plot, column), column): one for one, column in _in_view(snapshot.warnings, snapshot.now_s, width)
    }
    taken = set(signs)
    marks: list[Mark] = []
    for (row, column), one in signs.items():
        mark = _named(plot, Mark(row, column, WARNING_SIGN), one.warning.rule.label, taken)
        taken |= {(row, mark.column + offset) for offset in range(len(mark.text))}
        marks.append(mark)
    return tuple(marks)


def _in_view(warnings: Iterable[RepWarning], now_s: float, width: int) -> Iterator[tuple[RepWarning, int]]:
    for one in warnings:
        column = column_of(one.warning.at_s, now_s, width)
        if 0 <= column < width:
            yield one, column


def _free_row(plot: TracePlot, column: int) -> int:
    """Over the curve; under it where it touches the top; the top row where there is none."""
    drawn = [row for row, cells in enumerate(plot.rows) if cells[column] not in {" ", GAP_CELL}]
    if not drawn:
        return 0
    return drawn[0] - 1 if drawn[0] > 0 else min(drawn[-1] + 1, len(plot.rows) - 1)


def _named(plot: TracePlot, sign: Mark, name: str, taken: set[tuple[int, int]]) -> Mark:
    """The name before the sign, where the curve has been already; else behind it; else the sign alone."""
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
