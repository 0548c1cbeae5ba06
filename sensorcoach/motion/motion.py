"""Timed samples in, motion out: the even grid, which way is up, and steps."""

import itertools

import numpy as np

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.motion.bridged_gaps import GapBridge
from sensorcoach.motion.gyro_check import GyroCheck
from sensorcoach.motion.impact import Impacts
from sensorcoach.motion.motion_block import TURN_S, MotionBlock
from sensorcoach.motion.orientation import AccUp, GyroUp
from sensorcoach.motion.resampling import CELL_S, RATE_HZ, Grid, GridBlock
from sensorcoach.motion.walking import Gait
from sensorcoach.samples import FloatArray, Samples

_TURN = round(TURN_S * RATE_HZ)


class Motion:
    """One unbroken stretch of recording: its grid, its attitude filter, its step watch."""

    def __init__(self, *, has_gyro: bool) -> None:
        self.has_gyro = has_gyro
        self._check = GyroCheck()
        self._grid = Grid()
        self._up = GyroUp() if has_gyro else AccUp()
        self._gait = Gait()
        self._impacts = Impacts()
        self._holes = GapBridge()
        self._newest: FloatArray = np.array([0.0, 0.0, 1.0])
        """Up at the newest point that lies in no hole."""
        self._tail: FloatArray = np.empty((0, 3))
        """Up of the last `TURN_S`, for the turn of the next points."""
        self._late: FloatArray = np.empty((0, 5))
        """Forces, their lengths and the marks of holes, held back to stand beside the attitude of their own time."""

    @property
    def gyro_wrong_at(self) -> int | None:
        """Grid point at which the gyro was found to contradict the accelerometer; no motion comes after it."""
        return self._check.contradicts_at

    def feed(self, samples: Samples) -> MotionBlock | None:
        """The motion that these samples complete; None when there is none."""
        self._holes.feed(samples)
        if len(samples):
            self._impacts.feed(samples.time_s, row_norms(samples.acc_mps2))
        grid = self._grid.feed(samples)
        if grid is None:
            return None
        up = self._attitude(grid)
        missing = self._holes.marks(grid)
        if self.has_gyro:
            count = self._checked(grid, up, missing)
            grid, up, missing = GridBlock(grid.first, grid.origin_s, grid.values[:count]), up[:count], missing[:count]
        acc_norm_mps2 = row_norms(grid.values[:, :3])
        impact_mps2 = self._impacts.on_grid(grid.first, len(grid.values), grid.origin_s)
        jolt, walking = self._gait.feed(acc_norm_mps2)
        rows = self._delayed(np.column_stack([grid.values[:, :3], acc_norm_mps2, missing]))
        return MotionBlock(
            first=grid.first,
            origin_s=grid.origin_s - self._up.delay_s,
            late_s=self._up.delay_s + 0.5 * CELL_S,
            up=up,
            impact_mps2=impact_mps2,
            acc_norm_mps2=rows[:, 3],
            vertical_mps2=rows[:, 0] * up[:, 0] + rows[:, 1] * up[:, 1] + rows[:, 2] * up[:, 2],
            turned_rad=self._turned(up),
            walking=walking,
            jolt=jolt,
            missing=rows[:, 4],
        )

    def _checked(self, grid: GridBlock, up: FloatArray, missing: FloatArray) -> int:
        """Compare the gyro with the force where samples are; how many grid points may be used."""
        edges = [0, len(up)]
        if missing.any():
            edges[1:1] = (1 + np.flatnonzero(np.diff(missing > 0.0))).tolist()
        for start, stop in itertools.pairwise(edges):
            if stop > start and missing[start] == 0.0:
                values = grid.values[start:stop]
                self._check.feed(grid.first + start, values[:, :3], values[:, 3:6], up[start:stop])
        wrong_at = self.gyro_wrong_at
        return len(up) if wrong_at is None else max(wrong_at + 1 - grid.first, 0)

    def _attitude(self, grid: GridBlock) -> FloatArray:
        """Up at each point, begun anew after each hole; what lies in one is not believed of a gyro."""
        pieces: list[FloatArray] = []
        at, stop = grid.first, grid.first + len(grid.values)
        while (hole := self._holes.next_before(stop, grid.origin_s)) is not None:
            start, end = hole.first_in(grid.origin_s), min(hole.first_behind(grid.origin_s), stop)
            if start > at:
                pieces.append(self._up.feed(grid.values[at - grid.first : start - grid.first]))
                self._newest = pieces[-1][-1]
                at = start
            if end > at:
                values = grid.values[at - grid.first : end - grid.first]
                line = self._up.carried(values)
                if line is None:
                    line = hole.line(self._newest, np.arange(at, end, dtype=np.float64), grid.origin_s)
                pieces.append(line)
                at = end
            if hole.first_behind(grid.origin_s) > stop:
                break
            self._up.restart()
            self._holes.passed()
        if at < stop:
            pieces.append(self._up.feed(grid.values[at - grid.first :]))
            self._newest = pieces[-1][-1]
        return np.concatenate(pieces)

    def _delayed(self, rows: FloatArray) -> FloatArray:
        lag = max(round(self._up.delay_s * RATE_HZ), 0)
        if lag == 0:
            return rows
        if len(self._late) == 0:
            self._late = np.tile(rows[0], (lag, 1))
        both = np.concatenate([self._late, rows])
        self._late = both[len(both) - lag :]
        return both[: len(rows)]

    def _turned(self, up: FloatArray) -> FloatArray:
        both = np.concatenate([self._tail, up])
        self._tail = both[-_TURN:]
        turned = np.zeros(len(up))
        if len(both) > _TURN:
            back = row_norms(both[_TURN:] - both[:-_TURN])
            turned[-len(back) :] = 2.0 * np.arcsin(np.minimum(0.5 * back, 1.0))
        return turned
