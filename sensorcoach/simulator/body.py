"""The worn segment in an exercise: where it is, the axis it turns about, and the way there from standing.

World frame: z up. Segment frame and bow as in `exercises/exercise.py`. The numbers are in `[simulation.PLACEMENT]` of
each exercise file.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.exercises.exercise import Exercise, Joint, LiftEnd, Placement, SimulatedSegment, Vector
from sensorcoach.reference import Side
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD

GENERIC = "generic"
"""Exercise whose simulation serves for exercises without one."""


@dataclass(frozen=True, slots=True)
class Body:
    """The worn segment in one exercise.

    `bottom`: its orientation at the bottom of the lift, world from segment.
    `axis` (3,): unit axis of the lift, in the segment frame. `lever_m` (3,): sensor from the joint it turns about.
    `way_down`: orientations between standing and the posture. `sitting`: orientation when sitting up between sets.
    `below_standing_m`: how much lower than in standing the joint is.
    """

    bottom: Rotation
    axis: FloatArray
    lever_m: FloatArray
    way_down: tuple[Rotation, ...]
    sitting: Rotation
    below_standing_m: float


_LEVERS_M: dict[tuple[Placement, Joint], Vector] = {
    (Placement.PELVIS, Joint.SHOULDERS): (0.1, 0.04, -0.48),
    (Placement.PELVIS, Joint.HIPS): (0.11, 0.05, 0.07),
    (Placement.THIGH, Joint.HIPS): (0.07, 0.05, -0.28),
    (Placement.THIGH, Joint.KNEES): (0.07, 0.05, 0.16),
}
"""Sensor from the joint about which the segment turns, in a body of average size."""


def make_body(exercise: Exercise, placement: Placement, range_rad: float, side: Side | None, tilt: FloatArray) -> Body:
    """Return the segment of a person who lifts by `range_rad`.

    `tilt` (3,), a rotation vector, turns their postures off the textbook's.
    """
    segment = find_simulation(exercise, placement)
    mirror = -1.0 if side is Side.RIGHT and segment.roll_deg else 1.0
    raised = -segment.axis[1] if segment.bow_at is LiftEnd.TOP else 0.0
    bow_deg = segment.bow_deg + raised * range_rad * DEG_PER_RAD
    own = Rotation.from_rotvec(tilt)
    axis = np.asarray(segment.axis, dtype=np.float64) * mirror
    lever = np.asarray(_LEVERS_M[placement, segment.turns_about]) * (1.0, mirror, 1.0)
    return Body(
        bottom=own * _make_posture(bow_deg, segment.roll_deg * mirror),
        axis=axis / np.linalg.norm(axis),
        lever_m=lever,
        way_down=tuple(own * _make_posture(bow, 0.0) for bow in segment.way_deg),
        sitting=own * _make_posture(segment.sitting_deg, 0.0),
        below_standing_m=segment.below_standing_m,
    )


def find_lever(placement: Placement) -> FloatArray:
    """Return the sensor's position from the hips (3,), where only the placement is known."""
    return np.asarray(_LEVERS_M[placement, Joint.HIPS])


def find_simulation(exercise: Exercise, placement: Placement) -> SimulatedSegment:
    """Return the exercise's own simulation at the placement, else that of `generic`."""
    return exercise.simulations.get(placement) or _generic().simulations[placement]


def explain_missing_simulation(exercise: Exercise, placement: Placement) -> str:
    """Return a sentence where the exercise has no simulation of its own at the placement, else an empty text."""
    if placement in exercise.simulations:
        return ""
    return f"{exercise.id} has no [simulation.{placement.value}]: its lifts are simulated as those of {GENERIC}."


def _generic() -> Exercise:
    return next(one for one in our_exercises() if one.id == GENERIC)


def _make_posture(bow_deg: float, roll_deg: float) -> Rotation:
    return Rotation.from_euler("x", roll_deg, degrees=True) * Rotation.from_euler("y", bow_deg, degrees=True)
