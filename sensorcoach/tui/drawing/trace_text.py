"""The trace plot as text: scale on the left, columns in the colour of their phase, good range and warnings."""

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.tui.drawing.phase_style import PHASE_STYLES
from sensorcoach.tui.drawing.trace_marks import USUAL_CELL, BandLine, Mark, find_band_lines, place_warning_marks
from sensorcoach.tui.drawing.trace_plot import Column, TracePlot, make_trace_plot

_AXIS_WIDTH = 5
_LEAST_WIDTH, _LEAST_HEIGHT = 12, 3
_BAND_STYLE, _MARK_STYLE = "dim", "bold $text-error"

Cell = tuple[str, str]
"""A character and its style."""


def find_plot_width(width: int) -> int:
    """Return the width left for the plot beside its scale."""
    return max(width - _AXIS_WIDTH, 1)


def draw_trace(snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw plot, scale and phase letters in `width` by `height` cells; nothing if that is too small to read."""
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return Content("")
    plot = make_trace_plot(snapshot, find_plot_width(width), height - 1)
    styles = [_find_style(column) for column in plot.columns]
    lines, marks = find_band_lines(plot, snapshot.band), place_warning_marks(plot, snapshot)
    axis = _draw_axis(plot, lines)
    rows = [
        Content.assemble((axis[row], "dim"), *_join_runs(_draw_cells(plot, row, styles, lines, marks)))
        for row in range(len(plot.rows))
    ]
    letters = zip(plot.letters, [f"bold {style}" for style in styles], strict=True)
    return Content("\n").join([*rows, Content.assemble(" " * _AXIS_WIDTH, *_join_runs(list(letters)))])


def _draw_cells(
    plot: TracePlot, row: int, styles: Sequence[str], lines: Sequence[BandLine], marks: Sequence[Mark]
) -> list[Cell]:
    """Draw one row: the curve in front of the band, marks in free cells."""
    cells = list(zip(plot.rows[row], styles, strict=True))
    for line in lines:
        if line.row == row:
            cells = [(line.cell, _BAND_STYLE) if text == " " else (text, style) for text, style in cells]
    for mark in marks:
        if mark.row == row:
            cells[mark.column : mark.column + len(mark.text)] = [(letter, _MARK_STYLE) for letter in mark.text]
    return cells


def _find_style(column: Column) -> str:
    if column.gap:
        return "$text-error"
    return PHASE_STYLES[column.phase] if column.phase else "dim"


def _draw_axis(plot: TracePlot, lines: Sequence[BandLine]) -> list[str]:
    """Draw the ends of the scale, and the limits of the band in their rows."""
    labels = ["    │"] * len(plot.rows)
    labels[0], labels[-1] = f"{plot.high_deg:3.0f}°┤", f"{plot.low_deg:3.0f}°┤"
    for line in lines:
        if line.cell != USUAL_CELL:
            labels[line.row] = f"{line.angle_deg:3.0f}°┼"
    return labels


def _join_runs(cells: Sequence[Cell]) -> list[Cell]:
    """Join neighbours of one style."""
    return [("".join(text for text, _ in run), style) for style, run in groupby(cells, key=lambda cell: cell[1])]
