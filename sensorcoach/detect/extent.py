"""How far back a set reaches: the motion that lies on its arc, and the lifts in it that are like its own."""

import numpy as np

from sensorcoach.detect.chain import SETTLE_STEPS, STEP
from sensorcoach.detect.cycles import excursions
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.units import RAD_PER_DEG

ASIDE_SHARE = 0.6
ASIDE_RAD = 8.0 * RAD_PER_DEG
"""Straying aside by less than this share of the range, or this angle if more, is still near the arc."""

ABOVE_SHARE = 1.6
BELOW_SHARE = 0.3
BEYOND_RAD = 3.0 * RAD_PER_DEG
"""The arc reaches up to this share of the range and down by that, and this angle beyond both."""

ALIKE_HEIGHT = 0.6
"""Earlier lifts are like the set's when they reach this share of its range, and not more than its inverse."""

CREEP = 0.03
"""A rest before a lift may sink by this share of the range without being another foot."""

FOOT_SHARE = 0.4
FOOT_RAD = 2.5 * RAD_PER_DEG
"""An earlier lift may begin this share of the range, or this angle if more, above or below: the first
from the floor, later ones hovering, and the body settles."""


def on_arc_since(record: MotionRecord, now: int, earliest: int, axis: LiftAxis, limits: Limits) -> tuple[int, bool]:
    """The grid point from which on every attitude lies near the arc, and whether one before it does not."""
    low = max(earliest, record.back(now, round(limits.look_back_s * RATE_HZ)))
    up = record.up(low, now + 1)
    angle_rad = axis.angle_rad(up)
    off = np.abs(axis.aside(up)) > max(ASIDE_SHARE * axis.range_rad, ASIDE_RAD)
    off |= angle_rad > ABOVE_SHARE * axis.range_rad + BEYOND_RAD
    off |= angle_rad < -BELOW_SHARE * axis.range_rad - BEYOND_RAD
    where = np.flatnonzero(off)
    return (low + int(where[-1]) + 1, True) if len(where) else (low, False)


def first_alike(record: MotionRecord, axis: LiftAxis, start: int, foot: int) -> int:
    """The foot of the earliest lift since `start` that is like the set's and leads on to it.

    What lies before it is getting into position.
    """
    angles_rad = axis.angle_rad(record.up(start, foot + 1))[::-STEP]
    earlier = excursions(angles_rad.tolist(), 0.5 * axis.range_rad, len(angles_rad), SETTLE_STEPS, CREEP)
    first = foot
    for excursion in earlier:
        height = excursion.height_rad / axis.range_rad
        if not ALIKE_HEIGHT <= height <= 1.0 / ALIKE_HEIGHT:
            break
        if abs(float(angles_rad[excursion.foot])) > max(FOOT_SHARE * axis.range_rad, FOOT_RAD):
            break
        first = foot - STEP * excursion.foot
    return first
