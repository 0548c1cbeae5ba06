"""Notice a gyro that contradicts the accelerometer.

A gyro in another unit, with an axis inverted or swapped, or that shows zero makes wrong attitudes, and its own readings
look normal. Gravity shows it: when the segment is calm again after a turn, two predictions of the direction of gravity
must match the measured force: the attitude filter's, and the one that follows from the gyro alone. The filter forgets
its errors within seconds, so it misses a moderate fault; the gyro alone drifts by its bias, so it suspects a good
sensor. A turn contradicts only where both are wrong. Only calm moments are compared: neither the speed of the turn nor
the scale of the accelerometer matters.
"""

from collections import deque
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from sensorcoach.motion.gyro_delay import GyroDelay
from sensorcoach.motion.lift_axis import angles_between, normalize_rows
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.motion.rotation import turn_back
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, IntArray
from sensorcoach.units import RAD_PER_DEG

CELL_POINTS: Annotated[int, Within(5, 25, "grid points")] = 10
"""Grid points of one comparison, 0.2 s. Longer cells blur a turn, shorter ones are noisier."""

BACK_CELLS: Annotated[tuple[int, ...], Within(3, 20, "cells")] = (5, 7, 10)
"""Cells over which a turn is taken: 1.0, 1.4 and 2.0 s. The attitude filter forgets in 2 s."""

CALM_SPREAD_MPS2: Annotated[float, Within(0.5, 4.0, "m/s²")] = 2.0
"""Largest spread of an axis within a calm cell. Slow turning stays below it."""

CALM_TURN_RAD: Annotated[float, Within(1.0 * RAD_PER_DEG, 6.0 * RAD_PER_DEG, "rad")] = 3.0 * RAD_PER_DEG
"""Largest change of the force's direction from each of the two cells before to a calm one. Beyond, it still turns."""

LEAST_TURN_RAD: Annotated[float, Within(4.0 * RAD_PER_DEG, 20.0 * RAD_PER_DEG, "rad")] = 6.0 * RAD_PER_DEG
"""Smallest turn that is compared. A smaller one is lost in the errors of a good sensor."""

JUMP_RAD: Annotated[float, Within(15.0 * RAD_PER_DEG, 60.0 * RAD_PER_DEG, "rad")] = 25.0 * RAD_PER_DEG
"""Turn between two calm cells, neighbours or next neighbours, that nobody makes. There the recording was cut."""

JUMP_CELLS: Annotated[int, Within(10, 60, "cells")] = 30
"""Cells without a comparison after a jump. The attitude filter needs them to find gravity again."""

TURN_GAP_CELLS: Annotated[int, Within(2, 10, "cells")] = 5
"""Cells without a comparison that separate two turns."""

TURN_CELLS: Annotated[int, Within(10, 40, "cells")] = 20
"""Cells after which a turn ends at the latest. A hold at the top lasts longer, and the next turn is the lowering."""

FILTER_SHARE: Annotated[float, Within(0.05, 0.3, "share")] = 0.1
"""Share of the squared turn above which the filter's squared error contradicts. Right gyros leave 0.02, rarely 0.1."""

GYRO_SHARE: Annotated[float, Within(0.1, 0.5, "share")] = 0.2
"""The same for the gyro alone. Right gyros with a usual bias leave 0.05."""

OF_TURNS: Annotated[int, Within(3, 8, "turns")] = 5
"""Newest turns that are judged together."""

CONTRADICTING: Annotated[int, Within(2, 6, "turns")] = 4
"""How many of them must contradict. One or two may follow from a blow to the sensor."""

_KEPT = BACK_CELLS[-1]


@dataclass(slots=True)
class _Turn:
    """One turn: its first and newest cell, squared turns and squared errors, rad², of the filter and the gyro alone."""

    first: int
    newest: int
    filter_turn: float = 0.0
    filter_error: float = 0.0
    gyro_turn: float = 0.0
    gyro_error: float = 0.0

    def contradicts(self) -> bool:
        """Return whether both predictions are wrong."""
        return (
            self.filter_error > FILTER_SHARE * self.filter_turn and self.gyro_error > GYRO_SHARE * self.gyro_turn > 0.0
        )


class _Prediction(NamedTuple):
    """Errors of both predictions of gravity in a still cell, and the turn that the gyro's is compared with, rad."""

    filter_error_rad: float
    gyro_turn_rad: float
    gyro_error_rad: float
    gyro_is_dead: bool


