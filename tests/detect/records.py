"""Motion made from attitudes. Without other arguments it has no force but gravity, no jolts and no steps."""

import numpy as np

from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.motion_block import TURN_S, MotionBlock
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

G_MPS2 = 9.81

AXIS = LiftAxis(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0]), 0.5)
"""The arc on which the angles lie."""


def attitudes(lift_rad: FloatArray, aside_rad: FloatArray | float = 0.0) -> FloatArray:
    """Return up (n, 3) at these lift angles on the arc, and at these angles beside it."""
    aside = np.zeros(len(lift_rad)) + aside_rad
    return np.column_stack([np.sin(aside), np.cos(aside) * np.sin(lift_rad), np.cos(aside) * np.cos(lift_rad)])


def block_of(
    up: FloatArray, first: int = 0, acc_norm_mps2: FloatArray | None = None, jolt: FloatArray | None = None
) -> MotionBlock:
    """Return the motion of these attitudes (n, 3) from grid point `first` on."""
    still = np.zeros(len(up))
    acc_mps2 = still + G_MPS2 if acc_norm_mps2 is None else acc_norm_mps2
    span = round(TURN_S * RATE_HZ)
    back = np.linalg.norm(up - np.concatenate([np.tile(up[:1], (span, 1)), up[:-span]])[: len(up)], axis=1)
    return MotionBlock(
        first=first,
        origin_s=0.0,
        late_s=0.0,
        up=up,
        acc_norm_mps2=acc_mps2,
        impact_mps2=still,
        vertical_mps2=acc_mps2,
        turned_rad=2.0 * np.arcsin(np.minimum(0.5 * back, 1.0)),
        walking=still,
        jolt=still if jolt is None else jolt,
        in_gap=np.zeros(len(up), dtype=np.bool_),
        is_settling=np.zeros(len(up), dtype=np.bool_),
    )


def recorded(up: FloatArray, acc_norm_mps2: FloatArray | None = None, jolt: FloatArray | None = None) -> MotionHistory:
    """Return the history of these attitudes (n, 3)."""
    history = MotionHistory()
    history.append(block_of(up, 0, acc_norm_mps2, jolt))
    return history


def lifted(lift_rad: FloatArray) -> MotionHistory:
    """Return the history of attitudes with these lift angles."""
    return recorded(attitudes(lift_rad))
