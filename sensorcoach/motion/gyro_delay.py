"""Notice a gyro that is late: it shows the right turns, but not at the time at which gravity turns."""

from typing import Annotated

import numpy as np

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

WINDOW_CELLS: Annotated[int, Within(50, 600, "cells")] = 150
"""Cells that are compared at once, 30 s. A shorter window holds too few lifts."""

MOST_DELAY_CELLS: Annotated[int, Within(3, 25, "cells")] = 10
"""Longest delay that is looked for, 2 s. Lifts follow each other every few seconds."""

LEAST_DELAY_CELLS: Annotated[int, Within(1, 5, "cells")] = 3
"""Shortest delay that is a fault, 0.6 s. Filters in a sensor delay by less."""

LEAST_TURN_RAD: Annotated[float, Within(30.0 * RAD_PER_DEG, 360.0 * RAD_PER_DEG, "rad")] = 90.0 * RAD_PER_DEG
"""Turn of gravity that a window must contain, all turns added up. A segment at rest shows no delay."""

MOST_CELL_RAD: Annotated[float, Within(10.0 * RAD_PER_DEG, 90.0 * RAD_PER_DEG, "rad")] = 30.0 * RAD_PER_DEG
"""Largest turn in a cell that counts. A blow changes the force, not the attitude."""

LIKE: Annotated[float, Within(0.4, 0.95, "correlation")] = 0.6
"""Correlation of both turns at the delay, at least. Right gyros reach 0.8 to 0.99 without any."""

LIKER: Annotated[float, Within(0.1, 0.6, "correlation")] = 0.25
"""By how much it exceeds the correlation without delay. Right gyros have their largest correlation there."""


class GyroDelay:
    """Compares the turn of gravity with that of the gyro in windows. `delay_cells` is 0 until one of them is late."""

    def __init__(self) -> None:
        self.delay_cells = 0
        self._forces: FloatArray = np.empty((0, 3))
        self._turns: FloatArray = np.empty((0, 3))

    def restart(self) -> None:
        """Forget the window: cells are missing."""
        self._forces, self._turns = np.empty((0, 3)), np.empty((0, 3))

    def feed(self, forces: FloatArray, turns_rad: FloatArray) -> int | None:
        """Take cells: direction of the force (n, 3) and integral of the gyro (n, 3), rad.

        Returns how many of them it took to find the gyro late; None if it is not.
        """
        held = len(self._forces)
        self._forces, self._turns = np.concatenate([self._forces, forces]), np.concatenate([self._turns, turns_rad])
        used = 0
        while len(self._forces) >= WINDOW_CELLS:
            self.delay_cells = _find_delay(self._forces[:WINDOW_CELLS], self._turns[:WINDOW_CELLS])
            used += WINDOW_CELLS
            self._forces, self._turns = self._forces[WINDOW_CELLS:], self._turns[WINDOW_CELLS:]
            if self.delay_cells:
                return used - held
        return None


def _find_delay(forces: FloatArray, turns: FloatArray) -> int:
    """The delay of the gyro in cells; 0 where it is not late, and where there is too little to see."""
    by_gravity = np.minimum(angles_between(forces[1:], forces[:-1]), MOST_CELL_RAD)
    if by_gravity.sum() < LEAST_TURN_RAD:
        return 0
    # From the middle of a cell to the middle of the next; only the part across gravity turns it.
    between = 0.5 * (turns[1:] + turns[:-1])
    along = (between * forces[1:]).sum(axis=1, keepdims=True)
    by_gyro = np.minimum(row_norms(between - along * forces[1:]), MOST_CELL_RAD)
    seen = by_gravity[MOST_DELAY_CELLS : len(by_gravity) - MOST_DELAY_CELLS]
    shifts = np.arange(-MOST_DELAY_CELLS, MOST_DELAY_CELLS + 1)
    like = [_correlate(seen, by_gyro[MOST_DELAY_CELLS + shift :][: len(seen)]) for shift in shifts.tolist()]
    best = int(np.argmax(like))
    shift = int(shifts[best])
    is_late = abs(shift) >= LEAST_DELAY_CELLS and like[best] > LIKE and like[best] - like[MOST_DELAY_CELLS] > LIKER
    return shift if is_late else 0


def _correlate(one: FloatArray, other: FloatArray) -> float:
    """Pearson's correlation; 0 where one of them is constant."""
    one, other = one - one.mean(), other - other.mean()
    size = float((one * one).sum() * (other * other).sum())
    return float((one * other).sum()) / size**0.5 if size > 0.0 else 0.0
