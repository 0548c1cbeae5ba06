"""What motion hands to detection: up, effort and walking at every grid point."""

from dataclasses import dataclass

from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class MotionBlock:
    """Consecutive grid points, n of them; arrays are read-only.

    `first`: number of the first point; point k lies at `origin_s + k / RATE_HZ`, delay already taken off.
    `late_s`: how much later than its own time a point is known.
    `up` (n, 3): unit vector against gravity in the sensor frame.
    `acc_norm_mps2` (n,): length of the specific force, delayed like `up`.
    `impact_mps2` (n,): how sharply that length bends, as at a contact; not delayed: `up` of that time comes later.
    `vertical_mps2` (n,): the force's part along `up`, gravity in it, delayed alike.
    `turned_rad` (n,): angle that `up` turned through in the last `TURN_S`.
    `walking` (n,): 1 where the last seconds were steps, else 0.
    `jolt` (n,): 1 where the force's fast part is large, as at footfalls, else 0.
    `missing` (n,): `GONE` in a hole too long to carry the attitude across, `UNSURE` just after it, else 0;
    delayed like `up`.
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
    missing: FloatArray

    def time_s(self, point: int) -> float:
        """Recording time of a grid point."""
        return self.origin_s + point / RATE_HZ


GONE, UNSURE = 1.0, 0.5
"""Marks of a hole, and of the moment after it in which the attitude settles."""

TURN_S = 0.3
"""Span over which `turned_rad` looks back: short beside the quickest lift, long beside tremor."""
