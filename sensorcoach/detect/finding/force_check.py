"""What the force says of the direction of a lift: does |a| go with the lift angle as a lift's must?

A lift raises the worn sensor, so |a| exceeds gravity while the angle's second difference is
positive and falls short of it while negative; seen from the wrong end it is the other way round.
"""

import math

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.running import running_mean
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

SMOOTH = round(0.18 * RATE_HZ)
"""Points of the running means that are held against each other."""

FELT_MPS2 = 0.1
"""Standard deviation of |a| from which it is felt well; slow small lifts stay below, and noise correlates by chance."""

LEAST_SEEN = 0.5 / RATE_HZ
"""A running mean of marks below this has none among them, whatever its rounding."""


def correlate_force(record: MotionHistory, axis: LiftAxis, start: int, stop: int) -> float:
    """Correlation of |a| with the lift angle's second difference between two grid points, -1 to 1.

    A force that is hardly felt says accordingly less.
    """
    second = np.diff(axis.angle_rad(record.up(start, stop + 1)), 2)
    if len(second) <= 2 * SMOOTH:
        return 0.0
    acc_norm_mps2 = record.acc_norm(start + 1, stop)
    acc_norm_mps2 = acc_norm_mps2 - acc_norm_mps2.mean()
    gone = record.gone(start + 1, stop).astype(np.float64)
    bend, force = _seen(second, gone, SMOOTH), _seen(acc_norm_mps2, gone, SMOOTH)
    if not len(bend):
        return 0.0
    bend, force = bend - bend.mean(), force - force.mean()
    scale = math.sqrt(float((bend * bend).sum()) * float((force * force).sum()))
    felt = min(math.sqrt(float((force * force).mean())) / FELT_MPS2, 1.0)
    return felt * float((bend * force).sum()) / scale if scale > 0.0 else 0.0


def _seen(values: FloatArray, gone: FloatArray, points: int) -> FloatArray:
    """The running mean over so many points, where none of them lies in a hole; `gone` (n,) is 1 at those that do."""
    means = running_mean(values, points)
    return means[running_mean(gone, points) < LEAST_SEEN] if gone.any() else means
