"""Does the gyro agree with the accelerometer?

A gyro in another unit, with an axis inverted or swapped, or that shows zero makes wrong attitudes, and nothing in its
own readings says so. Gravity does: when the segment is still again after a turn, the attitude that was followed with
the gyro must be the direction of the measured force. Only calm moments are compared, so it does not matter how fast
the turn was, nor how the accelerometer is scaled. Over real recordings the squared error is at most 0.1 of the squared
turn where the gyro is right, and 0.36 to 2.5 of it where the gyro contradicts.
"""

import numpy as np

from sensorcoach.motion.lift_axis import angles_between, normalize_rows
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

CELL_POINTS = 10
"""Grid points of one comparison: 0.2 s."""

BACK_CELLS = (5, 7, 10)
"""The turn is the largest of those over the last 1.0, 1.4 and 2.0 s: the attitude filter forgets in 2 s."""

CALM_SPREAD_MPS2 = 2.0
"""Largest spread of an axis within a calm cell."""

CALM_TURN_RAD = 3.0 * RAD_PER_DEG
"""Largest change of the force's direction from each of the two cells before to a calm one."""

LEAST_TURN_RAD = 6.0 * RAD_PER_DEG
"""A smaller turn says nothing beside the errors of a good sensor."""

ENOUGH_RAD2 = 4.0 * (15.0 * RAD_PER_DEG) ** 2
"""Sum of squared turns on which one verdict rests."""

CONTRADICTS_SHARE = 0.3
"""Share of the squared turns that the squared errors exceed where the gyro contradicts."""

VERDICTS = 2
"""Contradicting verdicts in a row that it takes."""


class GyroCheck:
    """Compares attitude and force cell by cell; `contradicts_at`: grid point at which the gyro was found wrong."""

    def __init__(self) -> None:
        self.contradicts_at: int | None = None
        self._first = 0
        """Grid point at which the next cell begins."""
        self._rest: FloatArray = np.empty((0, 6))
        """Force and attitude of the points of a cell not yet complete."""
        self._forces: FloatArray = np.empty((0, 3))
        """Direction of the force in the latest cells."""
        self._ups: FloatArray = np.empty((0, 3))
        """Attitude in the latest cells."""
        self._was_calm = np.zeros(0, dtype=np.bool_)
        """Whether the spread within each of them was small."""
        self._turn_rad2 = 0.0
        self._error_rad2 = 0.0
        self._against = 0
        """Contradicting verdicts in a row."""

    def feed(self, first: int, acc_mps2: FloatArray, up: FloatArray) -> None:
        """Grid points from `first` on: specific force (n, 3), attitude (n, 3). Points before them may be left out."""
        if first != self._first + len(self._rest):
            self._begin_at(first)
        rows = np.concatenate([self._rest, np.concatenate([acc_mps2, up], axis=1)])
        cells = len(rows) // CELL_POINTS
        self._rest = rows[cells * CELL_POINTS :]
        if cells == 0 or self.contradicts_at is not None:
            return
        # The points of a cell one above the other: what is added up then lies in long rows.
        parts = rows[: cells * CELL_POINTS].reshape(cells, CELL_POINTS, 6).transpose(1, 0, 2).copy()
        means = parts.sum(axis=0)
        forces, ups = normalize_rows(means[:, :3]), normalize_rows(means[:, 3:])
        calm = (parts.max(axis=0) - parts.min(axis=0))[:, :3].max(axis=1) < CALM_SPREAD_MPS2
        old = len(self._forces)
        self._forces = np.concatenate([self._forces, forces])
        self._ups = np.concatenate([self._ups, ups])
        self._was_calm = np.concatenate([self._was_calm, calm])
        self._compare(max(old, BACK_CELLS[-1]), old)
        kept = BACK_CELLS[-1]
        self._forces, self._ups = self._forces[-kept:].copy(), self._ups[-kept:].copy()
        self._was_calm = self._was_calm[-kept:].copy()
        self._first += cells * CELL_POINTS

    def _begin_at(self, first: int) -> None:
        """Nothing before this grid point is compared with what comes: samples are missing between."""
        self._first = first
        self._rest, self._forces, self._ups = np.empty((0, 6)), np.empty((0, 3)), np.empty((0, 3))
        self._was_calm = np.zeros(0, dtype=np.bool_)

    def _compare(self, start: int, old: int) -> None:
        """Judge the cells from `start` on, as numbered in the arrays; the first new one is `old`."""
        forces, ups, calm = self._forces, self._ups, self._was_calm
        if start >= len(forces):
            return
        cells = start + np.flatnonzero(calm[start:] & calm[start - 1 : -1])

        def turned(directions: FloatArray, back: int) -> FloatArray:
            return angles_between(directions[cells], directions[cells - back])

        cells = cells[(turned(forces, 1) < CALM_TURN_RAD) & (turned(forces, 2) < CALM_TURN_RAD)]
        if not len(cells):
            return
        turn_rad = np.max([turned(rows, back) for rows in (forces, ups) for back in BACK_CELLS], axis=0)
        far = turn_rad > LEAST_TURN_RAD
        cells, error_rad = cells[far], angles_between(forces[cells[far]], ups[cells[far]])
        for cell, turn, error in zip(cells.tolist(), turn_rad[far].tolist(), error_rad.tolist(), strict=True):
            self._add(turn, error)
            if self._against >= VERDICTS:
                self.contradicts_at = self._first + (cell - old + 1) * CELL_POINTS - 1
                return

    def _add(self, turn_rad: float, error_rad: float) -> None:
        self._turn_rad2 += turn_rad * turn_rad
        self._error_rad2 += error_rad * error_rad
        if self._turn_rad2 >= ENOUGH_RAD2:
            contradicts = self._error_rad2 > CONTRADICTS_SHARE * self._turn_rad2
            self._against = self._against + 1 if contradicts else 0
            self._turn_rad2 = self._error_rad2 = 0.0
