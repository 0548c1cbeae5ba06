"""The textbook attitude of a lift: the direction of up at the bottom, and the direction in which the lift turns it.

An exercise gives it in `[pose.pelvis]` and `[pose.thigh]` of its file. People differ from it by about 20°.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.exercises.exercise import Exercise, LiftEnd, Placement, SagittalPose
from sensorcoach.reference import Side
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class Pose:
    """Unit vectors in the segment frame: `up` (3,) at the bottom, `along` (3,) from there towards the top."""

    up: FloatArray
    along: FloatArray


def textbook_pose(exercise: Exercise, placement: Placement, range_rad: float, side: Side | None = None) -> Pose | None:
    """Return the pose of a lift of this range; `side` is the working leg, which is the upper one in side-lying work.

    None for an exercise without a pose, and for side-lying work without a side.
    """
    pose = exercise.poses.get(placement)
    if pose is None:
        return None
    if isinstance(pose, SagittalPose):
        return _make_sagittal_pose(pose, range_rad)
    if side is None:
        return None
    left = 1.0 if side is Side.LEFT else -1.0
    return Pose(np.array([0.0, left, 0.0]), np.array(pose.along))


def textbook_poses(exercise: Exercise, placement: Placement, range_rad: float) -> list[Pose]:
    """Return the possible poses: one, or one for each side, or none."""
    found = [textbook_pose(exercise, placement, range_rad, side) for side in (None, Side.LEFT, Side.RIGHT)]
    poses = [pose for pose in found if pose is not None]
    return poses[:1] if isinstance(exercise.poses.get(placement), SagittalPose) else poses


def _make_sagittal_pose(pose: SagittalPose, range_rad: float) -> Pose:
    way = pose.turns.sign
    bow_rad = pose.bow_rad - way * range_rad * (pose.bow_at is LiftEnd.TOP)
    up = np.array([-math.sin(bow_rad), 0.0, math.cos(bow_rad)])
    along = way * np.array([-math.cos(bow_rad), 0.0, -math.sin(bow_rad)])
    return Pose(up, along)
