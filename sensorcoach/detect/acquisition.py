"""From nothing to a set: are the last movements repeated lifts, and along which arc?

The first rep of a set cannot be told from sitting up or rolling over. Two alike can: two
excursions from the same attitude, in the same direction, of similar size and duration, in one
plane, without footfalls. Small ones, which fidgeting and swaying could imitate, must be three, and
those at the pace of strides four. When they are found, every earlier rep that fits is counted too, so nothing is lost:
it is only said later.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.cycles import Excursion, alike_excursions, excursions
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.block import TURN_S
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis, angles_between, arc, tangent
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

STEP = 5
"""Grid points between looked-at attitudes: 0.1 s, far below the quickest rep."""

SETTLE_STEPS = 5
"""Steps without a new low that end an excursion's foot: 0.5 s."""

TURN_SHARE = 0.2
"""At a turn or at rest the segment turns less than this share of the range in `TURN_S`."""

HALF_TURN = round(0.5 * TURN_S * RATE_HZ)

LONGEST_TOP_S = 15.0
"""An excursion that stays out for longer is another posture."""

ALIKE_TIME = 2.0
"""Excursions may last this many times as long as each other."""

ALIKE_HEIGHT = 0.6
"""Least share of the highest excursion that the lowest of two must reach."""

SAME_WAY = 0.95
"""Least cosine between the directions of two lifts."""

OFF_PLANE = 0.16
OFF_PLANE_SMALL = 0.25
"""Most that the movement may stray out of its plane (RMS, as a share of the range); more in small
lifts, where breathing and noise add to it."""

REST_POINTS = round(1.0 * RATE_HZ)
"""So long on one side of the middle is the first rest; lying down passes more quickly."""

QUICK_S = 1.6
"""Cycles quicker than this come at the pace of strides."""

LEVER_M = 0.2
"""Least distance of a sensor at the pelvis from the point a bridge turns about."""

FELT_MPS2 = 0.2
UNEXPLAINED = 0.3
"""A lift that should swing |a| by so much, and does not go with it by this correlation, is none."""

EXPLAINED = 0.7
"""Correlation from which the force is that of the lifts, however brisk, and not of footfalls."""

SETTLED_TIMES = 1.5
SETTLED_S = 1.0
"""The rest before a set is longer than this many times the stays between its lifts, and this."""

MOVING_SHARE = 0.05
"""Turning more than this share of the range in 0.3 s is being in the middle of a movement."""

FOOT_SHARE = 0.4
"""An earlier lift may begin this share of the range above or below: the first from the floor, later ones hovering."""

BEYOND_RAD = 3.0 * RAD_PER_DEG
OFF_ARC_RAD = 8.0 * RAD_PER_DEG
"""Straying less than this from the arc never ends it."""

