"""Check the gyro against the accelerometer.

A gyro in another unit, with an inverted or swapped axis, or with zero readings gives wrong attitudes, and its own
readings do not show it. Gravity does: when the segment is still again after a turn, the attitude computed with the gyro
must be the direction of the measured force. Only calm moments are compared, so neither the speed of the turn nor the
scale of the accelerometer matters. Over real recordings the squared error is at most 0.1 of the squared turn where the
gyro is right, and 0.36 to 2.5 of it where the gyro contradicts.
"""

from typing import Annotated

import numpy as np

from sensorcoach.motion.lift_axis import angles_between, normalize_rows
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

CELL_POINTS: Annotated[int, Within(4, 25, "points")] = 10
"""Number of grid points in one cell, the unit of comparison. It lasts 0.2 s."""

BACK_CELLS: Annotated[tuple[int, ...], Within(2, 20, "cells")] = (5, 7, 10)
"""Spans over which a turn is measured; the largest counts. They are 1.0, 1.4 and 2.0 s: the attitude filter forgets in
2 s."""

CALM_SPREAD_MPS2: Annotated[float, Within(0.5, 5.0, "m/s²")] = 2.0
"""Largest spread of the force on an axis within a calm cell. Tremor stays below it."""

CALM_TURN_RAD: Annotated[float, Within(0.01, 0.2, "rad")] = 3.0 * RAD_PER_DEG
"""Largest turn of the force from each of the two cells before to a calm one. A segment at rest turns less."""

LEAST_TURN_RAD: Annotated[float, Within(0.03, 0.5, "rad")] = 6.0 * RAD_PER_DEG
"""Smallest turn that is compared. A smaller one is hidden by the errors of a good sensor."""

ENOUGH_RAD2: Annotated[float, Within(0.05, 2.0, "rad²")] = 4.0 * (15.0 * RAD_PER_DEG) ** 2
"""Sum of squared turns for one verdict. It is reached by four turns of 15°."""

CONTRADICTS_SHARE: Annotated[float, Within(0.1, 0.36, "share")] = 0.3
"""Squared errors, as a share of the squared turns, beyond which the gyro contradicts. A good gyro stays below 0.1."""

VERDICTS: Annotated[int, Within(1, 10, "verdicts")] = 2
"""Number of contradicting verdicts in a row that drop the gyro. One may be an accident."""


class GyroCheck:
    """Compares attitude and force cell by cell; `contradicts_at`: grid point at which the gyro proved wrong."""

    def __init__(self) -> None:
        self.contradicts_at: int | None = None
        self._first = 0
        """Grid point at which the next cell begins."""
        self._rest: FloatArray = np.empty((0, 6))
        """Force and attitude of the points of an incomplete cell."""
        self._forces: FloatArray = np.empty((0, 3))
        """Direction of the force in the latest cells."""
        self._ups: FloatArray = np.empty((0, 3))
        """Attitude in the latest cells."""
        self._was_calm = np.zeros(0, dtype=np.bool_)
        """Whether the spread within each of the latest cells was small."""
        self._turn_rad2 = 0.0
        self._error_rad2 = 0.0
        self._against = 0
        """Number of contradicting verdicts in a row."""

    def feed(self, first: int, acc_mps2: FloatArray, up: FloatArray) -> None:
        """Compare grid points from `first` on: specific force (n, 3), attitude (n, 3).

        Points before them may be missing.
        """
        if first != self._first + len(self._rest):
            self._restart_at(first)
        rows = np.concatenate([self._rest, np.concatenate([acc_mps2, up], axis=1)])
        cells = len(rows) // CELL_POINTS
        self._rest = rows[cells * CELL_POINTS :]
        if cells == 0 or self.contradicts_at is not None:
            return
        # Put the points of a cell above each other, so that sums run along long rows.
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

    def _restart_at(self, first: int) -> None:
        """Start again at this grid point: samples before it are missing, so cells across it cannot be compared."""
        self._first = first
        self._rest, self._forces, self._ups = np.empty((0, 6)), np.empty((0, 3)), np.empty((0, 3))
        self._was_calm = np.zeros(0, dtype=np.bool_)

    def _compare(self, start: int, old: int) -> None:
        """Judge the cells from position `start` of the arrays on; the first new cell is `old`."""
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
            self._add_turn(turn, error)
            if self._against >= VERDICTS:
                self.contradicts_at = self._first + (cell - old + 1) * CELL_POINTS - 1
                return

    def _add_turn(self, turn_rad: float, error_rad: float) -> None:
        self._turn_rad2 += turn_rad * turn_rad
        self._error_rad2 += error_rad * error_rad
        if self._turn_rad2 >= ENOUGH_RAD2:
            contradicts = self._error_rad2 > CONTRADICTS_SHARE * self._turn_rad2
            self._against = self._against + 1 if contradicts else 0
            self._turn_rad2 = self._error_rad2 = 0.0
