"""Explain a gyro that contradicts the accelerometer: find its unit, its signs and the order of its axes.

The direction of gravity before and after a turn and the integral of the gyro over it are compared for every unit, sign
and order of axes that sensors and exports are known to have. The simplest one that explains the turns wins.
"""

import itertools
import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.motion.gyro_check import CALM_SPREAD_MPS2, CALM_TURN_RAD, LEAST_TURN_RAD
from sensorcoach.motion.lift_axis import angles_between, normalize_rows
from sensorcoach.motion.rotation import turn_back
from sensorcoach.parameters import Within
from sensorcoach.samples import BoolArray, FloatArray, IntArray, Samples, freeze
from sensorcoach.units import RAD_PER_DEG

CELL_S: Annotated[float, Within(0.1, 0.5, "s")] = 0.2
"""Time over which force and gyro are averaged. It is the cell of the check."""

BACK_CELLS: Annotated[tuple[int, ...], Within(3, 30, "cells")] = (5, 7, 10, 14, 20)
"""Cells over which a turn is taken, 1 to 4 s. It begins and ends at rest; in longer ones the bias of the gyro shows."""

EXPLAINED_SHARE: Annotated[float, Within(0.02, 0.1, "share")] = 0.06
"""Largest share of the squared turns that the squared errors leave. A right gyro leaves 0.05 at most."""

LEAST_TURNS: Annotated[int, Within(3, 50, "pairs")] = 4
"""Fewest pairs of calm cells that an explanation rests on. Three slow turns give as many."""

LONGEST_STEP_S: Annotated[float, Within(0.05, 1.0, "s")] = 0.3
"""Time for which one reading of the gyro counts at most. A longer step is a gap."""

UNITS = {
    "°/s": RAD_PER_DEG,
    "m°/s": 1e-3 * RAD_PER_DEG,
    "mrad/s": 1e-3,
    "raw counts of a ±2000 °/s range": 2000.0 / 32768.0 * RAD_PER_DEG,
    "raw counts of a ±1000 °/s range": 1000.0 / 32768.0 * RAD_PER_DEG,
    "raw counts of a ±500 °/s range": 500.0 / 32768.0 * RAD_PER_DEG,
    "raw counts of a ±250 °/s range": 250.0 / 32768.0 * RAD_PER_DEG,
    "revolutions per second": 2.0 * math.pi,
    "revolutions per minute": 2.0 * math.pi / 60.0,
}
"""What one unit is in rad/s."""

_FACTORS = {"": 1.0, **UNITS}

Signs = tuple[int, int, int]
Order = tuple[int, int, int]
_AS_IS: Order = (0, 1, 2)
_UPRIGHT: Signs = (1, 1, 1)


@dataclass(frozen=True, slots=True)
class GyroCorrection:
    """What makes the readings right: `order` of axes first, then `signs`, then `factor` to rad/s; `unit` names it."""

    unit: str
    factor: float
    order: Order
    signs: Signs

    def apply(self, samples: Samples) -> Samples:
        """The samples with the gyro in rad/s and in the axes of the accelerometer."""
        if samples.gyro_radps is None:
            return samples
        gyro_radps = self.turn(samples.gyro_radps)
        freeze(gyro_radps)
        return Samples(samples.time_s, samples.acc_mps2, gyro_radps)

    def turn(self, readings: FloatArray) -> FloatArray:
        """Readings of the gyro (n, 3), or their integral, as rad/s or rad in the axes of the accelerometer."""
        return readings[:, self.order] * (self.factor * np.array(self.signs, dtype=np.float64))

    def describe(self) -> str:
        """What was wrong, as the end of a sentence."""
        found: list[str] = []
        if self.unit:
            found.append(f"is in {self.unit} instead of rad/s")
        if self.order != _AS_IS:
            found.append(f"has its axes in another order ({', '.join('xyz'[axis] for axis in self.order)})")
        inverted = ["xyz"[axis] for axis, sign in enumerate(self.signs) if sign < 0]
        if inverted:
            found.append(f"has the opposite sign on {'all axes' if len(inverted) == 3 else ' and '.join(inverted)}")
        return " and ".join(found)


_NOTHING = GyroCorrection("", 1.0, _AS_IS, _UPRIGHT)


