"""Rotations of directions by rotation vectors."""

from typing import Annotated

import numpy as np

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

_LEAST_RAD: Annotated[float, Within(1e-15, 1e-6, "rad")] = 1e-12
"""Smallest angle by which is divided. A smaller turn has no axis."""


def turn_back(directions: FloatArray, turned_rad: FloatArray) -> FloatArray:
    """Directions (n, 3) fixed in the world, as a sensor sees them after turning by rotation vectors (n, 3), rad.

    Rodrigues' formula with the angle negated: the sensor turns one way, the world seems to turn the other way.
    """
    angle = row_norms(turned_rad)[:, None]
    axis = turned_rad / np.maximum(angle, _LEAST_RAD)
    along = (axis * directions).sum(axis=1, keepdims=True)
    # Written out: NumPy's cross product takes five times as long.
    x, y, z = axis.T
    u, v, w = directions.T
    across = np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=1)
    return directions * np.cos(angle) - across * np.sin(angle) + axis * along * (1.0 - np.cos(angle))
