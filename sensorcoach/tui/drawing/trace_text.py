"""The trace plot as text: scale on the left, each column in the colour of its phase."""

from itertools import groupby

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.tui.drawing.phase_style import PHASE_STYLES
from sensorcoach.tui.drawing.trace_plot import Column, TracePlot, trace_plot

_AXIS_WIDTH = 5
_LEAST_WIDTH, _LEAST_HEIGHT = 12, 3


def plot_width(width: int) -> int:
    """How much of a width is left for the plot beside its scale."""
    return max(width - _AXIS_WIDTH, 1)


def trace_text(snapshot: Snapshot, width: int, height: int) -> Content:
    """Plot, scale and phase letters in `width` by `height` cells; nothing where that is too small to read."""
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return Content("")
    plot = trace_plot(snapshot, plot_width(width), height - 1)
    styles = [_style(column) for column in plot.columns]
    axis = _axis(plot, height - 1)
    rows = [Content.assemble((label, "dim"), *_runs(row, styles)) for label, row in zip(axis, plot.rows, strict=True)]
    letters = Content.assemble(" " * _AXIS_WIDTH, *_runs(plot.letters, [f"bold {style}" for style in styles]))
    return Content("\n").join([*rows, letters])


def _style(column: Column) -> str:
    if column.gap:
        return "$text-error"
    return PHASE_STYLES[column.phase] if column.phase else "dim"


def _axis(plot: TracePlot, height: int) -> list[str]:
    labels = ["    │"] * height
    labels[0], labels[-1] = f"{plot.high_deg:3.0f}°┤", f"{plot.low_deg:3.0f}°┤"
    return labels


def _runs(row: str, styles: list[str]) -> list[tuple[str, str]]:
    """Neighbours of one style as one piece."""
    pieces = groupby(zip(row, styles, strict=True), key=lambda cell: cell[1])
    return [("".join(cell for cell, _ in cells), style) for style, cells in pieces]
