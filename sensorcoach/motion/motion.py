"""Timed samples in, motion out: the even grid, the direction of up, and steps."""

import itertools

import numpy as np

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.motion.gyro_check import GyroCheck
from sensorcoach.motion.impact import Impacts
from sensorcoach.motion.long_gaps import GapMarks, LongGaps
from sensorcoach.motion.motion_block import TURN_S, MotionBlock
from sensorcoach.motion.orientation import AccUp, GyroUp
from sensorcoach.motion.resampling import CELL_S, RATE_HZ, Grid, GridBlock
from sensorcoach.motion.walking import Gait
from sensorcoach.samples import FloatArray, Samples

_TURN = round(TURN_S * RATE_HZ)
# Columns of the rows that are delayed like the attitude.
_FORCE, _NORM, _IN_GAP, _SETTLING = slice(0, 3), 3, 4, 5


class Motion:
    """Motion of one piece of recording without an outage: its grid, attitude filter, gyro check and steps."""

    def __init__(self, *, has_gyro: bool) -> None:
        self.has_gyro = has_gyro
        self._check = GyroCheck()
        self._grid = Grid()
        self._up = GyroUp() if has_gyro else AccUp()
        self._gait = Gait()
        self._impacts = Impacts()
        self._gaps = LongGaps()
        self._newest: FloatArray = np.array([0.0, 0.0, 1.0])
        """Up at the newest point outside gaps."""
        self._tail: FloatArray = np.empty((0, 3))
        """Up of the last `TURN_S`, for the turn up to the next points."""
        self._late: FloatArray = np.empty((0, 6))
        """Forces, their lengths and the marks of gaps, held back until the attitude of their own time is known."""

    @property
    def gyro_delay_s(self) -> float:
        """How late the gyro was found to be; 0 if it is not."""
        return self._check.delay_s

    @property
    def gyro_wrong_at(self) -> int | None:
        """Grid point at which the gyro proved to contradict the accelerometer; no motion follows it."""
        return self._check.contradicts_at

    def feed(self, samples: Samples) -> MotionBlock | None:
        """Return the motion that these samples complete; None if they complete none."""
        self._gaps.feed(samples)
        if len(samples):
            self._impacts.feed(samples.time_s, row_norms(samples.acc_mps2))
        grid = self._grid.feed(samples)
        if grid is None:
            return None
        up = self._follow_attitude(grid)
        marks = self._gaps.mark(grid)
        if self.has_gyro:
            count = self._check_gyro(grid, up, marks)
            grid, up = GridBlock(grid.first, grid.origin_s, grid.values[:count]), up[:count]
            marks = GapMarks(marks.in_gap[:count], marks.is_settling[:count])
        acc_norm_mps2 = row_norms(grid.values[:, :3])
        impact_mps2 = self._impacts.collect(grid.first, len(grid.values), grid.origin_s)
        jolt, walking = self._gait.feed(acc_norm_mps2)
        flags = [marks.in_gap.astype(np.float64), marks.is_settling.astype(np.float64)]
        rows = self._delay(np.column_stack([grid.values[:, :3], acc_norm_mps2, *flags]))
        force_mps2 = rows[:, _FORCE]
        return MotionBlock(
            first=grid.first,
            origin_s=grid.origin_s - self._up.delay_s,
            late_s=self._up.delay_s + 0.5 * CELL_S,
            up=up,
            impact_mps2=impact_mps2,
            acc_norm_mps2=rows[:, _NORM],
            vertical_mps2=force_mps2[:, 0] * up[:, 0] + force_mps2[:, 1] * up[:, 1] + force_mps2[:, 2] * up[:, 2],
            turned_rad=self._measure_turn(up),
            walking=walking,
            jolt=jolt,
            in_gap=rows[:, _IN_GAP] > 0.0,
            is_settling=rows[:, _SETTLING] > 0.0,
        )

    def _check_gyro(self, grid: GridBlock, up: FloatArray, marks: GapMarks) -> int:
        """Compare the gyro with the force where the attitude is sure; returns the number of usable grid points."""
        unsure = marks.in_gap | marks.is_settling
        edges = [0, len(up)]
        if unsure.any():
            edges[1:1] = (1 + np.flatnonzero(np.diff(unsure))).tolist()
        for start, stop in itertools.pairwise(edges):
            if stop > start and not unsure[start]:
                values = grid.values[start:stop]
                self._check.feed(grid.first + start, values[:, :3], values[:, 3:6], up[start:stop])
        wrong_at = self.gyro_wrong_at
        return len(up) if wrong_at is None else max(wrong_at + 1 - grid.first, 0)

    def _follow_attitude(self, grid: GridBlock) -> FloatArray:
        """Up at each point, restarted after each long gap; within one the readings of a gyro are ignored."""
        pieces: list[FloatArray] = []
        at, stop = grid.first, grid.first + len(grid.values)
        while (gap := self._gaps.next_before(stop, grid.origin_s)) is not None:
            start, end = gap.first_in(grid.origin_s), min(gap.first_behind(grid.origin_s), stop)
            if start > at:
                pieces.append(self._up.feed(grid.values[at - grid.first : start - grid.first]))
                self._newest = pieces[-1][-1]
                at = start
            if end > at:
                values = grid.values[at - grid.first : end - grid.first]
                line = self._up.carry(values)
                if line is None:
                    line = gap.line(self._newest, np.arange(at, end, dtype=np.float64), grid.origin_s)
                pieces.append(line)
                at = end
            if gap.first_behind(grid.origin_s) > stop:
                break
            self._up.restart()
            self._gaps.close_next()
        if at < stop:
            pieces.append(self._up.feed(grid.values[at - grid.first :]))
            self._newest = pieces[-1][-1]
        return np.concatenate(pieces)

    def _delay(self, rows: FloatArray) -> FloatArray:
        """Delay rows (n, columns) by as much as the attitude is late."""
        lag = max(round(self._up.delay_s * RATE_HZ), 0)
        if lag == 0:
            return rows
        if len(self._late) == 0:
            self._late = np.tile(rows[0], (lag, 1))
        both = np.concatenate([self._late, rows])
        self._late = both[len(both) - lag :]
        return both[: len(rows)]

    def _measure_turn(self, up: FloatArray) -> FloatArray:
        both = np.concatenate([self._tail, up])
        self._tail = both[-_TURN:]
        turned = np.zeros(len(up))
        if len(both) > _TURN:
            back = row_norms(both[_TURN:] - both[:-_TURN])
            turned[-len(back) :] = 2.0 * np.arcsin(np.minimum(0.5 * back, 1.0))
        return turned