class GyroCheck:
    """Compares attitude and force cell by cell; `contradicts_at`: grid point at which the gyro was found wrong."""

    def __init__(self) -> None:
        self.contradicts_at: int | None = None
        self._first = 0
        """Grid point at which the next cell begins."""
        self._rest: FloatArray = np.empty((0, 9))
        """Force, rate of turn and attitude of the points of an incomplete cell."""
        self._forces: FloatArray = np.empty((0, 3))
        """Direction of the force in the latest cells."""
        self._ups: FloatArray = np.empty((0, 3))
        """Attitude in the latest cells."""
        self._turned: FloatArray = np.empty((0, 3))
        """Integral of the gyro, rad, up to the middle of each of them."""
        self._calm = np.zeros(0, dtype=np.bool_)
        """Whether the spread within each of them was small."""
        self._turned_rad: FloatArray = np.zeros(3)
        """Integral of the gyro up to the end of the newest cell."""
        self._cell_turns: FloatArray = np.empty((0, 3))
        """Integral of the gyro over each of the newest cells, rad."""
        self._delay = GyroDelay()
        self._resumes = 0
        """Cell, counted from grid point 0, at which comparisons resume after a jump."""
        self._turn: _Turn | None = None
        """The turn in progress."""
        self._judged: deque[bool] = deque(maxlen=OF_TURNS)
        """Whether each of the newest turns contradicted."""

    @property
    def delay_s(self) -> float:
        """How late the gyro was found to be; 0 if it is not."""
        return self._delay.delay_cells * CELL_POINTS / RATE_HZ

    def feed(self, first: int, acc_mps2: FloatArray, gyro_radps: FloatArray, up: FloatArray) -> None:
        """Take grid points from `first` on: specific force, rate of turn and attitude, each (n, 3).

        Points between this call and the one before may be left out.
        """
        if first != self._first + len(self._rest):
            self._restart(first)
        rows = np.concatenate([self._rest, np.concatenate([acc_mps2, gyro_radps, up], axis=1)])
        cells = len(rows) // CELL_POINTS
        self._rest = rows[cells * CELL_POINTS :]
        if cells == 0 or self.contradicts_at is not None:
            return
        old = self._append(rows[: cells * CELL_POINTS], cells)
        self._compare(max(old, _KEPT), old)
        late = self._delay.feed(self._forces[old:], self._cell_turns)
        if late is not None and self.contradicts_at is None:
            self.contradicts_at = self._first + late * CELL_POINTS - 1
        self._forces, self._ups = self._forces[-_KEPT:].copy(), self._ups[-_KEPT:].copy()
        self._turned, self._calm = self._turned[-_KEPT:].copy(), self._calm[-_KEPT:].copy()
        self._first += cells * CELL_POINTS

    def _restart(self, first: int) -> None:
        """Begin at this grid point: samples are missing before it."""
        self._first = first
        self._rest, self._calm = np.empty((0, 9)), np.zeros(0, dtype=np.bool_)
        self._forces, self._ups, self._turned = np.empty((0, 3)), np.empty((0, 3)), np.empty((0, 3))
        self._delay.restart()
        self._end_turn()

    def _append(self, rows: FloatArray, cells: int) -> int:
        """Add these complete cells; return how many there were before."""
        # The points of a cell one above the other: what is added up then lies in long rows.
        parts = rows.reshape(cells, CELL_POINTS, 9).transpose(1, 0, 2).copy()
        sums = parts.sum(axis=0)
        turns_rad = sums[:, 3:6] / RATE_HZ
        # Summed one by one, so that the cut of the data leaves no trace.
        ends_rad = np.add.accumulate(np.concatenate([self._turned_rad[None], turns_rad]))
        old = len(self._forces)
        self._forces = np.concatenate([self._forces, normalize_rows(sums[:, :3])])
        self._ups = np.concatenate([self._ups, normalize_rows(sums[:, 6:])])
        self._turned = np.concatenate([self._turned, ends_rad[1:] - 0.5 * turns_rad])
        calm = (parts.max(axis=0) - parts.min(axis=0))[:, :3].max(axis=1) < CALM_SPREAD_MPS2
        self._calm = np.concatenate([self._calm, calm])
        self._turned_rad, self._cell_turns = ends_rad[-1], turns_rad
        return old

    def _compare(self, start: int, old: int) -> None:
        """Judge the cells from `start` on, as numbered in the arrays; the first new one is `old`."""
        if start >= len(self._forces):
            return
        near_rad = [_turn_since(self._forces, start, back) for back in (1, 2)]
        calm, calm_before = self._calm[start:], [self._calm[start - back : -back] for back in (1, 2)]
        jumps = calm & ((calm_before[0] & (near_rad[0] > JUMP_RAD)) | (calm_before[1] & (near_rad[1] > JUMP_RAD)))
        still = calm & calm_before[0] & (np.maximum(*near_rad) < CALM_TURN_RAD)
        both = [_turn_since(rows, start, back) for rows in (self._forces, self._ups) for back in BACK_CELLS]
        turn_rad = np.max(both, axis=0)
        far = still & (turn_rad > LEAST_TURN_RAD)
        first = self._first // CELL_POINTS + start - old
        stills = first + np.flatnonzero(still)
        compared = dict(zip(np.flatnonzero(far).tolist(), self._predict(start + np.flatnonzero(far)), strict=True))
        for place in np.flatnonzero(jumps | far).tolist():
            number = first + place
            if self._end_turn_before(stills, number):
                return
            if jumps[place]:
                self._resumes, self._turn = number + JUMP_CELLS, None
            elif number >= self._resumes:
                self._add(number, float(turn_rad[place]), compared[place])
                if self._decide(number):
                    return
        self._end_turn_before(stills, first + len(still))

    def _predict(self, cells: IntArray) -> list[_Prediction]:
        """Compare gravity in these cells with the attitude, and with the turn of the gyro since a calm cell."""
        force, size = self._forces[cells], (len(BACK_CELLS), len(cells))
        gyro_turn, gyro_error, shown = np.zeros(size), np.zeros(size), np.zeros(size, dtype=np.bool_)
        for row, back in enumerate(BACK_CELLS):
            before, turned = self._forces[cells - back], self._turned[cells] - self._turned[cells - back]
            predicted = turn_back(before, turned)
            turn_rad = np.maximum(angles_between(before, force), angles_between(before, predicted))
            gyro_turn[row] = np.where(self._calm[cells - back], turn_rad, 0.0)
            gyro_error[row] = angles_between(predicted, force)
            shown[row] = (turned != 0.0).any(axis=1)
        best = gyro_turn.argmax(axis=0), np.arange(len(cells))
        columns = angles_between(force, self._ups[cells]), gyro_turn[best], gyro_error[best] * (gyro_turn[best] > 0.0)
        turned_rad = np.max([_turn_at(self._forces, cells, back) for back in BACK_CELLS], axis=0)
        dead = ~shown.any(axis=0) & (turned_rad > LEAST_TURN_RAD)
        return [_Prediction(*row) for row in zip(*(one.tolist() for one in (*columns, dead)), strict=True)]

    def _add(self, number: int, turn_rad: float, seen: _Prediction) -> None:
        """Count the comparison of a still cell in the turn in progress, or in a new one."""
        turn = self._turn = self._turn or _Turn(number, number)
        turn.newest = number
        turn.filter_turn += turn_rad**2
        turn.filter_error += seen.filter_error_rad**2
        turn.gyro_turn += seen.gyro_turn_rad**2
        turn.gyro_error += seen.gyro_error_rad**2
        if seen.gyro_is_dead:
            # A gyro that shows nothing but zeros while gravity turns has failed: more turns need not be seen.
            self._judged.extend([True] * CONTRADICTING)

    def _end_turn_before(self, stills: IntArray, number: int) -> bool:
        """End the turn at the first still cell up to `number` that is too late for it. Return whether that decides."""
        if self._turn is None:
            return False
        due = min(self._turn.newest + TURN_GAP_CELLS, self._turn.first + TURN_CELLS)
        place = int(stills.searchsorted(due, "right"))
        if place == len(stills) or stills[place] > number:
            return False
        self._end_turn()
        return self._decide(int(stills[place]))

    def _decide(self, number: int) -> bool:
        """Return whether enough turns contradict by the end of this cell, and keep that grid point."""
        if sum(self._judged) < CONTRADICTING:
            return False
        self.contradicts_at = (number + 1) * CELL_POINTS - 1 + self._first % CELL_POINTS
        return True

    def _end_turn(self) -> None:
        if self._turn:
            self._judged.append(self._turn.contradicts())
        self._turn = None


def _turn_since(directions: FloatArray, start: int, back: int) -> FloatArray:
    """The angle from each direction (n, 3), from `start` on, to the one `back` places before it."""
    return angles_between(directions[start:], directions[start - back : -back])


def _turn_at(directions: FloatArray, cells: IntArray, back: int) -> FloatArray:
    """The same for chosen places (n,)."""
    return angles_between(directions[cells], directions[cells - back])
