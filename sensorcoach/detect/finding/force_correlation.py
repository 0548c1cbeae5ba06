"""Correlate the force with the lift angle, which shows which end of the arc is the bottom.

`set_start` passes the correlation to `direction`. A lift raises the worn sensor, so |a| exceeds gravity while the
angle's second difference is positive and falls short of it while negative. Seen from the wrong end the signs are
opposite.
"""

import math
from typing import Annotated

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.running import running_mean
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SMOOTH_S: Annotated[float, Within(0.04, 0.6, "s")] = 0.18
"""Length of the running means that are correlated. It averages tremor away and keeps quick lifts."""

FELT_MPS2: Annotated[float, Within(0.02, 0.5, "m/s²")] = 0.1
"""Standard deviation of |a| that gives the correlation its full weight. Slow small lifts reach less, and noise
correlates by chance."""

_SMOOTH_POINTS = round(SMOOTH_S * RATE_HZ)

# A running mean of gap marks below this contains no mark; the margin absorbs rounding.
_NO_MARK = 0.5 / RATE_HZ


def correlate_force(history: MotionHistory, axis: LiftAxis, start: int, stop: int) -> float:
    """Return the correlation of |a| with the second difference of the lift angle between two grid points, -1 to 1.

    A force weaker than `FELT_MPS2` reduces it in proportion; 0 for too short a stretch.
    """
    second = np.diff(axis.angle_rad(history.up(start, stop + 1)), 2)
    if len(second) <= 2 * _SMOOTH_POINTS:
        return 0.0
    acc_norm_mps2 = history.acc_norm(start + 1, stop)
    acc_norm_mps2 = acc_norm_mps2 - acc_norm_mps2.mean()
    gap = history.in_gap(start + 1, stop).astype(np.float64)
    bend, force = _smooth_outside_gaps(second, gap), _smooth_outside_gaps(acc_norm_mps2, gap)
    if not len(bend):
        return 0.0
    bend, force = bend - bend.mean(), force - force.mean()
    scale = math.sqrt(float((bend * bend).sum()) * float((force * force).sum()))
    felt = min(math.sqrt(float((force * force).mean())) / FELT_MPS2, 1.0)
    return felt * float((bend * force).sum()) / scale if scale > 0.0 else 0.0


def _smooth_outside_gaps(values: FloatArray, gap: FloatArray) -> FloatArray:
    """Return the running means of values, except those that touch a gap; `gap` (n,) is 1 within gaps."""
    means = running_mean(values, _SMOOTH_POINTS)
    return means[running_mean(gap, _SMOOTH_POINTS) < _NO_MARK] if gap.any() else means
