"""Long gaps on the grid: the points in a gap, the restart of the attitude behind it, and the line across it.

The last reading of a gyro says nothing about seconds without data: integrated on, half a lift becomes a somersault. So
a straight line leads from the last attitude before a gap to the direction of the first force behind it.
"""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sensorcoach.motion.gap_lengths import MAX_BRIDGED_GAP_S
from sensorcoach.motion.resampling import RATE_HZ, GridBlock
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, Samples

SETTLE_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.4
"""Time after a gap until the attitude is sure. It starts from a single reading of a moving sensor."""


@dataclass(frozen=True, slots=True)
class LongGap:
    """A gap between two times in which the movement is unknown.

    `force` (3,): the first specific force behind it.
    """

    start_s: float
    end_s: float
    force: FloatArray

    def first_in(self, origin_s: float) -> int:
        """Number of the first grid point in the gap."""
        return math.floor((self.start_s - origin_s) * RATE_HZ) + 1

    def first_behind(self, origin_s: float) -> int:
        """Number of the first grid point behind the gap."""
        return math.ceil((self.end_s - origin_s) * RATE_HZ)

    def line(self, before: FloatArray, points: FloatArray, origin_s: float) -> FloatArray:
        """Unit vectors (n, 3) at these grid points in the gap, on the way from `before` (3,) to its force."""
        first, behind = self.first_in(origin_s), self.first_behind(origin_s)
        share = ((points - first + 1.0) / (behind - first + 1.0))[:, None]
        after = self.force / max(float(np.linalg.norm(self.force)), 1e-9)
        line = (1.0 - share) * before + share * after
        return line / np.maximum(np.linalg.norm(line, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True, slots=True)
class GapMarks:
    """Marks (n,) of grid points: `in_gap`, and `is_settling` while the attitude settles after a gap."""

    in_gap: npt.NDArray[np.bool_]
    is_settling: npt.NDArray[np.bool_]


class LongGaps:
    """The gaps of a piece of recording that are too long to carry the movement across."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        """Time of the newest sample."""
        self._unmarked: list[LongGap] = []
        """Gaps that may still mark grid points to come."""
        self._open: list[LongGap] = []
        """Gaps behind which the attitude has not restarted yet."""

    def feed(self, samples: Samples) -> None:
        """Find the gaps that end within these samples."""
        time_s = samples.time_s
        if not len(time_s):
            return
        before_s = np.concatenate([[time_s[0] if self._last_s is None else self._last_s], time_s[:-1]])
        for k in np.flatnonzero(time_s - before_s > MAX_BRIDGED_GAP_S):
            gap = LongGap(float(before_s[k]), float(time_s[k]), samples.acc_mps2[k].copy())
            self._unmarked.append(gap)
            self._open.append(gap)
        self._last_s = float(time_s[-1])

    def next_before(self, stop: int, origin_s: float) -> LongGap | None:
        """The next open gap, if it begins before this grid point."""
        return self._open[0] if self._open and self._open[0].first_in(origin_s) < stop else None

    def close_next(self) -> None:
        """Note that the attitude has restarted behind the next gap."""
        self._open.pop(0)

    def mark(self, grid: GridBlock) -> GapMarks:
        """Mark the points of the grid (n,), and forget the gaps that lie behind them."""
        time_s = grid.origin_s + (grid.first + np.arange(len(grid.values))) / RATE_HZ
        in_gap, is_settling = np.zeros((2, len(time_s)), dtype=np.bool_)
        for gap in self._unmarked:
            in_gap |= (time_s > gap.start_s) & (time_s <= gap.end_s)
            is_settling |= (time_s > gap.end_s) & (time_s <= gap.end_s + SETTLE_S)
        self._unmarked = [gap for gap in self._unmarked if gap.end_s + SETTLE_S > time_s[-1]]
        return GapMarks(in_gap, is_settling & ~in_gap)
