"""Draw the trace of one rep as text: lift angle over time in the letters of its phases, with the good range."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.events import Phase, Rep
from sensorcoach.report.explanation import Explanation
from sensorcoach.report.table import format_clock
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD

ROWS = 12
"""Height of the plot: shows a wobble of a tenth of the range, and two plots fit on a page."""

MARGIN = 9
"""Columns for the angles on the left, including the axis."""

_NEAR_S = 0.2
"""Seconds within which a column without a sample takes the nearest one; beyond, it stays empty as a gap."""


def trace_lines(explanation: Explanation, width: int) -> Iterator[str]:
    """Yield the lines of the plot, at most `width` characters wide; nothing without a trace."""
    if len(explanation.time_s) < 2:
        return
    columns = max(width - MARGIN - 1, 20)
    first_s, last_s = float(explanation.time_s[0]), float(explanation.time_s[-1])
    edges_s = [first_s + (last_s - first_s) * column / columns for column in range(columns + 1)]
    letters = [_find_letter(explanation.rep, 0.5 * (left_s + right_s)) for left_s, right_s in pairwise(edges_s)]
    yield from _draw_rows(explanation, edges_s, letters)
    yield " " * (MARGIN - 1) + "+" + "".join(letters)
    yield _format_clock_line(explanation, columns)


def _draw_rows(explanation: Explanation, edges_s: Sequence[float], letters: Sequence[str]) -> Iterator[str]:
    """Yield rows from the top. Angles count from the rep's bottom; broken lines show the good range."""
    angle_deg = explanation.angle_rad * DEG_PER_RAD
    angle_deg = angle_deg - _find_bottom_deg(explanation, angle_deg)
    marks = _list_marks(explanation)
    low = min(float(angle_deg.min()), 0.0)
    high = max([float(angle_deg.max()), *(deg for deg, _ in marks)])
    rows_a_deg = (ROWS - 1) / max(high - low, 1.0)
    grid = [[" "] * len(letters) for _ in range(ROWS)]
    labels = {round((deg - low) * rows_a_deg): deg for deg in (low, high)}
    for deg, words in marks:
        row = round((deg - low) * rows_a_deg)
        labels[row] = deg
        grid[row] = list((words + " -" * len(letters))[: len(letters)])
    for column, (bottom, top) in enumerate(_find_spans(explanation.time_s, (angle_deg - low) * rows_a_deg, edges_s)):
        for row in range(bottom, top + 1):
            if not grid[row][column].isalpha():
                grid[row][column] = letters[column]
    for row in reversed(range(ROWS)):
        label = f"{labels[row]:.1f}° |" if row in labels else "|"
        yield label.rjust(MARGIN) + "".join(grid[row]).rstrip()


def _find_bottom_deg(explanation: Explanation, angle_deg: FloatArray) -> float:
    """The angle at which the rep's lift began."""
    start = int(np.searchsorted(explanation.time_s, explanation.rep.lift_start_s))
    return float(angle_deg[min(start, len(angle_deg) - 1)])


def _list_marks(explanation: Explanation) -> list[tuple[float, str]]:
    """Both ends of the good range in degrees, with their labels."""
    taken = explanation.taken
    if taken is None:
        return []
    return [(taken.least_rad * DEG_PER_RAD, "least"), (taken.most_rad * DEG_PER_RAD, "most")]


def _find_spans(time_s: FloatArray, level: FloatArray, edges_s: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Yield the lowest and highest row of each column, joined to the column before; an empty span in a gap."""
    before: float | None = None
    for left_s, right_s in pairwise(edges_s):
        inside = level[(time_s >= left_s) & (time_s <= right_s)]
        if len(inside) == 0:
            nearest = int(np.argmin(np.abs(time_s - left_s)))
            inside = level[nearest : nearest + 1] if abs(time_s[nearest] - left_s) < _NEAR_S else inside
        if len(inside) == 0:
            before = None
            yield 0, -1
            continue
        levels = [*inside.tolist(), *([] if before is None else [before])]
        before = float(inside[-1])
        yield round(min(levels)), round(max(levels))


def _find_letter(rep: Rep, time_s: float) -> str:
    ends = ((rep.lift_start_s, Phase.REST), (rep.hold_start_s, Phase.LIFT), (rep.lower_start_s, Phase.HOLD))
    for end_s, phase in (*ends, (rep.end_s, Phase.LOWER)):
        if time_s < end_s:
            return PHASE_LETTERS[phase]
    return PHASE_LETTERS[Phase.REST]


def _format_clock_line(explanation: Explanation, columns: int) -> str:
    first, last = (format_clock(float(explanation.time_s[k]) - explanation.begin_s) for k in (0, -1))
    return " " * MARGIN + first + last.rjust(columns - len(first))
