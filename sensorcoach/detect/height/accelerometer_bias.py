"""The sensor's own error, learned at rest: how much vertical force it shows in each attitude.

At rest the vertical force is gravity. What the sensor shows is gravity as it scales it, plus its
offset along the vertical: g + offset . up. Four numbers, learned from the rests by least squares,
with a usual sensor as the starting point and the latest rests counting most. What is left when
they are taken off is the acceleration of the body, to a few hundredths of a m/s² in any attitude.
"""

import numpy as np

from sensorcoach.samples import FloatArray
from sensorcoach.units import STANDARD_GRAVITY_MPS2

SCALE_MPS2 = 0.3
"""Usual error of the scale at 1 g: 3 %."""

OFFSET_MPS2 = 0.4
"""Usual offset of an axis: 40 mg."""

REST_MPS2 = 0.05
"""What the mean force of a rest of 0.8 s is uncertain by: swaying, breathing."""

REMEMBERED = 0.9
"""Weight of a rest over that of the next one: temperature moves the offset, and sensors slip."""


class AccelerometerBias:
    """Learns from rests what force is no acceleration."""

    def __init__(self) -> None:
        self._usual = np.diag([SCALE_MPS2**-2.0, *(OFFSET_MPS2**-2.0,) * 3])
        """Information of the starting point, about g and the three offsets."""
        self._start = np.array([STANDARD_GRAVITY_MPS2 * SCALE_MPS2**-2.0, 0.0, 0.0, 0.0])
        self._learned: FloatArray = np.zeros((4, 4))
        """Information of the rests so far."""
        self._seen: FloatArray = np.zeros(4)
        self._values: FloatArray = np.array([STANDARD_GRAVITY_MPS2, 0.0, 0.0, 0.0])
        """What is known: g as shown, and the offset of each axis."""

    def learn(self, up: FloatArray, vertical_mps2: FloatArray) -> None:
        """A rest: attitudes (n, 3) and vertical forces (n,)."""
        row = np.append(1.0, np.ascontiguousarray(up).mean(axis=0))
        self._learned = REMEMBERED * self._learned + np.outer(row, row) * REST_MPS2**-2.0
        self._seen = REMEMBERED * self._seen + row * float(vertical_mps2.mean()) * REST_MPS2**-2.0
        solved = np.linalg.solve(self._usual + self._learned, self._start + self._seen)
        self._values = np.asarray(solved, dtype=np.float64)

    def taken_off(self, up: FloatArray, vertical_mps2: FloatArray) -> FloatArray:
        """Vertical acceleration (n,), m/s², of a body in these attitudes (n, 3) under these forces (n,)."""
        return vertical_mps2 - self._values[0] - np.ascontiguousarray(up) @ self._values[1:]