BODY_FORCE_MPS2 = (6.0, 15.0)
"""Mean length of the specific force over cycles: outside it there is no gravity in the signal."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """A set was found: its arc and the grid point from which the arc fits."""

    axis: LiftAxis
    start: int
    chain_start: int
    lasts_points: float
    """How many grid points a cycle lasts."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """Excursions as grid points, newest first: `feet` holds one more than `tops` (now is the first)."""

    heights_rad: list[float]
    tops: list[int]
    feet: list[int]
    out_s: list[float]
    """How long each excursion stayed beyond half its height."""
    apart_s: list[float]
    """How long it stayed nearer than that between one excursion and the next."""


def acquire(
    record: MotionRecord, now: int, earliest: int, limits: Limits, before: LiftAxis | None
) -> Acquired | None:
    """The set that the movements up to grid point `now` make, or None.

    Nothing before grid point `earliest` is looked at. `before` is the arc of the set before this one.
    """
    chain = _newest_chain(record, now, earliest, limits, 2)
    if chain is not None and _wanted(chain, limits) > 2:
        chain = _newest_chain(record, now, earliest, limits, _wanted(chain, limits))
    if chain is None or not _plausible(record, chain, limits):
        return None
    axis = arc(record.up_at(chain.feet), record.up_at(chain.tops), float(np.median(chain.heights_rad)))
    force = _force(record, chain, axis)
    if not _regular(record, chain, axis) or _another_movement(record, chain, force, limits):
        return None
    first_foot = chain.feet[-1]
    start, entered = _fits_since(record, now, earliest, axis, limits)
    if _upside_down(record, chain, axis, start, limits, before, force.raising):
        axis = arc(record.up_at(chain.tops), record.up_at(chain.feet), axis.range_rad)
        first_foot = chain.tops[-1]
        start, entered = _fits_since(record, now, earliest, axis, limits)
    if entered:
        start = _first_alike(record, axis, start, first_foot)
    return Acquired(axis, start, first_foot, (now - chain.feet[-1]) / len(chain.tops))


def _wanted(chain: _Chain, limits: Limits) -> int:
    """How many cycles are proof enough: small ones could be swaying, quick ones the first steps of a walk."""
    lasts_s = (chain.feet[0] - chain.feet[-1]) / RATE_HZ / len(chain.tops)
    if lasts_s < QUICK_S:
        return 4
    return 3 if min(chain.heights_rad) < limits.small_rad else 2


def _newest_chain(record: MotionRecord, now: int, earliest: int, limits: Limits, wanted: int) -> _Chain | None:
    low = max(earliest, now - round(limits.look_back_s * RATE_HZ), record.first)
    past = record.up(low, now + 1)[::-STEP]
    angles_rad = angles_between(np.ascontiguousarray(past), past[0])
    found = alike_excursions(angles_rad.tolist(), limits.least_rad, wanted, SETTLE_STEPS)
    if len(found) < wanted:
        return None
    return _chain(found, angles_rad, now)


def _chain(found: list[Excursion], angles_rad: FloatArray, now: int) -> _Chain:
    """Excursions, told in steps back from now, as grid points and seconds."""
    step_s = STEP / RATE_HZ
    starts = [0] + [e.foot for e in found[:-1]]
    inside = [angles_rad[a : e.foot + 1] > 0.5 * e.height_rad for a, e in zip(starts, found, strict=True)]
    edges = [np.flatnonzero(out) + a for a, out in zip(starts, inside, strict=True)]
    return _Chain(
        heights_rad=[e.height_rad for e in found],
        tops=[now - STEP * e.top for e in found],
        feet=[now] + [now - STEP * e.foot for e in found],
        out_s=[step_s * int(edge[-1] - edge[0] + 1) for edge in edges],
        apart_s=[step_s * int(old[0] - new[-1]) for new, old in zip(edges[:-1], edges[1:], strict=True)],
    )


def _plausible(record: MotionRecord, chain: _Chain, limits: Limits) -> bool:
    """Is the body at a turn now, was it at the first foot, and are size, pace and force those of a lift?"""
    start, now = chain.feet[-1], chain.feet[0]
    force_mps2 = float(record.acc_norm(start, now + 1).mean())
    return (
        record.turned_at(now) <= TURN_SHARE * chain.heights_rad[0]
        and record.turned_at(start + HALF_TURN) <= TURN_SHARE * chain.heights_rad[-1]
        and limits.least_rad <= min(chain.heights_rad)
        and max(chain.heights_rad) <= limits.most_rad
        and 0.2 <= min(chain.out_s)
        and max(chain.out_s) <= min(ALIKE_TIME * min(chain.out_s), LONGEST_TOP_S)
        and max(chain.apart_s) <= limits.apart_s
        and BODY_FORCE_MPS2[0] <= force_mps2 <= BODY_FORCE_MPS2[1]
    )


def _regular(record: MotionRecord, chain: _Chain, axis: LiftAxis) -> bool:
    """Are the lifts of a size, do they go the same way, and in one plane?"""
    ways = [tangent(axis.bottom, top) for top in record.up_at(chain.tops)]
    same_way = min(float(ways[0] @ way) for way in ways[1:])
    aside = axis.aside(record.up(chain.feet[-1], chain.feet[0] + 1))
    off_plane = float(np.sqrt(np.mean((aside - np.median(aside)) ** 2))) / axis.range_rad
    return (
        min(chain.heights_rad) >= ALIKE_HEIGHT * max(chain.heights_rad)
        and same_way >= SAME_WAY
        and off_plane <= (OFF_PLANE if len(chain.tops) == 2 else OFF_PLANE_SMALL)
    )


def _another_movement(record: MotionRecord, chain: _Chain, force: "_Force", limits: Limits) -> bool:
    """Does the force speak against lifts: jolts that brisk lifting does not explain, or no rise where there must be one?"""
    jolts = float(record.jolt(chain.feet[-1], chain.feet[0] + 1).mean())
    if jolts > limits.jolts and abs(force.raising) < EXPLAINED:
        return True
    return limits.raised and force.expected_mps2 >= FELT_MPS2 and abs(force.raising) < UNEXPLAINED


def _upside_down(
    record: MotionRecord,
    chain: _Chain,
    axis: LiftAxis,
    start: int,
    limits: Limits,
    before: LiftAxis | None,
    raising: float,
) -> bool:
    """Have the lifts been seen from the top, as cycles from hold to hold?

    The force tells, where the exercise is known to raise the sensor and the lift is quick enough to
    be felt; else the set before, when it was done on the same arc. A first stay that outlasts
    those between the lifts is the rest before the set, and at the bottom; else the first rest was. Where the recording begins in the
    middle of a movement there was no such rest: with sides that alternate the longer stay is the bottom,
    for the other side has its turn there.
    """
    if abs(raising) >= limits.raising:
        return raising < 0.0
    if before is not None and abs(float(before.along @ axis.along)) > SAME_WAY:
        return float(before.along @ axis.along) < 0.0
    if limits.alternate and start == record.first and record.turned(start, start + 25).max() > MOVING_SHARE * axis.range_rad:
        return max(chain.apart_s) < min(chain.out_s)
    high = axis.angle_rad(record.up(start, chain.feet[0] + 1)) > 0.5 * axis.range_rad
    turns = np.flatnonzero(np.diff(high)) + 1
    edges = [0, *(int(k) for k in turns), len(high)]
    stays = list(zip(edges[:-1], edges[1:], strict=True))
    first_foot = chain.feet[-1] - start
    settled_s = next(((b - a) / RATE_HZ for a, b in stays if a <= first_foot < b and not high[a]), 0.0)
    if settled_s > SETTLED_TIMES * max(chain.apart_s) + SETTLED_S:
        return False
    lasting = [a for a, b in stays if b - a >= REST_POINTS]
    return bool(lasting) and bool(high[lasting[0]])


@dataclass(frozen=True, slots=True)
class _Force:
    """How |a| goes with the lift angle: `raising` is the correlation of |a| with the angle's second
    difference, -1 to 1; `expected_mps2` how far |a| should swing at the most on a lever of `LEVER_M`."""

    raising: float
    expected_mps2: float


def _force(record: MotionRecord, chain: _Chain, axis: LiftAxis) -> _Force:
    """Does the sensor accelerate upwards as the angle begins to grow?

    A lift raises the worn sensor, so |a| exceeds gravity while the angle's second difference is
    positive and falls short of it while negative; seen from the wrong end it is the other way round.
    """
    start, now = chain.feet[-1], chain.feet[0]
    angle_rad = axis.angle_rad(record.up(start, now + 1))
    bend = _smooth(np.diff(angle_rad, 2))
    force = _smooth(record.acc_norm(start + 1, now))
    bend, force = bend - bend.mean(), force - force.mean()
    power = float((bend * bend).sum())
    scale = math.sqrt(power * float((force * force).sum()))
    raising = float((bend * force).sum()) / scale if scale > 0.0 else 0.0
    return _Force(raising, LEVER_M * RATE_HZ**2 * float(np.abs(bend).max()))


def _smooth(values: FloatArray) -> FloatArray:
    """Running mean over nine points (0.18 s), ends left out."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return (sums[9:] - sums[:-9]) / 9.0


