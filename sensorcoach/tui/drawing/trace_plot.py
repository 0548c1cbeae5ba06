"""The lift angle as braille dots, with gaps, and with the letters of phases below.

Columns are aligned to the recording's clock, not to the right edge, so that the curve scrolls without flicker. A column
is drawn when its time is over: the drawing changes with each column, not with each frame.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.coach.phase_spans import PHASE_LETTERS, PhaseSpan
from sensorcoach.coach.snapshot import TRACE_WINDOW_S, Snapshot, Trace
from sensorcoach.events import GapFound, Phase, ReferenceTaken
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD

_DOTS_WIDE, _DOTS_HIGH = 2, 4
_BRAILLE = 0x2800
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""The bit of each dot of a braille cell, by row and column (Unicode block Braille Patterns)."""

_SCALE_STEP_DEG = 5.0
"""Step of the ends of the scale. A larger step changes the scale less often."""

_LEAST_SCALE_DEG = 10.0
"""Minimum span of the scale. A sensor at rest then draws a line, not its noise."""

_SLACK_DEG = 1.0
"""Excess over a step that does not extend the scale: a step takes up to a fifth of a small plot."""

_ROOM_OVER = 1.5
"""Maximum ratio of the top of the good range to the usual top for which the scale includes it.

A larger one leaves half the plot empty above a flat line.
"""

_BREAK_S = 0.5
"""Longest time between two angles across which the curve is drawn. No angle is followed between two sets."""

_ROOM_CELLS = 3
"""Minimum width of a phase in cells for its letter at the left edge."""

GAP_CELL, GAP_LETTER = "░", "x"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of cells: its phase, whether the phase starts here, and whether samples are missing."""

    phase: Phase | None
    gap: bool
    starts: bool


@dataclass(frozen=True, slots=True)
class TracePlot:
    """`rows` of `width` cells from top to bottom, the `letters` below them, and the `columns` that colour them."""

    rows: tuple[str, ...]
    letters: str
    columns: tuple[Column, ...]
    low_deg: float
    high_deg: float

    def shows(self, angle_deg: float) -> bool:
        """Return whether the scale includes this angle."""
        return self.low_deg - _SLACK_DEG <= angle_deg <= self.high_deg + _SLACK_DEG

    def find_row(self, angle_deg: float) -> int:
        """Return the row of this angle, counted from the top."""
        dots = len(self.rows) * _DOTS_HIGH
        share = (angle_deg - self.low_deg) / (self.high_deg - self.low_deg)
        return len(self.rows) - 1 - round(min(max(share, 0.0), 1.0) * (dots - 1)) // _DOTS_HIGH


def find_column(time_s: float, now_s: float, width: int) -> int:
    """Return the column of a moment; below 0 or at least `width` if it is out of view."""
    return math.floor(time_s * width / TRACE_WINDOW_S) - find_newest_column(now_s, width) + width


def find_newest_column(now_s: float, width: int) -> int:
    """Return the number of the present column on the recording's clock. The drawing changes only with it."""
    return math.floor(now_s * width / TRACE_WINDOW_S)


def make_trace_plot(snapshot: Snapshot, width: int, height: int) -> TracePlot:
    """Plot the last `TRACE_WINDOW_S` in `width` by `height` cells, newest on the right."""
    cell_s = TRACE_WINDOW_S / width
    first = find_newest_column(snapshot.now_s, width) - width
    starts_s = (first + np.arange(width, dtype=np.float64)) * cell_s
    columns = _make_columns(starts_s, cell_s, snapshot.spans, snapshot.gaps)
    low_deg, high_deg = _find_scale(snapshot.trace, float(starts_s[0]), snapshot.band)
    dots_s = (first + (np.arange(width * _DOTS_WIDE, dtype=np.float64) + 0.5) / _DOTS_WIDE) * cell_s
    heights = _find_dot_heights(snapshot.trace, dots_s, low_deg, high_deg, height * _DOTS_HIGH)
    in_gap = np.repeat(np.array([column.gap for column in columns]), _DOTS_WIDE)
    heights[in_gap] = -1
    rows = _draw_cells(_set_dots(heights, height * _DOTS_HIGH))
    return TracePlot(
        rows=tuple(
            "".join(GAP_CELL if column.gap else cell for cell, column in zip(row, columns, strict=True)) for row in rows
        ),
        letters="".join(_find_letter(column) for column in columns),
        columns=columns,
        low_deg=low_deg,
        high_deg=high_deg,
    )


