"""Records of motion made from a lift angle: no force but gravity, no jolts, no steps."""

import numpy as np

from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.block import TURN_S, MotionBlock
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.samples import FloatArray

AXIS = LiftAxis(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0]), 0.5)
"""The arc on which the angles lie."""


def lifted(lift_rad: FloatArray) -> MotionRecord:
    """A record of attitudes with this lift angle."""
    still = np.zeros(len(lift_rad))
    g = still + 9.81
    up = np.column_stack([still, np.sin(lift_rad), np.cos(lift_rad)])
    span = round(TURN_S * RATE_HZ)
    turned = np.abs(lift_rad - np.concatenate([np.full(span, lift_rad[0]), lift_rad[:-span]]))
    record = MotionRecord()
    record.append(MotionBlock(0, 0.0, 0.0, up, g, turned, g, still, still, still, still))
    return record
