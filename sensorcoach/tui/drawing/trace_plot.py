"""The lift angle as braille dots, with its phases lettered below and its gaps shown.

Time is binned on the recording's clock, not from the right edge, so that the curve scrolls without flickering; a
column is drawn once its time is over, so that the drawing changes with each column and not with each frame.
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
"""The scale ends at multiples of this, so that it stays still while the curve moves."""

_LEAST_SCALE_DEG = 10.0
"""No less is ever shown from bottom to top: a still sensor draws a line, not its noise."""

_SLACK_DEG = 1.0
"""What goes this little beyond a step is drawn on it: a fifth of a small plot is too much for it."""

_ROOM_OVER = 1.5
"""The scale reaches to the most that is good for this person, unless that is more than this factor over their usual
top: a small lift would be a flat line under an empty half."""

_BREAK_S = 0.5
"""Over a longer stretch without an angle no curve is drawn: nothing was followed between two sets."""

_ROOM_CELLS = 3
"""How much of a phase must be left at the left edge for its letter to stand there."""

GAP_CELL, GAP_LETTER = "░", "x"


@dataclass(frozen=True, slots=True)
class Column:
    """What holds for one column of cells: its phase, whether it starts here, and whether samples are missing."""

    phase: Phase | None
    gap: bool
    starts: bool


@dataclass(frozen=True, slots=True)
class TracePlot:
    """`rows` of `width` cells from top to bottom, the `letters` below them, and what colours each column."""

    rows: tuple[str, ...]
    letters: str
    columns: tuple[Column, ...]
    low_deg: float
    high_deg: float

    def shows(self, angle_deg: float) -> bool:
        """Whether the scale reaches this angle."""
        return self.low_deg - _SLACK_DEG <= angle_deg <= self.high_deg + _SLACK_DEG

    def row_of(self, angle_deg: float) -> int:
        """The row, from the top, in which the curve has this angle."""
        dots = len(self.rows) * _DOTS_HIGH
        share = (angle_deg - self.low_deg) / (self.high_deg - self.low_deg)
        return len(self.rows) - 1 - round(min(max(share, 0.0), 1.0) * (dots - 1)) // _DOTS_HIGH


def column_of(time_s: float, now_s: float, width: int) -> int:
    """The column in which a moment lies; below 0 or from `width` on where it is not in view."""
    return math.floor(time_s * width / TRACE_WINDOW_S) - newest_column(now_s, width) + width


def newest_column(now_s: float, width: int) -> int:
    """The column of time that is going on, counted on the recording's clock; the drawing changes only with it."""
    return math.floor(now_s * width / TRACE_WINDOW_S)


def trace_plot(snapshot: Snapshot, width: int, height: int) -> TracePlot:
    """The last `TRACE_WINDOW_S` in `width` by `height` cells; newest on the right."""
    cell_s = TRACE_WINDOW_S / width
    first = newest_column(snapshot.now_s, width) - width
    starts_s = (first + np.arange(width, dtype=np.float64)) * cell_s
    columns = _columns(starts_s, cell_s, snapshot.spans, snapshot.gaps)
    low_deg, high_deg = _scale(snapshot.trace, float(starts_s[0]), snapshot.band)
    dots_s = (first + (np.arange(width * _DOTS_WIDE, dtype=np.float64) + 0.5) / _DOTS_WIDE) * cell_s
    heights = _dot_heights(snapshot.trace, dots_s, low_deg, high_deg, height * _DOTS_HIGH)
    in_gap = np.repeat(np.array([column.gap for column in columns]), _DOTS_WIDE)
    heights[in_gap] = -1
    rows = _cells(_grid(heights, height * _DOTS_HIGH))
    return TracePlot(
        rows=tuple(
            "".join(GAP_CELL if column.gap else cell for cell, column in zip(row, columns, strict=True)) for row in rows
        ),
        letters="".join(_letter(column) for column in columns),
        columns=columns,
        low_deg=low_deg,
        high_deg=high_deg,
    )


