"""Rest: for most of a second the segment neither turns nor accelerates.

At rest the vertical speed is known to be zero. A slow way down to a chair keeps the force near gravity for a second,
but not the attitude. A pause in the air keeps the attitude, but a force soon ends it.
"""

import math
from typing import Annotated

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.running import running_mean
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.units import RAD_PER_DEG

REST_S: Annotated[float, Within(0.3, 2.0, "s")] = 0.8
"""Shortest rest. Shorter pauses occur in the middle of sitting down."""

FORCE_SMOOTH_S: Annotated[float, Within(0.04, 0.5, "s")] = 0.18
"""Length of the mean over the vertical force. It removes tremor and the shaking of a belt."""

QUIET_MPS2: Annotated[float, Within(0.2, 1.5, "m/s²")] = 0.5
"""Largest spread of the smoothed vertical force in a rest. Breathing and swaying reach 0.2."""

TURN_RAD: Annotated[float, Within(0.005, 0.1, "rad")] = 1.5 * RAD_PER_DEG
"""Largest turn in a rest. Settling into a chair creeps by 1° a second."""

REST_POINTS = round(REST_S * RATE_HZ)
_SMOOTH_POINTS = round(FORCE_SMOOTH_S * RATE_HZ)


def is_rest(history: MotionHistory, now: int, points: int = REST_POINTS) -> bool:
    """Return whether the last `points` up to grid point `now` were a rest."""
    return measure_unrest(history, now, points) < 1.0


def measure_unrest(history: MotionHistory, now: int, points: int = REST_POINTS) -> float:
    """Return how far from a rest the last `points` were: below 1 they were one; infinite where data are missing."""
    start = now - points
    if start < history.first or history.has_unsure(start, now + 1):
        return math.inf
    up = history.up(start, now + 1)
    turned_rad = float(angles_between(up, up[0]).max())
    force_mps2 = running_mean(history.vertical(start, now + 1), _SMOOTH_POINTS)
    return max(turned_rad / TURN_RAD, float(force_mps2.max() - force_mps2.min()) / QUIET_MPS2)
