"""What each exercise looks like to the worn segment: where up is at the bottom, and which way the lift turns it.

Segment frame, as a person stands: x to the front, y to the left, z towards the head (pelvis) or the hip (thigh).
A bow of +90° about y is face down, -90° face up. These are textbook attitudes; people differ by some 20°.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG


@dataclass(frozen=True, slots=True)
class Pose:
    """Unit vectors in the segment frame: `up` (3,) at the bottom, `along` (3,) from there towards the top."""

    up: FloatArray
    along: FloatArray


@dataclass(frozen=True, slots=True)
class _Sagittal:
    """A lift forwards or backwards: the bow at the bottom, or `at_top`; `way` +1 turns face down, -1 face up."""

    bow_deg: float
    way: int
    at_top: bool = False


_SAGITTAL: dict[tuple[str, Placement], _Sagittal] = {
    ("glute-bridge", Placement.PELVIS): _Sagittal(-90.0, -1),
    ("single-leg-bridge", Placement.PELVIS): _Sagittal(-90.0, -1),
    ("hip-thrust", Placement.PELVIS): _Sagittal(-90.0, -1, at_top=True),
    ("reverse-hip-raise", Placement.PELVIS): _Sagittal(85.0, 1),
    ("prone-leg-raise", Placement.PELVIS): _Sagittal(90.0, 1),
    ("glute-bridge", Placement.THIGH): _Sagittal(-135.0, 1),
    ("single-leg-bridge", Placement.THIGH): _Sagittal(-135.0, 1),
    ("hip-thrust", Placement.THIGH): _Sagittal(-90.0, 1, at_top=True),
    ("reverse-hip-raise", Placement.THIGH): _Sagittal(90.0, 1, at_top=True),
    ("prone-leg-raise", Placement.THIGH): _Sagittal(90.0, 1),
    ("tabletop-leg-raise", Placement.THIGH): _Sagittal(0.0, 1),
    ("bird-dog", Placement.THIGH): _Sagittal(0.0, 1),
}

_ON_THE_SIDE: dict[str, tuple[float, float, float]] = {
    "side-lying-abduction": (0.0, 0.0, -1.0),
    "clamshell": (math.sqrt(0.75), 0.0, -0.5),
}
"""`along` of the upper thigh: the knee rises; in the clamshell the thigh's front turns up as well."""


def textbook_pose(exercise_id: str, placement: Placement, range_rad: float, side: Side | None = None) -> Pose | None:
    """The textbook pose of a lift of this range; `side` is the working leg, which is the upper one in side-lying work.

    None for an exercise that has none, and for side-lying work without a side.
    """
    sagittal = _SAGITTAL.get((exercise_id, placement))
    if sagittal is not None:
        bow_rad = sagittal.bow_deg * RAD_PER_DEG - sagittal.way * range_rad * sagittal.at_top
        up = np.array([-math.sin(bow_rad), 0.0, math.cos(bow_rad)])
        along = sagittal.way * np.array([-math.cos(bow_rad), 0.0, -math.sin(bow_rad)])
        return Pose(up, along)
    if placement is Placement.THIGH and side is not None and exercise_id in _ON_THE_SIDE:
        left = 1.0 if side is Side.LEFT else -1.0
        return Pose(np.array([0.0, left, 0.0]), np.array(_ON_THE_SIDE[exercise_id]))
    return None


def textbook_poses(exercise_id: str, placement: Placement, range_rad: float) -> list[Pose]:
    """The poses it may have: one, or one a side, or none."""
    found = [textbook_pose(exercise_id, placement, range_rad, side) for side in (None, Side.LEFT, Side.RIGHT)]
    poses = [pose for pose in found if pose is not None]
    return poses[:1] if (exercise_id, placement) in _SAGITTAL else poses
