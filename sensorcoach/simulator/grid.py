"""The fine time grid of simulated movement, and the curves that movements are built from."""

import numpy as np

from sensorcoach.samples import FloatArray

FINE_HZ = 1000.0
"""Grid rate. It resolves contacts of a few milliseconds, and serves sensors up to 400 Hz with their filter."""


def count_steps(duration_s: float) -> int:
    """Return the number of grid steps in a duration; never negative."""
    return max(0, round(duration_s * FINE_HZ))


def minimum_jerk_path(count: int) -> FloatArray:
    """Return a path from 0 to 1 in `count` steps, at rest at both ends (Flash & Hogan 1985)."""
    u = np.arange(1, count + 1) / max(1, count)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)


def hump(count: int) -> FloatArray:
    """Return a smooth bump: out to 1 and back to 0 in `count` steps, at rest at both ends."""
    u = np.arange(1, count + 1) / max(1, count)
    return 64.0 * (u * (1.0 - u)) ** 3


def fade_in_and_out(count: int, edge_s: float) -> FloatArray:
    """Return a gain of 1 that fades in and out over `edge_s` at the ends (less in a short stretch)."""
    edge = min(count_steps(edge_s), count // 2)
    gain = np.ones(count)
    gain[:edge] = minimum_jerk_path(edge)
    gain[count - edge :] = minimum_jerk_path(edge)[::-1]
    return gain