def _find_letter(column: Column) -> str:
    """Return the phase's letter where it starts, a line while it lasts."""
    if column.gap:
        return GAP_LETTER
    if column.phase is None:
        return " "
    return PHASE_LETTERS[column.phase] if column.starts else "─"


def _make_columns(
    starts_s: FloatArray, cell_s: float, spans: Sequence[PhaseSpan], gaps: Sequence[GapFound]
) -> tuple[Column, ...]:
    columns: list[Column] = []
    # A phase that leaves on the left keeps its letter as long as there is room.
    first = _find_span(spans, float(starts_s[0]) + cell_s / 2)
    before = None if first is _find_span(spans, float(starts_s[0]) + _ROOM_CELLS * cell_s) else first
    for start_s in starts_s.tolist():
        span = _find_span(spans, start_s + cell_s / 2)
        gap = any(gap.start_s < start_s + cell_s and gap.end_s > start_s for gap in gaps)
        columns.append(Column(span.phase if span else None, gap, starts=span is not before))
        before = span
    return tuple(columns)


def _find_span(spans: Sequence[PhaseSpan], time_s: float) -> PhaseSpan | None:
    for span in reversed(spans):
        if span.start_s <= time_s:
            return span if span.end_s is None or time_s < span.end_s else None
    return None


def _find_scale(trace: Trace, oldest_s: float, band: ReferenceTaken | None) -> tuple[float, float]:
    """Return bottom and top of the plot in degrees, for the visible curve and the person's band."""
    angles = trace.angle_rad[trace.time_s >= oldest_s] * DEG_PER_RAD
    if band is not None:
        angles = np.append(angles, np.array(_find_band_ends(band)) * DEG_PER_RAD)
    if not len(angles):
        return 0.0, _LEAST_SCALE_DEG
    low = math.floor((float(angles.min()) + _SLACK_DEG) / _SCALE_STEP_DEG) * _SCALE_STEP_DEG
    high = math.ceil((float(angles.max()) - _SLACK_DEG) / _SCALE_STEP_DEG) * _SCALE_STEP_DEG
    return low, max(high, low + _LEAST_SCALE_DEG)


def _find_band_ends(band: ReferenceTaken) -> tuple[float, float]:
    """Return the lowest and highest angle of the band that the scale includes, in radians."""
    usual_rad = band.reference.range_rad
    return 0.0, band.most_rad if band.most_rad <= _ROOM_OVER * usual_rad else usual_rad


def _find_dot_heights(
    trace: Trace, dots_s: FloatArray, low_deg: float, high_deg: float, dots_high: int
) -> npt.NDArray[np.int64]:
    """Return the dot row, counted from the bottom, for each dot column; -1 without a curve."""
    heights = np.full(len(dots_s), -1, dtype=np.int64)
    if len(trace.time_s) < 2:
        return heights
    after = np.clip(np.searchsorted(trace.time_s, dots_s), 1, len(trace.time_s) - 1)
    apart_s = trace.time_s[after] - trace.time_s[after - 1]
    seen = (dots_s >= trace.time_s[0]) & (dots_s <= trace.time_s[-1]) & (apart_s < _BREAK_S)
    angles = np.interp(dots_s[seen], trace.time_s, trace.angle_rad) * DEG_PER_RAD
    share = np.clip((angles - low_deg) / (high_deg - low_deg), 0.0, 1.0)
    heights[seen] = np.rint(share * (dots_high - 1)).astype(np.int64)
    return heights


def _set_dots(heights: npt.NDArray[np.int64], dots_high: int) -> npt.NDArray[np.bool_]:
    """Return the dots that are set, row 0 at the top. Each column reaches to the previous one and joins steep parts."""
    grid = np.zeros((dots_high, len(heights)), dtype=np.bool_)
    before = -1
    for column, height in enumerate(heights.tolist()):
        if height >= 0:
            towards = before + (1 if before < height else -1) if before not in {-1, height} else height
            low, high = sorted((height, towards))
            grid[dots_high - 1 - high : dots_high - low, column] = True
        before = height
    return grid


def _draw_cells(grid: npt.NDArray[np.bool_]) -> list[str]:
    high, wide = grid.shape[0] // _DOTS_HIGH, grid.shape[1] // _DOTS_WIDE
    blocks = grid.reshape(high, _DOTS_HIGH, wide, _DOTS_WIDE)
    codes = _BRAILLE + np.einsum("hrwc,rc->hw", blocks.astype(np.int64), _BITS)
    return ["".join(" " if code == _BRAILLE else chr(code) for code in row) for row in codes.tolist()]
