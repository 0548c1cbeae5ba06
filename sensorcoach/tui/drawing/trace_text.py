"""The trace plot as text: scale on the left, each column in the colour of its phase, the person's band and warnings."""

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.tui.drawing.phase_style import PHASE_STYLES
from sensorcoach.tui.drawing.trace_marks import USUAL_CELL, BandLine, Mark, band_lines, warning_marks
from sensorcoach.tui.drawing.trace_plot import Column, TracePlot, trace_plot

_AXIS_WIDTH = 5
_LEAST_WIDTH, _LEAST_HEIGHT = 12, 3
_BAND_STYLE, _MARK_STYLE = "dim", "bold $text-error"

Cell = tuple[str, str]
"""A character and its style."""


def plot_width(width: int) -> int:
    """How much of a width is left for the plot beside its scale."""
    return max(width - _AXIS_WIDTH, 1)


def trace_text(snapshot: Snapshot, width: int, height: int) -> Content:
    """Plot, scale and phase letters in `width` by `height` cells; nothing where that is too small to read."""
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return Content("")
    plot = trace_plot(snapshot, plot_width(width), height - 1)
    styles = [_style(column) for column in plot.columns]
    lines, marks = band_lines(plot, snapshot.band), warning_marks(plot, snapshot)
    axis = _axis(plot, lines)
    rows = [
        Content.assemble((axis[row], "dim"), *_runs(_cells(plot, row, styles, lines, marks)))
        for row in range(len(plot.rows))
    ]
    letters = zip(plot.letters, [f"bold {style}" for style in styles], strict=True)
    return Content("\n").join([*rows, Content.assemble(" " * _AXIS_WIDTH, *_runs(list(letters)))])


def _cells(
    plot: TracePlot, row: int, styles: Sequence[str], lines: Sequence[BandLine], marks: Sequence[Mark]
) -> list[Cell]:
    """One row: the curve in front of the band, the marks where the curve is not."""
    cells = list(zip(plot.rows[row], styles, strict=True))
    for line in lines:
        if line.row == row:
            cells = [(line.cell, _BAND_STYLE) if text == " " else (text, style) for text, style in cells]
    for mark in marks:
        if mark.row == row:
            cells[mark.column : mark.column + len(mark.text)] = [(letter, _MARK_STYLE) for letter in mark.text]
    return cells


def _style(column: Column) -> str:
    if column.gap:
        return "$text-error"
    return PHASE_STYLES[column.phase] if column.phase else "dim"


def _axis(plot: TracePlot, lines: Sequence[BandLine]) -> list[str]:
    """The ends of the scale, and the limits of the band in their rows."""
    labels = ["    │"] * len(plot.rows)
    labels[0], labels[-1] = f"{plot.high_deg:3.0f}°┤", f"{plot.low_deg:3.0f}°┤"
    for line in lines:
        if line.cell != USUAL_CELL:
            labels[line.row] = f"{line.angle_deg:3.0f}°┼"
    return labels


def _runs(cells: Sequence[Cell]) -> list[Cell]:
    """Neighbours of one style as one piece."""
    return [("".join(text for text, _ in run), style) for style, run in groupby(cells, key=lambda cell: cell[1])]
