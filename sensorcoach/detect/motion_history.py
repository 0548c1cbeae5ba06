"""Keep the recent motion, addressed by the number of its grid point.

`Detector` appends each `MotionBlock` and forgets motion that no set can need any more. Finding, following, timing and
height read from it. A point keeps its number, so that these stages can refer to the same moment without copying motion.
"""

import numpy as np
import numpy.typing as npt

from sensorcoach.dsp.history import History
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.samples import FloatArray

_NORM, _TURNED, _WALKING, _JOLT, _IN_GAP, _SETTLING, _IMPACT, _VERTICAL = range(8)


class MotionHistory:
    """The newest motion. Ranges of grid points are half-open and are cut to the points that are still kept."""

    def __init__(self) -> None:
        self._up = History(3)
        self._rows = History(8)
        self._origin_s = 0.0
        """Recording time of grid point 0, with the delay of the filters removed."""
        self._ahead = 0
        """Number of grid points by which impacts are known before attitudes."""
        self._late_s = 0.0
        """Delay between the time of a point and the sample that completes it."""
        self._sure_from = 0
        """First grid point from which on every attitude is sure."""

    @property
    def first(self) -> int:
        """Number of the oldest grid point that is kept."""
        return self._rows.first

    @property
    def end(self) -> int:
        """Number of the next grid point to be appended."""
        return self._rows.end

    @property
    def blurred(self) -> bool:
        """Whether quick movements appear smaller than they are, because of the low-pass that replaces a gyro."""
        return self._late_s > CELL_S

    def append(self, block: MotionBlock) -> None:
        """Append the next block."""
        self._origin_s, self._late_s = block.origin_s, block.late_s
        self._ahead = max(round((block.late_s - 0.5 * CELL_S) * RATE_HZ), 0)
        columns = (
            block.acc_norm_mps2,
            block.turned_rad,
            block.walking,
            block.jolt,
            block.in_gap,
            block.is_settling,
            block.impact_mps2,
            block.vertical_mps2,
        )
        unsure = np.flatnonzero(block.in_gap | block.is_settling)
        if len(unsure):
            self._sure_from = self._rows.end + int(unsure[-1]) + 1
        self._up.append(block.up)
        self._rows.append(np.array(columns, dtype=np.float64).T)

    def forget(self, before: int) -> None:
        """Drop all grid points before this one."""
        self._up.forget(before)
        self._rows.forget(before)

    def time_s(self, point: float) -> float:
        """Return the recording time of a grid point; fractions of a point are allowed."""
        return self._origin_s + point / RATE_HZ

    def point(self, time_s: float) -> int:
        """Return the grid point nearest to a recording time."""
        return round((time_s - self._origin_s) * RATE_HZ)

    def known_s(self, point: int) -> float:
        """Return the recording time of the newest sample that a grid point needs."""
        return self._origin_s + point / RATE_HZ + self._late_s

    def up(self, start: int, stop: int) -> FloatArray:
        """Return attitudes (n, 3): up in the sensor frame, unit vectors."""
        return self._up.view(start, stop)

    def up_at(self, points: list[int]) -> FloatArray:
        """Return attitudes (k, 3) at single grid points, all of which must be kept."""
        first = self.first
        return np.ascontiguousarray(self._up.view(first, self.end)[[point - first for point in points]])

    def acc_norm(self, start: int, stop: int) -> FloatArray:
        """Return the lengths of the specific force (n,), m/s²."""
        return self._rows.column(_NORM, start, stop)

    def impact(self, start: int, stop: int) -> FloatArray:
        """Return how sharply |a| bends (n,), m/s²; impacts are known earlier than attitudes."""
        return self._rows.column(_IMPACT, start - self._ahead, stop - self._ahead)

    def impact_end(self, point: int) -> int:
        """Return the first grid point whose impact is still unknown when the attitude of `point` becomes known."""
        return point + 1 + self._ahead

    def vertical(self, start: int, stop: int) -> FloatArray:
        """Return the vertical specific force (n,), gravity included, m/s²."""
        return self._rows.column(_VERTICAL, start, stop)

    def jolt(self, start: int, stop: int) -> FloatArray:
        """Return the marks of footfall-like jolts (n,), 0 or 1."""
        return self._rows.column(_JOLT, start, stop)

    def turned(self, start: int, stop: int) -> FloatArray:
        """Return the angles (n,), radians, turned through in the `TURN_S` before each point."""
        return self._rows.column(_TURNED, start, stop)

    def walking(self, start: int, stop: int) -> FloatArray:
        """Return the marks of walking (n,), 0 or 1."""
        return self._rows.column(_WALKING, start, stop)

    def in_gap(self, start: int, stop: int) -> npt.NDArray[np.bool_]:
        """Return whether each grid point (n,) lies in a gap too long to carry the attitude across."""
        return self._rows.column(_IN_GAP, start, stop) > 0.0

    def is_in_gap(self, point: int) -> bool:
        """Return whether a grid point lies in such a gap."""
        return self.has_gap(point, point + 1)

    def has_gap(self, start: int, stop: int) -> bool:
        """Return whether any grid point of a range lies in such a gap."""
        return start < self._sure_from and bool(self.in_gap(start, stop).any())

    def is_unsure(self, point: int) -> bool:
        """Return whether the attitude at a grid point is unsure: in a gap, or while it settles just after one."""
        return self.has_unsure(point, point + 1)

    def has_unsure(self, start: int, stop: int) -> bool:
        """Return whether the attitude is unsure at any grid point of a range."""
        if start >= self._sure_from:
            return False
        return any(bool(self._rows.column(mark, start, stop).any()) for mark in (_IN_GAP, _SETTLING))

    def missing_s(self, start_s: float, end_s: float) -> float:
        """Return the seconds between two recording times that lie in gaps too long to carry the attitude across."""
        return int(np.count_nonzero(self.in_gap(self.point(start_s), self.point(end_s) + 1))) * CELL_S

    def find_gap_edge(self, start: int, stop: int) -> int:
        """Return the grid point after `start` at which a gap begins or ends; `stop` without one before it."""
        if start >= self._sure_from:
            return stop
        gap = self.in_gap(start, stop)
        edges = np.flatnonzero(gap[1:] != gap[:-1])
        return start + 1 + int(edges[0]) if len(edges) else stop

    def gap_points_before(self, point: int) -> int:
        """Return the length of the gap that ends just before a grid point, in points; 0 without a gap there."""
        if point <= self.first or not self.is_in_gap(point - 1):
            return 0
        gap = self.in_gap(self.first, point)
        return int(np.argmin(gap[::-1])) if not gap.all() else len(gap)

    def go_back(self, now: int, points: int) -> int:
        """Return the grid point that lies `points` recorded points before `now`, at least `first`.

        Points in gaps are not counted.
        """
        low = max(now - points, self.first)
        if not self.has_gap(low, now):
            return low
        recorded = np.cumsum(~self.in_gap(self.first, now)[::-1])
        return max(now - int(np.searchsorted(recorded, points)), self.first)
