"""From nothing to a set: are the last movements repeated lifts, and along which arc?

The first rep of a set cannot be told from sitting up or rolling over, nor always the second. Three
alike can: excursions from the same attitude, in the same direction, of similar size and duration, in
one plane, with the force a lift must have. Three that are not much alike must be four. The generic
exercise is content with two, and wants three small ones and four at the pace of strides. When they are
found, every earlier rep that fits is counted too: nothing is lost, it is only said later.
"""

from dataclasses import dataclass, replace

import numpy as np

from sensorcoach.detect.chain import TURN_SHARE, Chain, newest_chains, wanted_cycles
from sensorcoach.detect.extent import first_alike, on_arc_since
from sensorcoach.detect.force import force_of, speaks_against_lifts
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.which_end import upside_down
from sensorcoach.motion.block import TURN_S
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis, angles_between, arc, tangent

HALF_TURN = round(0.5 * TURN_S * RATE_HZ)

LONGEST_TOP_S = 15.0
"""An excursion that stays out for longer is another posture."""

ALIKE_TIME = 2.0
"""Excursions may last this many times as long as each other."""

ALIKE_HEIGHT = 0.6
"""Least share of the highest excursion that the lowest of two must reach."""

MUCH_ALIKE_HEIGHT = 0.75
MUCH_ALIKE_TOPS = 0.3
"""Three lifts are proof enough where the lowest reaches this share of the highest, and no two tops are further apart
than this share of the range. So are those of 95 to 99 of a hundred sets; three bends or reaches seldom are."""

SAME_WAY = 0.95
"""Least cosine between the directions of two lifts."""

OFF_PLANE = 0.16
OFF_PLANE_SMALL = 0.25
"""Most that the movement may stray out of its plane (RMS, as a share of the range); more in small
lifts, where breathing and noise add to it."""

BODY_FORCE_MPS2 = (6.0, 15.0)
"""Mean length of the specific force over cycles: outside it there is no gravity in the signal."""

SHORTEST_TOP_S = 0.2
"""An excursion that stays out for less is a twitch."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """A set was found: its arc, and the grid point `start` from which it is to be read.

    `chain_start`: where the movements begin that prove it; `cycle_points`: how long each lasts;
    `raising`: how the force goes with the angle, -1 to 1; `feet`, `tops`: the ends of its cycles, newest first.
    """

    axis: LiftAxis
    start: int
    chain_start: int
    cycle_points: float
    raising: float
    feet: tuple[int, ...]
    tops: tuple[int, ...]


def acquire(record: MotionRecord, now: int, earliest: int, limits: Limits, before: LiftAxis | None) -> Acquired | None:
    """The set that the movements up to grid point `now` make, or None.

    Nothing before grid point `earliest` is looked at. `before` is the arc of the set before this one.
    """
    for chain in newest_chains(record, now, earliest, limits):
        found = _proven(record, chain, earliest, limits, before)
        if found is not None:
            return found
    return None


def _proven(
    record: MotionRecord, chain: Chain, earliest: int, limits: Limits, before: LiftAxis | None
) -> Acquired | None:
    """The set that these cycles prove, or None."""
    holed = record.has_hole(chain.start - round(limits.idle_s * RATE_HZ), chain.now)
    much_alike, range_rad = _much_alike(record, chain), float(np.median(chain.heights_rad))
    wanted = wanted_cycles(chain, limits, holed=holed, much_alike=much_alike)
    if wanted is None or wanted > len(chain.tops) or not _plausible(record, chain, limits):
        return None
    axis = arc(record.up_at(chain.feet), record.up_at(chain.tops), range_rad)
    force = force_of(record, axis, chain.start, chain.now)
    if not _regular(record, chain, axis) or speaks_against_lifts(record, chain, force, limits):
        return None
    foot, now = chain.start, chain.now
    start, entered = on_arc_since(record, now, earliest, axis, limits)
    # Where a hole has left little to feel in the chain, what lies before it on the arc helps.
    felt = force_of(record, axis, min(start, foot), now) if holed and not record.blurred else force
    if upside_down(record, chain, axis, start, limits, before, felt.raising):
        axis = arc(record.up_at(chain.tops), record.up_at(chain.feet), axis.range_rad)
        foot = chain.tops[-1]
        start, entered = on_arc_since(record, now, earliest, axis, limits)
        force = replace(force, raising=-force.raising)
    if entered:
        start = first_alike(record, axis, start, foot)
    feet, tops = tuple(chain.feet), tuple(chain.tops)
    return Acquired(axis, start, foot, chain.cycle_points, force.raising, feet, tops)


def _plausible(record: MotionRecord, chain: Chain, limits: Limits) -> bool:
    """Is the body at a turn now, was it at the first foot, and are size, pace and force those of a lift?"""
    force_mps2 = float(record.acc_norm(chain.start, chain.now + 1).mean())
    return (
        record.turned_at(chain.now) <= TURN_SHARE * chain.heights_rad[0]
        and record.turned_at(chain.start + HALF_TURN) <= TURN_SHARE * chain.heights_rad[-1]
        and limits.least_rad <= min(chain.heights_rad)
        and max(chain.heights_rad) <= limits.most_rad
        and min(chain.out_s) >= SHORTEST_TOP_S
        and max(chain.out_s) <= min(ALIKE_TIME * min(chain.out_s), LONGEST_TOP_S)
        and max(chain.apart_s) <= limits.apart_s
        and BODY_FORCE_MPS2[0] <= force_mps2 <= BODY_FORCE_MPS2[1]
    )


def _much_alike(record: MotionRecord, chain: Chain) -> bool:
    """Are the lifts as alike as people's reps mostly are, in height and in where they end?"""
    if min(chain.heights_rad) < MUCH_ALIKE_HEIGHT * max(chain.heights_rad):
        return False
    tops = record.up_at(chain.tops)
    apart_rad = max(float(angles_between(tops, top).max()) for top in tops)
    return apart_rad <= MUCH_ALIKE_TOPS * float(np.median(chain.heights_rad))


def _regular(record: MotionRecord, chain: Chain, axis: LiftAxis) -> bool:
    """Are the lifts of a size, do they go the same way, and in one plane?"""
    ways = [tangent(axis.bottom, top) for top in record.up_at(chain.tops)]
    same_way = min(float(ways[0] @ way) for way in ways[1:])
    off_plane = axis.strayed(record.up(chain.start, chain.now + 1))
    return (
        min(chain.heights_rad) >= ALIKE_HEIGHT * max(chain.heights_rad)
        and same_way >= SAME_WAY
        and off_plane <= (OFF_PLANE if len(chain.tops) == 2 else OFF_PLANE_SMALL)
    )
