"""Lift angles made of movements whose every moment is known."""

import math

import numpy as np

from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

Move = tuple[float, float]
"""To which angle, degrees, and in how many seconds: a minimum-jerk movement (Flash & Hogan 1985), or staying."""

REP: tuple[Move, ...] = ((30.0, 1.5), (30.0, 1.0), (0.0, 1.5), (0.0, 1.0))
"""Lift, hold, lower, rest; from 0 to 30 degrees."""


def angle_rad(*moves: Move, start_deg: float = 0.0) -> FloatArray:
    """The angle on the grid, radians, beginning with a second at `start_deg`."""
    parts = [np.full(round(RATE_HZ) + 1, start_deg)]
    now_deg = start_deg
    for to_deg, duration_s in moves:
        u = np.arange(1, round(duration_s * RATE_HZ) + 1) / round(duration_s * RATE_HZ)
        parts.append(now_deg + (to_deg - now_deg) * u**3 * (10.0 - 15.0 * u + 6.0 * u**2))
        now_deg = to_deg
    return np.radians(np.concatenate(parts))


def straight_rad(*corners: tuple[float, float]) -> FloatArray:
    """The angle along straight lines through these corners: seconds and degrees."""
    times_s, angles_deg = [time_s for time_s, _ in corners], [angle_deg for _, angle_deg in corners]
    grid_s = np.arange(round(corners[-1][0] * RATE_HZ) + 1) / RATE_HZ
    return np.radians(np.interp(grid_s, times_s, angles_deg))


def five_percent_share() -> float:
    """At which share of its duration a minimum-jerk movement reaches 5 % of its peak rate.

    Its rate is 30 u² (1-u)², with the peak 30/16 in the middle: u (1-u) = sqrt(0.05) / 4.
    """
    return 0.5 - math.sqrt(0.25 - math.sqrt(0.05) / 4.0)
