"""From nothing to a set: are the last movements repeated lifts, and along which arc?

The first rep of a set cannot be told from sitting up or rolling over. Two alike can: two
excursions from the same attitude, in the same direction, of similar size and duration, in one
plane, without footfalls. Small ones, which fidgeting and swaying could imitate, must be three and
more alike. When they are found, every earlier rep that fits is counted too, so nothing is lost:
it is only said later.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.cycles import Excursion, alike_excursions
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis, angles_between, arc, tangent
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

LOOK_BACK_S = 75.0
"""How far back cycles are looked for: two reps with the longest hold and rest."""

STEP = 5
"""Grid points between looked-at attitudes: 0.1 s, far below the quickest rep."""

SETTLE_STEPS = 5
"""Steps without a new low that end an excursion's foot: 0.5 s."""

APART_S = 45.0
"""Tops further apart are not one set."""

SMALL_RAD = 8.0 * RAD_PER_DEG
"""Below this range cycles must be especially alike."""

BODY_FORCE_MPS2 = (6.0, 15.0)
"""Mean length of the specific force over cycles: outside it there is no gravity in the signal."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """A set was found: its arc and the grid point from which the arc fits."""

    axis: LiftAxis
    start: int
    chain_start: int


@dataclass(frozen=True, slots=True)
class _Chain:
    """Excursions as grid points, newest first: `feet` holds one more than `tops` (now is the first)."""

    heights_rad: list[float]
    tops: list[int]
    feet: list[int]


def acquire(record: MotionRecord, now: int, earliest: int, limits: Limits) -> Acquired | None:
    """The set that the movements up to grid point `now` make, or None.

    Nothing before grid point `earliest` is looked at.
    """
    chain = _newest_chain(record, now, earliest, limits, 2)
    if chain and float(np.median(chain.heights_rad)) < 2.5 * limits.least_rad:
        chain = _newest_chain(record, now, earliest, limits, 3)
    if chain is None or not _plausible(record, chain, limits):
        return None
    axis = arc(record.up_at(chain.feet), record.up_at(chain.tops), float(np.median(chain.heights_rad)))
    if not _regular(record, chain, axis):
        return None
    if limits.raises and _raising(record, chain, axis) < -0.5:
        axis = arc(record.up_at(chain.tops), record.up_at(chain.feet), axis.range_rad)
    return Acquired(axis, _fits_since(record, now, earliest, axis), chain.feet[-1])


def _newest_chain(record: MotionRecord, now: int, earliest: int, limits: Limits, wanted: int) -> _Chain | None:
    low = max(earliest, now - round(LOOK_BACK_S * RATE_HZ), record.first)
    past = record.up(low, now + 1)[::-STEP]
    angles_rad = angles_between(np.ascontiguousarray(past), past[0])
    found = alike_excursions(angles_rad.tolist(), limits.least_rad, wanted, SETTLE_STEPS)
    if len(found) < wanted:
        return None
    return _Chain([e.height_rad for e in found], *_grid_points(found, now))


def _grid_points(found: list[Excursion], now: int) -> tuple[list[int], list[int]]:
    return [now - STEP * e.top for e in found], [now] + [now - STEP * e.foot for e in found]


def _plausible(record: MotionRecord, chain: _Chain, limits: Limits) -> bool:
    """Is the body at a turn now, and are size, pace and force those of a lift?"""
    lasted_s = [(b - a) / RATE_HZ for a, b in zip(chain.feet[1:], chain.feet[:-1], strict=True)]
    apart_s = [(b - a) / RATE_HZ for a, b in zip(chain.tops[1:], chain.tops[:-1], strict=True)]
    start, now = chain.feet[-1], chain.feet[0]
    force_mps2 = float(record.acc_norm(start, now + 1).mean())
    return (
        record.turned_at(now) <= 0.2 * chain.heights_rad[0]
        and max(chain.heights_rad) <= limits.most_rad
        and max(apart_s) <= APART_S
        and 0.5 <= min(lasted_s)
        and max(lasted_s) <= 4.0 * min(lasted_s)
        and BODY_FORCE_MPS2[0] <= force_mps2 <= BODY_FORCE_MPS2[1]
        and float(record.jolt(start, now + 1).mean()) <= 0.25
    )


def _regular(record: MotionRecord, chain: _Chain, axis: LiftAxis) -> bool:
    """Do the lifts go the same way, in one plane?"""
    bottom = axis.bottom
    ways = [tangent(bottom, top) for top in record.up_at(chain.tops)]
    same_way = min(float(ways[0] @ way) for way in ways[1:])
    aside = axis.aside(record.up(chain.feet[-1], chain.feet[0] + 1))
    off_plane = float(np.sqrt(np.mean((aside - np.median(aside)) ** 2))) / axis.range_rad
    if axis.range_rad < SMALL_RAD:
        alike = min(chain.heights_rad) >= 0.55 * max(chain.heights_rad)
        return alike and same_way >= 0.9 and off_plane <= 0.25
    return same_way >= 0.8 and off_plane <= 0.4


def _raising(record: MotionRecord, chain: _Chain, axis: LiftAxis) -> float:
    """Does the sensor accelerate upwards as the angle begins to grow? Correlation, -1 to 1.

    A lift raises the worn sensor, so |a| exceeds gravity while the angle's second difference is
    positive and falls short of it while negative; seen from the wrong end it is the other way
    round. It tells bottom from top when a recording begins in the middle.
    """
    start, now = chain.feet[-1], chain.feet[0]
    angle_rad = axis.angle_rad(record.up(start, now + 1))
    bend = _smooth(np.diff(angle_rad, 2))
    force = _smooth(record.acc_norm(start + 1, now))
    bend, force = bend - bend.mean(), force - force.mean()
    scale = math.sqrt(float((bend * bend).sum()) * float((force * force).sum()))
    return float((bend * force).sum()) / scale if scale > 0.0 else 0.0


def _smooth(values: FloatArray) -> FloatArray:
    """Running mean over nine points (0.18 s), ends left out."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return (sums[9:] - sums[:-9]) / 9.0


def _fits_since(record: MotionRecord, now: int, earliest: int, axis: LiftAxis) -> int:
    """The grid point from which on every attitude lies on the arc or near it."""
    low = max(earliest, now - round(LOOK_BACK_S * RATE_HZ), record.first)
    up = record.up(low, now + 1)
    angle_rad, aside = axis.angle_rad(up), axis.aside(up)
    slack_rad = 5.0 * RAD_PER_DEG
    off = np.abs(aside) > max(0.6 * axis.range_rad, SMALL_RAD)
    off |= (angle_rad > 1.6 * axis.range_rad + slack_rad) | (angle_rad < -0.6 * axis.range_rad - slack_rad)
    where = np.flatnonzero(off)
    return low + int(where[-1]) + 1 if len(where) else low
