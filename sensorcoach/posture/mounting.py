"""The mounting of the sensor on the worn segment, as far as it is known, and the posture that follows from it.

Gravity alone names no posture while the mounting is unknown. A `Mounting` holds the known directions: the head (for a
thigh, the hip), the front, and the line from side to side. An unknown direction is None. A posture that would need it
gets a wider name ("lying", "on the side") or "unknown".

Some postures look alike even for a known mounting. A thigh is upright in standing, on all fours and hanging from a
bench; its front is up in sitting and supine. For the pelvis, prone looks like all fours: the exercise decides.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.exercises.pose import Pose, textbook_pose
from sensorcoach.motion.lift_axis import cross_product, normalize
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

UPRIGHT_RAD: Annotated[float, Within(0.3, 0.9, "rad")] = 35.0 * RAD_PER_DEG
"""Largest angle from the attitude of walking at which a person is upright."""

LYING_RAD: Annotated[float, Within(0.7, 1.3, "rad")] = 55.0 * RAD_PER_DEG
"""Smallest angle from the attitude of walking at which a person is lying. Between the limits the posture is unknown."""

FACING_RAD: Annotated[float, Within(0.3, 0.78, "rad")] = 40.0 * RAD_PER_DEG
"""Largest angle from the front, the back or a side at which a person faces that way. It is less than half the way to
the next."""

OFF_THE_SIDES_RAD: Annotated[float, Within(0.6, 1.4, "rad")] = 60.0 * RAD_PER_DEG
"""Smallest angle from both sides at which a person lies on neither. The upper thigh rolls forwards by some 30° in
side-lying exercises."""

BARELY_RAD: Annotated[float, Within(0.2, 0.7, "rad")] = 30.0 * RAD_PER_DEG
"""Replaces `FACING_RAD` where the front is known from a single forward bend. People twist it by up to 50°."""

UNKNOWN = "unknown"
UPRIGHT = "upright"
LYING = "lying"
SUPINE = "supine"
PRONE = "prone"
ALL_FOURS = "all fours"
LEFT_SIDE = "left side"
RIGHT_SIDE = "right side"
ON_THE_SIDE = "on the side"
PRONE_OR_ALL_FOURS = "prone or all fours"
SUPINE_OR_SITTING = "supine or sitting"
LYING_OR_SITTING = "lying or sitting"
THIGH_UPRIGHT = "thigh upright"

_TOP_LEG = {LEFT_SIDE: Side.RIGHT, RIGHT_SIDE: Side.LEFT}


@dataclass(frozen=True, slots=True)
class Mounting:
    """Unit vectors (3,) in the sensor frame, each None while unknown.

    `head`: towards the head, for a thigh towards the hip. `front`: the direction that the belly, or the kneecap, faces.
    `across`: the line from side to side; its sign has no meaning.
    `sure`: whether the front is known well enough to name a side, and to refuse lifts.
    """

    placement: Placement
    head: FloatArray | None = None
    front: FloatArray | None = None
    across: FloatArray | None = None
    sure: bool = True
    left: FloatArray | None = field(init=False)
    """Towards the left (3,), where head and front are known."""

    def __post_init__(self) -> None:
        """Compute `left` once: each observation uses it."""
        left = None if self.head is None or self.front is None else normalize(cross_product(self.head, self.front))
        object.__setattr__(self, "left", left)

    @classmethod
    def from_exercise(
        cls,
        exercise: Exercise,
        placement: Placement,
        side: Side | None,
        bottom: FloatArray,
        along: FloatArray,
        range_rad: float | None = None,
    ) -> "Mounting":
        """The mounting that follows from a lift of a known exercise: `bottom` (3,) and `along` (3,) of its `LiftAxis`.

        `range_rad`: its range of motion, by default the middle of the usual one. Little follows from an exercise
        without a textbook pose.
        """
        usual = exercise.ranges.get(placement)
        middle_rad = 0.5 * (usual.low_rad + usual.high_rad) if usual else 0.0
        pose = textbook_pose(exercise, placement, middle_rad if range_rad is None else range_rad, side)
        if pose is not None:
            return _align(placement, pose, bottom, along)
        if exercise.posture is Posture.SIDE_LYING:
            return cls(placement, across=bottom)
        faces = {Posture.SUPINE: bottom, Posture.PRONE: -bottom, Posture.ALL_FOURS: -bottom}
        return cls(placement, front=faces.get(exercise.posture) if placement is Placement.PELVIS else None)

    def in_sensor(self, vector: FloatArray) -> FloatArray | None:
        """A vector (3,) of the segment frame in the sensor frame; None while head or front is unknown."""
        if self.head is None or self.front is None or self.left is None:
            return None
        return vector[0] * self.front + vector[1] * self.left + vector[2] * self.head

    def name(self, up: FloatArray, exercise: Posture = Posture.ANY) -> str:
        """Name of the posture in which `up` (3,) points against gravity; `exercise`: the chosen exercise's posture."""
        if self.head is None:
            return UNKNOWN
        from_head_rad = _angle(up, self.head)
        if from_head_rad < UPRIGHT_RAD:
            return UPRIGHT if self.placement is Placement.PELVIS else THIGH_UPRIGHT
        if from_head_rad < LYING_RAD:
            return UNKNOWN
        if from_head_rad > math.pi - UPRIGHT_RAD:
            return UNKNOWN if self.placement is Placement.PELVIS else LYING_OR_SITTING
        facing = self._facing(up)
        pelvis = self.placement is Placement.PELVIS
        if facing == PRONE and exercise in {Posture.ALL_FOURS, Posture.ANY}:
            return ALL_FOURS if pelvis and exercise is Posture.ALL_FOURS else PRONE_OR_ALL_FOURS
        if not pelvis:
            return {SUPINE: SUPINE_OR_SITTING, LYING: LYING_OR_SITTING}.get(facing, facing)
        return facing

    def lean_rad(self, up: FloatArray) -> float | None:
        """Angle of this attitude (3,) from standing, radians; None while standing is unknown."""
        return None if self.head is None else _angle(up, self.head)

    def is_off_the_sides(self, up: FloatArray) -> bool:
        """Return whether surely neither side is up, as in sitting and in lying on the back or the belly."""
        if self.across is None:
            return False
        return _line_angle(self._without_head(up), self.across) > OFF_THE_SIDES_RAD

    def top_leg(self, up: FloatArray) -> Side | None:
        """The upper leg, where the person lies on a known side; else None."""
        return _TOP_LEG.get(self.name(up))

    def _facing(self, up: FloatArray) -> str:
        """The direction that a lying person faces."""
        flat = self._without_head(up)
        if self.front is not None and self.left is not None:
            ways = [(SUPINE, self.front), (PRONE, -self.front)]
            if self.sure:
                ways += [(RIGHT_SIDE, self.left), (LEFT_SIDE, -self.left)]
            within_rad = FACING_RAD if self.sure else BARELY_RAD
            near = next((name for name, way in ways if _angle(flat, way) < within_rad), None)
            if near is not None:
                return near
        if self.across is not None and _line_angle(flat, self.across) < FACING_RAD:
            return ON_THE_SIDE
        return LYING

    def _without_head(self, up: FloatArray) -> FloatArray:
        """The part of `up` across the body: it does not depend on whether the hips are above the knees or below."""
        return up if self.head is None else normalize(up - self.head * float(up @ self.head))


def _align(placement: Placement, pose: Pose, bottom: FloatArray, along: FloatArray) -> Mounting:
    """Head and front from two directions that are known in both frames (Black's TRIAD, 1964)."""
    there = np.column_stack([pose.up, pose.along, cross_product(pose.up, pose.along)])
    here = np.column_stack([bottom, along, cross_product(bottom, along)])
    turn = here @ there.T
    return Mounting(placement, head=turn[:, 2], front=turn[:, 0], across=turn[:, 1])


def _angle(one: FloatArray, other: FloatArray) -> float:
    return math.acos(min(max(float(one @ other), -1.0), 1.0))


def _line_angle(one: FloatArray, line: FloatArray) -> float:
    return min(_angle(one, line), _angle(one, -line))
