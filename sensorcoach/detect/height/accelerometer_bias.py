"""The accelerometer's scale and offsets, estimated at rest.

At rest the vertical force is gravity. The sensor shows it with a scale error and with its offset along the vertical:
g + offset . up. These four numbers are learned from rests by recursive least squares. A usual sensor is the starting
point, and the latest rests count most. Without them the acceleration of the body is known to a few hundredths of a
m/s² in any attitude. The zero-velocity update (ZUPT) of `steps` needs that.
"""

from typing import Annotated

import numpy as np

from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import STANDARD_GRAVITY_MPS2

SCALE_MPS2: Annotated[float, Within(0.02, 1.0, "m/s²")] = 0.3
"""Usual error of the scale at 1 g. It is 3 % of gravity."""

OFFSET_MPS2: Annotated[float, Within(0.05, 1.5, "m/s²")] = 0.4
"""Usual offset of an axis. It is 40 mg."""

REST_MPS2: Annotated[float, Within(0.01, 0.3, "m/s²")] = 0.05
"""Uncertainty of the mean force of a rest. Swaying and breathing leave as much in 0.8 s."""

REMEMBERED: Annotated[float, Within(0.5, 1.0, "share")] = 0.9
"""Weight of a rest relative to the next one. Temperature moves the offset, and sensors slip."""


class AccelerometerBias:
    """Estimates accelerometer scale and offsets from rests."""

    def __init__(self) -> None:
        self._usual = np.diag([SCALE_MPS2**-2.0, *(OFFSET_MPS2**-2.0,) * 3])
        """Information (4, 4) of the starting point, about g and the three offsets."""
        self._start = np.array([STANDARD_GRAVITY_MPS2 * SCALE_MPS2**-2.0, 0.0, 0.0, 0.0])
        """The starting point (4,), weighted by its information."""
        self._learned: FloatArray = np.zeros((4, 4))
        """Information of the rests so far."""
        self._seen: FloatArray = np.zeros(4)
        """The rests so far, weighted by their information."""
        self._values: FloatArray = np.array([STANDARD_GRAVITY_MPS2, 0.0, 0.0, 0.0])
        """The estimate: g as the sensor shows it, m/s², and the offset of each axis."""

    def learn(self, up: FloatArray, vertical_mps2: FloatArray) -> None:
        """Learn from a rest with attitudes (n, 3) and vertical forces (n,)."""
        row = np.append(1.0, np.ascontiguousarray(up).mean(axis=0))
        self._learned = REMEMBERED * self._learned + np.outer(row, row) * REST_MPS2**-2.0
        self._seen = REMEMBERED * self._seen + row * float(vertical_mps2.mean()) * REST_MPS2**-2.0
        solved = np.linalg.solve(self._usual + self._learned, self._start + self._seen)
        self._values = np.asarray(solved, dtype=np.float64)

    def remove(self, up: FloatArray, vertical_mps2: FloatArray) -> FloatArray:
        """Return the vertical acceleration (n,), m/s², of a body in attitudes (n, 3) under vertical forces (n,)."""
        return vertical_mps2 - self._values[0] - np.ascontiguousarray(up) @ self._values[1:]
