"""The fine grid on which movement is worked out, before any sensor looks at it."""

import numpy as np

from sensorcoach.samples import FloatArray

FINE_HZ = 1000.0
"""Fast enough for a contact of a few milliseconds and for a sensor at 400 Hz with room for its filter."""


def steps(duration_s: float) -> int:
    """How many grid steps a duration takes; never negative."""
    return max(0, round(duration_s * FINE_HZ))


def eased(count: int) -> FloatArray:
    """A way from 0 to 1 in `count` steps, at rest at both ends: the minimum-jerk path (Flash & Hogan 1985)."""
    u = np.arange(1, count + 1) / max(1, count)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)


def hump(count: int) -> FloatArray:
    """Out to 1 and back to 0 in `count` steps, at rest at both ends."""
    u = np.arange(1, count + 1) / max(1, count)
    return 64.0 * (u * (1.0 - u)) ** 3


def swelling(count: int, edge_s: float) -> FloatArray:
    """1 throughout, eased in and out over `edge_s` at the ends (less where there is no room)."""
    edge = min(steps(edge_s), count // 2)
    gain = np.ones(count)
    gain[:edge] = eased(edge)
    gain[count - edge :] = eased(edge)[::-1]
    return gain
