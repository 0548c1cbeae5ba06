"""Where the worn segment is in each exercise, the axis it turns about, and the way there from standing.

World frame: z up. Segment frame, standing upright: x forward, y left, z towards the head (pelvis) or
towards the hip (thigh). Turning by a positive angle about y bows the segment forward: the pelvis is
upright at 0°, prone at 90°, supine at -90°.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD

_Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Body:
    """The worn segment in one exercise.

    `bottom`: its orientation at the bottom of the lift, world from segment.
    `axis` (3,): unit axis of the lift, in the segment frame. `lever_m` (3,): sensor from the joint it turns about.
    `way_down`: orientations passed through between standing and the posture; `sitting`: sat up between sets.
    `height_m`: how much lower than standing the joint is.
    """

    bottom: Rotation
    axis: FloatArray
    lever_m: FloatArray
    way_down: tuple[Rotation, ...]
    sitting: Rotation
    height_m: float


@dataclass(frozen=True, slots=True)
class _Shape:
    """The numbers behind a Body: angles in degrees as one would show them with a hand.

    `pitch_deg`: bow of the segment at the bottom; `range_sign` times the lift's range is added to it.
    `roll_deg`: turn about x, towards lying on the right side. `way_deg`: bows on the way from standing.
    """

    pitch_deg: float
    axis: _Vector
    lever_m: _Vector
    way_deg: tuple[float, ...]
    sitting_deg: float
    range_sign: int = 0
    roll_deg: float = 0.0
    height_m: float = 0.8


_TRUNK: _Vector = (0.1, 0.04, -0.48)
"""Waistband sensor from the shoulders, about which the trunk turns in a bridge."""
_HIP: _Vector = (0.07, 0.05, -0.28)
"""Thigh sensor from the hip."""
_KNEE: _Vector = (0.07, 0.05, 0.16)
"""Thigh sensor from the knee, about which the thigh turns in a bridge."""
_WAIST: _Vector = (0.11, 0.05, 0.07)
"""Waistband sensor from the hip joints."""

_SHAPES: dict[tuple[str, Placement], _Shape] = {
    ("glute-bridge", Placement.PELVIS): _Shape(-88.0, (0, -1, 0), _TRUNK, (30.0, -25.0), -15.0),
    ("glute-bridge", Placement.THIGH): _Shape(-135.0, (0, 1, 0), _KNEE, (-80.0, -100.0), -115.0),
    ("hip-thrust", Placement.PELVIS): _Shape(-88.0, (0, -1, 0), _TRUNK, (35.0, -20.0), -10.0, range_sign=1),
    ("hip-thrust", Placement.THIGH): _Shape(-92.0, (0, 1, 0), _KNEE, (-80.0, -100.0), -110.0, range_sign=-1),
    ("reverse-hip-raise", Placement.THIGH): _Shape(
        88.0, (0, 1, 0), _HIP, (-20.0, 15.0), 0.0, range_sign=-1, height_m=0.2
    ),
    ("reverse-hip-raise", Placement.PELVIS): _Shape(80.0, (0, 1, 0), _WAIST, (25.0, 60.0), 20.0, height_m=0.2),
    ("prone-leg-raise", Placement.THIGH): _Shape(90.0, (0, 1, 0), _HIP, (-60.0, 0.0), -70.0),
    ("prone-leg-raise", Placement.PELVIS): _Shape(88.0, (0, 1, 0), _WAIST, (20.0, 80.0), 10.0),
    ("tabletop-leg-raise", Placement.THIGH): _Shape(-5.0, (0, 1, 0), _HIP, (-50.0, -20.0), -75.0, height_m=0.5),
    ("bird-dog", Placement.THIGH): _Shape(-5.0, (0, 1, 0), _HIP, (-50.0, -20.0), -75.0, height_m=0.5),
    ("clamshell", Placement.THIGH): _Shape(0.0, (0.5, 0, 0.87), _HIP, (-70.0, -90.0), -90.0, roll_deg=80.0),
    ("side-lying-abduction", Placement.THIGH): _Shape(0.0, (1, 0, 0), _HIP, (-70.0, -60.0), -85.0, roll_deg=82.0),
    ("generic", Placement.PELVIS): _Shape(0.0, (0, 1, 0), _WAIST, (10.0,), -5.0, height_m=0.0),
    ("generic", Placement.THIGH): _Shape(-90.0, (0, -1, 0), _HIP, (-60.0, -95.0), -95.0),
}
"""One row an exercise and placement; `generic` is a standing hip hinge (pelvis) or a supine leg raise (thigh)."""


def make_body(exercise: Exercise, placement: Placement, range_rad: float, side: Side | None, tilt: FloatArray) -> Body:
    """The segment of a person who lifts by `range_rad`; `tilt` (3,) turns their postures off the textbook's."""
    shape = _shape_of(exercise, placement)
    mirror = -1.0 if side is Side.RIGHT and shape.roll_deg else 1.0
    pitch_deg = shape.pitch_deg + shape.range_sign * range_rad * DEG_PER_RAD
    own = Rotation.from_rotvec(tilt)
    axis = np.asarray(shape.axis, dtype=np.float64) * mirror
    lever = np.asarray(shape.lever_m) * (1.0, mirror, 1.0)
    return Body(
        bottom=own * _posture(pitch_deg, shape.roll_deg * mirror),
        axis=axis / np.linalg.norm(axis),
        lever_m=lever,
        way_down=tuple(own * _posture(bow, 0.0) for bow in shape.way_deg),
        sitting=own * _posture(shape.sitting_deg, 0.0),
        height_m=shape.height_m,
    )


def find_lever(placement: Placement) -> FloatArray:
    """Sensor from the hip (3,), where nothing but the placement is known."""
    return np.asarray(_WAIST if placement is Placement.PELVIS else _HIP)


def _shape_of(exercise: Exercise, placement: Placement) -> _Shape:
    same = {"single-leg-bridge": "glute-bridge"}
    name = same.get(exercise.id, exercise.id)
    return _SHAPES.get((name, placement)) or _SHAPES["generic", placement]


def _posture(bow_deg: float, roll_deg: float) -> Rotation:
    return Rotation.from_euler("x", roll_deg, degrees=True) * Rotation.from_euler("y", bow_deg, degrees=True)
