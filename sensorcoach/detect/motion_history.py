"""The recent past of the motion, by grid point number: what the search and the refinement look back at."""

import numpy as np
import numpy.typing as npt

from sensorcoach.dsp.history import History
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.samples import FloatArray

_NORM, _TURNED, _WALKING, _JOLT, _IN_GAP, _SETTLING, _IMPACT, _VERTICAL = range(8)


class MotionHistory:
    """The newest motion; older points are forgotten on request."""

    def __init__(self) -> None:
        self._up = History(3)
        self._rows = History(8)
        self._origin_s = 0.0
        """Time of grid point 0, delay already taken off."""
        self._ahead = 0
        """By how many grid points impacts are known before attitudes."""
        self._begins = 0
        """Number of the first grid point."""
        self._late_s = 0.0
        """How much later than its own time a point is known."""
        self._whole_from = 0
        """No grid point from here on lies in a hole, or just after one."""

    @property
    def first(self) -> int:
        return self._rows.first

    @property
    def end(self) -> int:
        """Number of the grid point that comes next."""
        return self._rows.end

    @property
    def blurred(self) -> bool:
        """Are quick movements shown smaller than they are? So it is without a gyro, by the low-pass."""
        return self._late_s > CELL_S

    def append(self, block: MotionBlock) -> None:
        """Add the next block."""
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
        holed = np.flatnonzero(block.in_gap | block.is_settling)
        if len(holed):
            self._whole_from = self._rows.end + int(holed[-1]) + 1
        self._up.append(block.up)
        self._rows.append(np.array(columns).T)

    def forget(self, before: int) -> None:
        """Drop what lies before this grid point."""
        self._up.forget(before)
        self._rows.forget(before)

    @property
    def origin(self) -> int:
        """Number of the first grid point there ever was."""
        return self._begins

    def time_s(self, point: float) -> float:
        """Recording time of a grid point, fractions of one included."""
        return self._origin_s + point / RATE_HZ

    def point(self, time_s: float) -> int:
        """The grid point nearest to a recording time."""
        return round((time_s - self._origin_s) * RATE_HZ)

    def known_s(self, point: int) -> float:
        """Recording time of the newest sample that a grid point needs."""
        return self._origin_s + point / RATE_HZ + self._late_s

    def up(self, start: int, stop: int) -> FloatArray:
        """Attitudes (n, 3) of a range of grid points."""
        return self._up.view(start, stop)

    def up_at(self, points: list[int]) -> FloatArray:
        """Attitudes (k, 3) at single grid points."""
        first = self.first
        return np.ascontiguousarray(self._up.view(first, self.end)[[point - first for point in points]])

    def acc_norm(self, start: int, stop: int) -> FloatArray:
        """Force lengths (n,), m/s², of a range of grid points."""
        return self._rows.column(_NORM, start, stop)

    def impact(self, start: int, stop: int) -> FloatArray:
        """How sharply |a| bends (n,), m/s², at a range of grid points; known for some that have no attitude yet."""
        return self._rows.column(_IMPACT, start - self._ahead, stop - self._ahead)

    def felt_until(self, point: int) -> int:
        """The first grid point whose impact is not known yet when the attitude of `point` is."""
        return point + 1 + self._ahead

    def vertical(self, start: int, stop: int) -> FloatArray:
        """Vertical force (n,), gravity in it, m/s², of a range of grid points."""
        return self._rows.column(_VERTICAL, start, stop)

    def jolt(self, start: int, stop: int) -> FloatArray:
        """Jolt marks (n,) of a range of grid points."""
        return self._rows.column(_JOLT, start, stop)

    def turned(self, start: int, stop: int) -> FloatArray:
        """The same for a range of grid points, (n,)."""
        return self._rows.column(_TURNED, start, stop)

    def walking(self, start: int, stop: int) -> FloatArray:
        """Walking marks (n,) of a range of grid points."""
        return self._rows.column(_WALKING, start, stop)

    def is_missing(self, point: int) -> bool:
        """Whether this grid point lies in a hole in the data, or just after one."""
        return self.has_hole(point, point + 1)

    def gone(self, start: int, stop: int) -> npt.NDArray[np.bool_]:
        """Whether each of a range of grid points (n,) lies in a hole in the data."""
        return self._rows.column(_IN_GAP, start, stop) > 0.0

    def has_gone(self, start: int, stop: int) -> bool:
        """Whether any of a range of grid points lies in a hole in the data."""
        return start < self._whole_from and bool(self.gone(start, stop).any())

    def back(self, now: int, points: int) -> int:
        """The grid point from which on so many were seen before `now`, or the first there is; holes do not count."""
        low = max(now - points, self.first)
        if not self.has_gone(low, now):
            return low
        seen = np.cumsum(~self.gone(self.first, now)[::-1])
        return max(now - int(np.searchsorted(seen, points)), self.first)

    def is_gone(self, point: int) -> bool:
        """Whether this grid point lies in a hole in the data."""
        return self.has_gone(point, point + 1)

    def has_hole(self, start: int, stop: int) -> bool:
        """Whether a hole in the data, or the moment after one, lies in a range of grid points."""
        if start >= self._whole_from:
            return False
        return any(bool(self._rows.column(mark, start, stop).any()) for mark in (_IN_GAP, _SETTLING))

    def missing_s(self, start_s: float, end_s: float) -> float:
        """Seconds between two recording times that lie in holes too long to carry the attitude across."""
        return int(np.count_nonzero(self.gone(self.point(start_s), self.point(end_s) + 1))) * CELL_S

    def hole_edge(self, start: int, stop: int) -> int:
        """Where after grid point `start` a hole begins or one is over, up to `stop`."""
        if start >= self._whole_from:
            return stop
        gone = self.gone(start, stop)
        edges = np.flatnonzero(gone[1:] != gone[:-1])
        return start + 1 + int(edges[0]) if len(edges) else stop

    def hole_before(self, point: int) -> int:
        """How many grid points lie in the hole that ends just before `point`; 0 where none does."""
        if point <= self.first or not self.is_gone(point - 1):
            return 0
        gone = self.gone(self.first, point)
        return int(np.argmin(gone[::-1])) if not gone.all() else len(gone)
