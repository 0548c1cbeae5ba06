"""From movement to the readings of an ideal sensor on the segment: exact rigid-body physics, without a model.

The sensor is a point on a rigid body: p = joint + R lever. Its specific force is the second
derivative of p with gravity's reaction added, seen in its own frame; so centripetal and tangential
acceleration are included. Its angular rate is the derivative of its orientation.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.samples import FloatArray, freeze
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.stage import SegmentMotion
from sensorcoach.simulator.turning import angular_rate, compose
from sensorcoach.units import STANDARD_GRAVITY_MPS2


@dataclass(frozen=True, slots=True)
class ExactSignal:
    """Exact specific force `acc_mps2` (n, 3) and rate `gyro_radps` (n, 3) in the sensor frame, on the fine grid."""

    acc_mps2: FloatArray
    gyro_radps: FloatArray

    def __len__(self) -> int:
        return len(self.acc_mps2)


def sense_exactly(movement: SegmentMotion) -> ExactSignal:
    """Return the readings of an ideal sensor with the mounting of this movement."""
    turned = compose(Rotation.from_rotvec(movement.lift_rotvec), Rotation.from_rotvec(movement.shake_rotvec))
    segment = compose(movement.posture, turned)
    position_m = movement.joint_m + segment.apply(movement.lever_m)
    force_mps2 = _second_derivative(position_m) + movement.jolt_mps2
    force_mps2[:, 2] += STANDARD_GRAVITY_MPS2
    sensor = compose(segment, movement.mount)
    acc_mps2 = sensor.inv().apply(force_mps2)
    gyro_radps = angular_rate(sensor, 1.0 / FINE_HZ)
    freeze(acc_mps2)
    freeze(gyro_radps)
    return ExactSignal(acc_mps2, gyro_radps)


def _second_derivative(position_m: FloatArray) -> FloatArray:
    inner = (position_m[2:] - 2.0 * position_m[1:-1] + position_m[:-2]) * FINE_HZ**2
    return np.concatenate([inner[:1], inner, inner[-1:]])
