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
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.samples import FloatArray

LEVER_M = 0.2
"""Least distance of a sensor at the pelvis from the point a bridge turns about."""

FELT_MPS2 = 0.2
UNEXPLAINED = 0.3
"""A lift that should swing |a| by so much, and does not go with it by this correlation, is none."""

EXPLAINED = 0.7
"""Correlation from which the force is that of the lifts, however brisk, and not of footfalls."""

SMOOTH = round(0.18 * RATE_HZ)
STEADY = round(0.5 * RATE_HZ)
"""Running means: what is held against each other, and what tremor cannot feign."""


@dataclass(frozen=True, slots=True)
class Force:
    """`raising`: correlation of |a| with the angle's second difference, -1 to 1.

    `expected_mps2`: how far |a| should swing at the most on a lever of `LEVER_M`.
    """

    raising: float
    expected_mps2: float


def force_of(record: MotionRecord, chain: Chain, axis: LiftAxis) -> Force:
    """The force over the chain's cycles, held against the lift angle."""
    angle_rad = axis.angle_rad(record.up(chain.start, chain.now + 1))
    second = np.diff(angle_rad, 2)
    bend = _smooth(second, SMOOTH)
    force = _smooth(record.acc_norm(chain.start + 1, chain.now), SMOOTH)
    bend, force = bend - bend.mean(), force - force.mean()
    scale = math.sqrt(float((bend * bend).sum()) * float((force * force).sum()))
    raising = float((bend * force).sum()) / scale if scale > 0.0 else 0.0
    return Force(raising, LEVER_M * RATE_HZ**2 * float(np.abs(_smooth(second, STEADY)).max(initial=0.0)))


def speaks_against_lifts(record: MotionRecord, chain: Chain, force: Force, limits: Limits) -> bool:
    """Are there jolts that brisk lifting does not explain, or no rise where there must be one?"""
    jolts = float(record.jolt(chain.start, chain.now + 1).mean())
    if jolts > limits.jolts and abs(force.raising) < EXPLAINED:
        return True
    return limits.raised and force.expected_mps2 >= FELT_MPS2 and abs(force.raising) < UNEXPLAINED


def _smooth(values: FloatArray, points: int) -> FloatArray:
    """Running mean over so many points, ends left out."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return (sums[points:] - sums[:-points]) / points
