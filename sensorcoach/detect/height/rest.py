"""Rest: for most of a second the segment neither turns nor is pushed.

A rest is where the sensor's vertical speed is known: none. A slow way down on to a chair keeps the
force near gravity for a second, but not the attitude; a pause in the air keeps the attitude, but the
force that ends it comes soon.
"""

import math

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.running import running_mean
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.units import RAD_PER_DEG

REST_POINTS = round(0.8 * RATE_HZ)
"""Shorter pauses occur in the middle of sitting down."""

SMOOTH_POINTS = round(0.18 * RATE_HZ)
"""Tremor and a shaking belt are no movement of the body: they are averaged away."""

QUIET_MPS2 = 0.5
"""The smoothed vertical force of a rest stays within so much; breathing and swaying reach 0.2."""

TURN_RAD = 1.5 * RAD_PER_DEG
"""A rest turns less than this; settling into a chair creeps by 1° a second."""


def is_rest(record: MotionHistory, now: int, points: int = REST_POINTS) -> bool:
    """Were the last so many points up to grid point `now` a rest?"""
    return measure_unrest(record, now, points) < 1.0


def measure_unrest(record: MotionHistory, now: int, points: int = REST_POINTS) -> float:
    """How far from a rest the last so many points were: below 1 they were one; infinite where data are missing."""
    start = now - points
    if start < record.first or record.has_unsure(start, now + 1):
        return math.inf
    up = record.up(start, now + 1)
    turned_rad = float(angles_between(up, up[0]).max())
    force_mps2 = running_mean(record.vertical(start, now + 1), SMOOTH_POINTS)
    return max(turned_rad / TURN_RAD, float(force_mps2.max() - force_mps2.min()) / QUIET_MPS2)
