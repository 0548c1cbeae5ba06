"""What the force says of a movement: does |a| go with the lift angle as a lift's must?

A lift raises the worn sensor, so |a| exceeds gravity while the angle's second difference is
positive and falls short of it while negative; seen from the wrong end it is the other way round.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.chain import Chain
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.dsp.smoothing import running_mean
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.samples import FloatArray

LEVER_M = 0.2
"""Least distance of a sensor at the pelvis from the point a bridge turns about."""

FELT_MPS2 = 0.2
UNEXPLAINED = 0.3
"""Where a lift should swing |a| by so much, and |a| swings but does not go with it by this correlation,
there is no lift. A force that stays quiet says nothing."""

EXPLAINED = 0.7
"""Correlation from which the force is that of the lifts, however brisk, and not of footfalls."""

KNOWN = 0.6
"""Correlation from which a set's lifts are known to go with the force."""

JOLTED = 0.5
UNLIKE = 0.15
"""More than this share of jolts, and less than this correlation, is a stride."""

BRISK_S = 2.0
BRISK_FELT = 0.5
"""Lifts that follow each other so quickly are felt: their force goes with the angle by this correlation. Stairs are
climbed at that pace too."""

SMOOTH = round(0.18 * RATE_HZ)
STEADY = round(0.5 * RATE_HZ)
"""Running means: what is held against each other, and what tremor cannot feign."""

LEAST_SEEN = 0.5 / STEADY
"""A running mean of marks below this has none among them, whatever its rounding."""


@dataclass(frozen=True, slots=True)
class Force:
    """`raising`: correlation of |a| with the angle's second difference, -1 to 1.

    `expected_mps2`: how far |a| should swing at the most on a lever of `LEVER_M`; `swing_mps2`: how far it does.
    """

    raising: float
    expected_mps2: float
    swing_mps2: float


def force_of(record: MotionRecord, axis: LiftAxis, start: int, stop: int) -> Force:
    """The force between two grid points, held against the lift angle."""
    second = np.diff(axis.angle_rad(record.up(start, stop + 1)), 2)
    if len(second) <= STEADY:
        return Force(0.0, 0.0, 0.0)
    acc_norm_mps2 = record.acc_norm(start + 1, stop)
    acc_norm_mps2 = acc_norm_mps2 - acc_norm_mps2.mean()
    gone = record.gone(start + 1, stop).astype(np.float64)
    bend, force = _seen(second, gone, SMOOTH), _seen(acc_norm_mps2, gone, SMOOTH)
    if not len(bend):
        return Force(0.0, 0.0, 0.0)
    bend, force = bend - bend.mean(), force - force.mean()
    scale = math.sqrt(float((bend * bend).sum()) * float((force * force).sum()))
    raising = float((bend * force).sum()) / scale if scale > 0.0 else 0.0
    return Force(
        raising=raising,
        expected_mps2=LEVER_M * RATE_HZ**2 * float(np.abs(_seen(second, gone, STEADY)).max(initial=0.0)),
        swing_mps2=float(np.abs(_seen(acc_norm_mps2, gone, STEADY)).max(initial=0.0)),
    )


def _seen(values: FloatArray, gone: FloatArray, points: int) -> FloatArray:
    """The running mean over so many points, where none of them lies in a hole; `gone` (n,) is 1 at those that do."""
    means = running_mean(values, points)
    return means[running_mean(gone, points) < LEAST_SEEN] if gone.any() else means


def speaks_against_lifts(record: MotionRecord, chain: Chain, force: Force, limits: Limits) -> bool:
    """Are there jolts that brisk lifting does not explain, or no rise where there must be one?"""
    jolts = float(record.jolt(chain.start, chain.now + 1).mean())
    if jolts > limits.jolts and abs(force.raising) < EXPLAINED:
        return True
    if not limits.quick and chain.cycle_points < BRISK_S * RATE_HZ and abs(force.raising) < BRISK_FELT:
        return True
    felt = min(force.expected_mps2, force.swing_mps2) >= FELT_MPS2
    return limits.raised and felt and abs(force.raising) < UNEXPLAINED


def contradicts(record: MotionRecord, axis: LiftAxis, start: int, stop: int, usual: float) -> bool:
    """Do its jolts and its force speak against a lift of the set, whose `raising` is `usual`?

    Strides feign an angle, but not the force that belongs to it.
    """
    if abs(usual) < KNOWN or float(record.jolt(start, stop + 1).mean()) <= JOLTED:
        return False
    return force_of(record, axis, start, stop).raising * math.copysign(1.0, usual) < UNLIKE
