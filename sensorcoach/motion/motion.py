"""Timed samples in, motion out: the even grid, which way is up, and steps."""

import math

import numpy as np

from sensorcoach.dsp.filtering import norms
from sensorcoach.motion.block import GONE, TURN_S, UNSURE, MotionBlock
from sensorcoach.motion.gait import Gait
from sensorcoach.motion.gaps import RESTART_S
from sensorcoach.motion.grid import CELL_S, RATE_HZ, Grid, GridBlock
from sensorcoach.motion.impact import Impacts
from sensorcoach.motion.orientation import AccUp, GyroUp
from sensorcoach.samples import FloatArray, Samples

UNSURE_S = 0.4
"""So long after a hole the attitude is not sure yet: it begins from one look at a moving sensor."""

_TURN = round(TURN_S * RATE_HZ)


class Motion:
    """One unbroken stretch of recording: its grid, its attitude filter, its step watch."""

    def __init__(self, *, has_gyro: bool) -> None:
        self._grid = Grid()
        self._up = GyroUp() if has_gyro else AccUp()
        self._gait = Gait()
        self._impacts = Impacts()
        self._holes_s: list[float] = []
        """Ends of holes after which the attitude is to be taken anew, not yet reached."""
        self._spans_s: list[tuple[float, float]] = []
        """Holes that, with the moment after them until the attitude has settled, are not yet passed."""
        self._tail: FloatArray = np.empty((0, 3))
        """Up of the last `TURN_S`, for the turn of the next points."""
        self._last_s: float | None = None
        """Time of the newest sample."""
        self._late: FloatArray = np.empty((0, 4))
        """Forces and their lengths held back so that they stand beside the attitude of their own time."""

    def feed(self, samples: Samples) -> MotionBlock | None:
        """The motion that these samples complete; None when there is none."""
        self._find_holes(samples.time_s)
        if len(samples):
            self._impacts.feed(samples.time_s, norms(samples.acc_mps2))
        grid = self._grid.feed(samples)
        if grid is None:
            return None
        up = self._attitude(grid)
        acc_norm_mps2 = norms(grid.values[:, :3])
        impact_mps2 = self._impacts.on_grid(grid.first, len(grid.values), grid.origin_s)
        jolt, walking = self._gait.feed(acc_norm_mps2)
        force = self._delayed(np.column_stack([grid.values[:, :3], acc_norm_mps2]))
        return MotionBlock(
            first=grid.first,
            origin_s=grid.origin_s - self._up.delay_s,
            late_s=self._up.delay_s + 0.5 * CELL_S,
            up=up,
            impact_mps2=impact_mps2,
            acc_norm_mps2=force[:, 3],
            vertical_mps2=force[:, 0] * up[:, 0] + force[:, 1] * up[:, 1] + force[:, 2] * up[:, 2],
            turned_rad=self._turned(up),
            walking=walking,
            jolt=jolt,
            missing=self._missing(grid),
        )

    def _find_holes(self, time_s: FloatArray) -> None:
        if len(time_s):
            before_s = np.concatenate([[time_s[0] if self._last_s is None else self._last_s], time_s[:-1]])
            for k in np.flatnonzero(time_s - before_s > RESTART_S):
                self._holes_s.append(float(time_s[k]))
                self._spans_s.append((float(before_s[k]), float(time_s[k])))
            self._last_s = float(time_s[-1])

    def _attitude(self, grid: GridBlock) -> FloatArray:
        """Up at each point, begun anew after each hole that ends in this block."""
        pieces: list[FloatArray] = []
        done, stop = 0, grid.first + len(grid.values)
        while self._holes_s:
            restart = math.ceil((self._holes_s[0] - grid.origin_s) * RATE_HZ)
            if restart >= stop:
                break
            self._holes_s.pop(0)
            cut = max(restart - grid.first, done)
            if cut > done:
                pieces.append(self._up.feed(grid.values[done:cut]))
            self._up.restart()
            done = cut
        pieces.append(self._up.feed(grid.values[done:]))
        return np.concatenate(pieces)

    def _missing(self, grid: GridBlock) -> FloatArray:
        time_s = grid.origin_s + (grid.first + np.arange(len(grid.values))) / RATE_HZ
        missing = np.zeros(len(time_s))
        for start_s, end_s in self._spans_s:
            missing[(time_s > end_s) & (time_s <= end_s + UNSURE_S)] = UNSURE
        for start_s, end_s in self._spans_s:
            missing[(time_s > start_s) & (time_s <= end_s)] = GONE
        self._spans_s = [span for span in self._spans_s if span[1] + UNSURE_S > time_s[-1]]
        return missing

    def _delayed(self, force: FloatArray) -> FloatArray:
        lag = max(round(self._up.delay_s * RATE_HZ), 0)
        if len(self._late) == 0:
            self._late = np.tile(force[0], (lag, 1))
        both = np.concatenate([self._late, force])
        self._late = both[len(both) - lag :]
        return both[: len(force)]

    def _turned(self, up: FloatArray) -> FloatArray:
        both = np.concatenate([self._tail, up])
        self._tail = both[-_TURN:]
        turned = np.zeros(len(up))
        if len(both) > _TURN:
            back = norms(both[_TURN:] - both[:-_TURN])
            turned[-len(back) :] = 2.0 * np.arcsin(np.minimum(0.5 * back, 1.0))
        return turned
