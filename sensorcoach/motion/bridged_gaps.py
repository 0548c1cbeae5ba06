"""Holes in the data on the grid: which points lie in one, where the attitude begins anew, and what stands between.

What a gyro showed last says nothing of the seconds in which nobody looked: integrated on, half a lift becomes a
somersault. So from the last attitude before a hole a straight line leads to the direction of the first force behind it.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.motion.gaps import RESTART_S
from sensorcoach.motion.motion_block import GONE, UNSURE
from sensorcoach.motion.resampling import RATE_HZ, GridBlock
from sensorcoach.samples import FloatArray, Samples

UNSURE_S = 0.4
"""So long after a hole the attitude is not sure yet: it begins from one look at a moving sensor."""


@dataclass(frozen=True, slots=True)
class BridgedGap:
    """No samples came between these times; `force` (3,) is the first specific force behind it."""

    start_s: float
    end_s: float
    force: FloatArray

    def first_in(self, origin_s: float) -> int:
        """The first grid point in it."""
        return math.floor((self.start_s - origin_s) * RATE_HZ) + 1

    def first_behind(self, origin_s: float) -> int:
        """The first grid point behind it."""
        return math.ceil((self.end_s - origin_s) * RATE_HZ)

    def line(self, before: FloatArray, points: FloatArray, origin_s: float) -> FloatArray:
        """Unit vectors (n, 3) at these grid points in it, on the way from `before` (3,) to its force."""
        first, behind = self.first_in(origin_s), self.first_behind(origin_s)
        share = ((points - first + 1.0) / (behind - first + 1.0))[:, None]
        after = self.force / max(float(np.linalg.norm(self.force)), 1e-9)
        line = (1.0 - share) * before + share * after
        return line / np.maximum(np.linalg.norm(line, axis=1, keepdims=True), 1e-9)


class GapBridge:
    """The holes of a stretch that are too long to carry the attitude across."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        """Time of the newest sample."""
        self._marked: list[BridgedGap] = []
        """Those that, with the moment after them until the attitude has settled, are not yet passed."""
        self._open: list[BridgedGap] = []
        """Those behind which the attitude has not begun anew yet."""

    def feed(self, samples: Samples) -> None:
        """Find the holes that end within these samples."""
        time_s = samples.time_s
        if not len(time_s):
            return
        before_s = np.concatenate([[time_s[0] if self._last_s is None else self._last_s], time_s[:-1]])
        for k in np.flatnonzero(time_s - before_s > RESTART_S):
            hole = BridgedGap(float(before_s[k]), float(time_s[k]), samples.acc_mps2[k].copy())
            self._marked.append(hole)
            self._open.append(hole)
        self._last_s = float(time_s[-1])

    def next_before(self, stop: int, origin_s: float) -> BridgedGap | None:
        """The next hole that begins before this grid point and is not passed yet."""
        return self._open[0] if self._open and self._open[0].first_in(origin_s) < stop else None

    def passed(self) -> None:
        """The attitude has begun anew behind the next hole."""
        self._open.pop(0)

    def marks(self, grid: GridBlock) -> FloatArray:
        """`GONE`, `UNSURE` or 0 at each point of the grid (n,)."""
        time_s = grid.origin_s + (grid.first + np.arange(len(grid.values))) / RATE_HZ
        marks = np.zeros(len(time_s))
        for hole in self._marked:
            marks[(time_s > hole.end_s) & (time_s <= hole.end_s + UNSURE_S)] = UNSURE
        for hole in self._marked:
            marks[(time_s > hole.start_s) & (time_s <= hole.end_s)] = GONE
        self._marked = [hole for hole in self._marked if hole.end_s + UNSURE_S > time_s[-1]]
        return marks