def _letter(column: Column) -> str:
    """The phase's letter where it starts, a line while it lasts."""
    if column.gap:
        return GAP_LETTER
    if column.phase is None:
        return " "
    return PHASE_LETTERS[column.phase] if column.starts else "─"


def _columns(
    starts_s: FloatArray, cell_s: float, spans: Sequence[PhaseSpan], gaps: Sequence[GapFound]
) -> tuple[Column, ...]:
    columns: list[Column] = []
    # A phase that leaves on the left keeps its letter as long as there is room for it.
    first = _span_at(spans, float(starts_s[0]) + cell_s / 2)
    before = None if first is _span_at(spans, float(starts_s[0]) + _ROOM_CELLS * cell_s) else first
    for start_s in starts_s.tolist():
        span = _span_at(spans, start_s + cell_s / 2)
        gap = any(gap.start_s < start_s + cell_s and gap.end_s > start_s for gap in gaps)
        columns.append(Column(span.phase if span else None, gap, starts=span is not before))
        before = span
    return tuple(columns)


def _span_at(spans: Sequence[PhaseSpan], time_s: float) -> PhaseSpan | None:
    for span in reversed(spans):
        if span.start_s <= time_s:
            return span if span.end_s is None or time_s < span.end_s else None
    return None


def _scale(trace: Trace, oldest_s: float, band: ReferenceTaken | None) -> tuple[float, float]:
    """Bottom and top of the plot in degrees, for what is in view and for the person's band."""
    angles = trace.angle_rad[trace.time_s >= oldest_s] * DEG_PER_RAD
    if band is not None:
        angles = np.append(angles, np.array(_band_ends(band)) * DEG_PER_RAD)
    if not len(angles):
        return 0.0, _LEAST_SCALE_DEG
    low = math.floor((float(angles.min()) + _SLACK_DEG) / _SCALE_STEP_DEG) * _SCALE_STEP_DEG
    high = math.ceil((float(angles.max()) - _SLACK_DEG) / _SCALE_STEP_DEG) * _SCALE_STEP_DEG
    return low, max(high, low + _LEAST_SCALE_DEG)


def _band_ends(band: ReferenceTaken) -> tuple[float, float]:
    """What of the band the scale has to show: from the bottom up, radians."""
    usual_rad = band.reference.range_rad
    return 0.0, band.most_rad if band.most_rad <= _ROOM_OVER * usual_rad else usual_rad


def _dot_heights(
    trace: Trace, dots_s: FloatArray, low_deg: float, high_deg: float, dots_high: int
) -> npt.NDArray[np.int64]:
    """The dot row from the bottom for each dot column, -1 where there is no curve."""
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


def _grid(heights: npt.NDArray[np.int64], dots_high: int) -> npt.NDArray[np.bool_]:
    """Dots set, row 0 at the top; each column reaches towards the one before, so that steep parts stay joined."""
    grid = np.zeros((dots_high, len(heights)), dtype=np.bool_)
    before = -1
    for column, height in enumerate(heights.tolist()):
        if height >= 0:
            towards = before + (1 if before < height else -1) if before not in {-1, height} else height
            low, high = sorted((height, towards))
            grid[dots_high - 1 - high : dots_high - low, column] = True
        before = height
    return grid


def _cells(grid: npt.NDArray[np.bool_]) -> list[str]:
    high, wide = grid.shape[0] // _DOTS_HIGH, grid.shape[1] // _DOTS_WIDE
    blocks = grid.reshape(high, _DOTS_HIGH, wide, _DOTS_WIDE)
    codes = _BRAILLE + np.einsum("hrwc,rc->hw", blocks.astype(np.int64), _BITS)
    return ["".join(" " if code == _BRAILLE else chr(code) for code in row) for row in codes.tolist()]
