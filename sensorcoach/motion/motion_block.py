"""The output of motion, for detection: up, effort and walking at each grid point."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

TURN_S: Annotated[float, Within(0.1, 0.6, "s")] = 0.3
"""Span over which `MotionBlock.turned_rad` looks back. It is short beside the quickest lift, long beside tremor."""


@dataclass(frozen=True, slots=True)
class MotionBlock:
    """Consecutive grid points, n of them; arrays are read-only.

    `first`: number of the first point; point k lies at `origin_s + k / RATE_HZ`, with the delay already taken off.
    `late_s`: delay from a point's own time until it is known.
    `up` (n, 3): unit vector against gravity in the sensor frame.
    `acc_norm_mps2` (n,): length of the specific force, delayed like `up`.
    `impact_mps2` (n,): sharpness of that length's bend, as at a contact; not delayed: `up` of that time comes later.
    `vertical_mps2` (n,): component of the specific force along `up`, delayed like `up`.
    `turned_rad` (n,): angle that `up` turned through in the last `TURN_S`.
    `walking` (n,): 1 where the last seconds were steps, else 0.
    `jolt` (n,): 1 where the force's fast part is large, as at footfalls, else 0.
    `in_gap` (n,): whether the point lies in a gap in which the movement is unknown; delayed like `up`.
    `is_settling` (n,): whether the point lies behind such a gap, where the attitude still settles; delayed like `up`.
    """

    first: int
    origin_s: float
    late_s: float
    up: FloatArray
    acc_norm_mps2: FloatArray
    impact_mps2: FloatArray
    vertical_mps2: FloatArray
    turned_rad: FloatArray
    walking: FloatArray
    jolt: FloatArray
    in_gap: npt.NDArray[np.bool_]
    is_settling: npt.NDArray[np.bool_]

    def time_s(self, point: int) -> float:
        """Recording time of a grid point."""
        return self.origin_s + point / RATE_HZ