@dataclass(frozen=True, slots=True)
class _Turns:
    """Pairs of calm cells, k of them: gravity before and after (k, 3), gyro integral (k, 3), turn (k,), rad."""

    before: FloatArray
    after: FloatArray
    gyro: FloatArray
    turn_rad: FloatArray

    def share(self, turned: FloatArray) -> float:
        """Share of the squared turns that is left as error where the sensor turned by these vectors (k, 3)."""
        error_rad = angles_between(turn_back(self.before, turned), self.after)
        return float((error_rad * error_rad).sum() / (self.turn_rad * self.turn_rad).sum())


def explain_gyro(samples: Samples) -> GyroCorrection | None:
    """The simplest correction that makes the gyro agree with gravity in these samples; None where none does.

    A gyro that is right as it is has none either.
    """
    turns = _find_turns(samples)
    if turns is None or len(turns.turn_rad) < LEAST_TURNS:
        return None
    for tier in _tiers():
        tried = [
            GyroCorrection(unit, factor, order, signs) for order, signs in tier for unit, factor in _FACTORS.items()
        ]
        shares = [turns.share(one.turn(turns.gyro)) for one in tried]
        best = tried[int(np.argmin(shares))]
        if min(shares) < EXPLAINED_SHARE:
            return None if best == _NOTHING else best
    return None


def _tiers() -> list[list[tuple[Order, Signs]]]:
    """Orders and signs, the simplest first: as is, all inverted, some inverted, axes in another order."""
    some: list[Signs] = [(a, b, c) for a, b, c in itertools.product((1, -1), repeat=3)]
    others: list[Order] = [(a, b, c) for a, b, c in itertools.permutations(_AS_IS) if (a, b, c) != _AS_IS]
    return [
        [(_AS_IS, _UPRIGHT)],
        [(_AS_IS, (-1, -1, -1))],
        [(_AS_IS, signs) for signs in some],
        [(order, _UPRIGHT) for order in others],
        [(order, signs) for order in others for signs in some],
    ]


def _find_turns(samples: Samples) -> _Turns | None:
    """The turns between calm cells; None without a gyro or with too few samples."""
    if samples.gyro_radps is None or len(samples) < 2:
        return None
    cell = ((samples.time_s - samples.time_s[0]) / CELL_S).astype(np.int64)
    count = np.bincount(cell)
    step_s = np.minimum(np.diff(samples.time_s, prepend=samples.time_s[0]), LONGEST_STEP_S)
    force, spread = _means_and_spreads(cell, count, samples.acc_mps2)
    gyro = _sums(cell, len(count), samples.gyro_radps * step_s[:, None])
    turned = np.cumsum(gyro, axis=0) - 0.5 * gyro
    calm = (spread < CALM_SPREAD_MPS2) & (count >= max(2, int(0.5 * np.median(count))))
    still = np.zeros(len(count), dtype=np.bool_)
    still[1:] = calm[1:] & calm[:-1] & (angles_between(force[1:], force[:-1]) < CALM_TURN_RAD)
    found = [_pairs(force, turned, still, back) for back in BACK_CELLS if back < len(count)]
    if not found:
        return None
    return _Turns(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _pairs(
    force: FloatArray, turned: FloatArray, still: BoolArray, back: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    turn_rad = angles_between(force[back:], force[:-back])
    used = np.flatnonzero(still[back:] & still[:-back] & (turn_rad > LEAST_TURN_RAD))
    return force[used], force[used + back], turned[used + back] - turned[used], turn_rad[used]


def _means_and_spreads(cell: IntArray, count: IntArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Direction (n, 3) of the mean of each cell, and the largest spread (n,) of an axis in it."""
    high, low = np.full((len(count), 3), -np.inf), np.full((len(count), 3), np.inf)
    np.maximum.at(high, cell, values)
    np.minimum.at(low, cell, values)
    spread = np.where(count > 0, (high - low).max(axis=1), np.inf)
    return normalize_rows(_sums(cell, len(count), values)), spread


def _sums(cell: IntArray, cells: int, values: FloatArray) -> FloatArray:
    columns = [np.bincount(cell, values[:, axis], cells) for axis in range(3)]
    return np.stack(columns, axis=1).astype(np.float64)