def _fits_since(record: MotionRecord, now: int, earliest: int, axis: LiftAxis, limits: Limits) -> tuple[int, bool]:
    """The grid point from which on every attitude lies near the arc, and whether one before it does not."""
    low = max(earliest, now - round(limits.look_back_s * RATE_HZ), record.first)
    up = record.up(low, now + 1)
    angle_rad, aside = axis.angle_rad(up), axis.aside(up)
    off = np.abs(aside) > max(0.6 * axis.range_rad, OFF_ARC_RAD)
    off |= angle_rad > 1.6 * axis.range_rad + BEYOND_RAD
    off |= angle_rad < -0.3 * axis.range_rad - BEYOND_RAD
    where = np.flatnonzero(off)
    return (low + int(where[-1]) + 1, True) if len(where) else (low, False)


def _first_alike(record: MotionRecord, axis: LiftAxis, start: int, foot: int) -> int:
    """The foot of the earliest lift since `start` that is like the set's and leads on to it.

    What lies before it is getting into position.
    """
    angles_rad = axis.angle_rad(record.up(start, foot + 1))[::-STEP]
    earlier = excursions(angles_rad.tolist(), 0.5 * axis.range_rad, len(angles_rad), SETTLE_STEPS)
    first = foot
    for excursion in earlier:
        height = excursion.height_rad / axis.range_rad
        if not ALIKE_HEIGHT <= height <= 1.0 / ALIKE_HEIGHT:
            break
        if abs(float(angles_rad[excursion.foot])) > FOOT_SHARE * axis.range_rad:
            break
        first = foot - STEP * excursion.foot
    return first
