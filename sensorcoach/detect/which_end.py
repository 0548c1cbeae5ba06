"""Which end of the arc is the bottom?

Cycles look alike from the bottom and from the top. The force tells, where a lift of this exercise
raises the sensor and is quick enough to be felt; else the set before, when it was done on the same
arc; else the stay before the first lift.
"""

import itertools

import numpy as np

from sensorcoach.detect.chain import Chain
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis

SAME_ARC = 0.95
"""Cosine between the directions of two arcs from which they are the same."""

REST_POINTS = round(1.0 * RATE_HZ)
"""So long on one side of the middle is the first rest; lying down passes more quickly."""

SETTLED_TIMES = 1.5
SETTLED_S = 1.0
"""The rest before a set is longer than this many times the stays between its lifts, and this."""

MOVING_SHARE = 0.05
"""Turning more than this share of the range in 0.3 s is being in the middle of a movement."""


def upside_down(
    record: MotionRecord,
    chain: Chain,
    axis: LiftAxis,
    start: int,
    limits: Limits,
    before: LiftAxis | None,
    raising: float,
) -> bool:
    """Has this arc been learned from the top, from cycles that lead from hold to hold?

    `start`: grid point from which the motion lies on the arc; `before`: the arc of the set before
    this one; `raising`: how the force goes with the angle.
    """
    if abs(raising) >= limits.raising:
        return raising < 0.0
    if before is not None and abs(float(before.along @ axis.along)) > SAME_ARC:
        return float(before.along @ axis.along) < 0.0
    if limits.alternate and _begins_moving(record, axis, start):
        # There was no rest to go by; the other side has its turn while this one is at the bottom.
        return max(chain.apart_s) < min(chain.out_s)
    return _rested_high(record, chain, axis, start)


def _begins_moving(record: MotionRecord, axis: LiftAxis, start: int) -> bool:
    """Does the recording begin in the middle of a movement?"""
    turned_rad = float(record.turned(start, start + REST_POINTS // 2).max())
    return start == record.first and turned_rad > MOVING_SHARE * axis.range_rad


def _rested_high(record: MotionRecord, chain: Chain, axis: LiftAxis, start: int) -> bool:
    """Was the first rest nearer the top?

    A first stay at the foot that outlasts those between the lifts is the rest before the set. How long somebody stayed
    where nobody looked is not known.
    """
    high = axis.angle_rad(record.up(start, chain.now + 1)) > 0.5 * axis.range_rad
    turns = np.flatnonzero(np.diff(high)) + 1
    edges = [0, *(int(k) for k in turns), len(high)]
    stays = list(itertools.pairwise(edges))
    foot = chain.start - start
    gone = record.gone(start, chain.now + 1)
    settled_s = next(((b - a) / RATE_HZ for a, b in stays if a <= foot < b and not high[a]), 0.0)
    if not gone[foot:].any() and settled_s > SETTLED_TIMES * max(chain.apart_s) + SETTLED_S:
        return False
    lasting = [a for a, b in stays if b - a >= REST_POINTS and not gone[a:b].any()]
    return bool(lasting) and bool(high[lasting[0]])
