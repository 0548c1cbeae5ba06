"""The lean of the worn segment in an exercise: its angle from standing upright, which a walk alone makes known.

A bridge begins with the hip end of the thigh below the knee, a prone leg raise with the thigh level, a bird dog with
the thigh upright. After a walk, a lift that begins or ends far from these leans does not belong to the exercise.
"""

import math
from dataclasses import dataclass

from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.exercises.pose import Pose, textbook_pose
from sensorcoach.reference import Side
from sensorcoach.units import RAD_PER_DEG

LEEWAY_RAD = 35.0 * RAD_PER_DEG
"""Largest deviation from the textbook lean. People differ by about 20°, and a walking thigh by 10 to 15°."""


@dataclass(frozen=True, slots=True)
class Lean:
    """Least and greatest textbook angle from upright, radians: at the bottom, and anywhere in the lift."""

    bottom_rad: tuple[float, float]
    lift_rad: tuple[float, float]

    def fits(self, bottom_rad: float, top_rad: float) -> bool:
        """Return whether a lift of this exercise can lead from the first lean to the second."""
        return _within(bottom_rad, self.bottom_rad) and _within(top_rad, self.lift_rad)


def find_lean(exercise: Exercise, placement: Placement) -> Lean | None:
    """Return the leans of an exercise over its usual ranges; None for an exercise without a pose."""
    ranges = exercise.ranges.get(placement)
    if ranges is None:
        return None
    bottoms_rad: list[float] = []
    tops_rad: list[float] = []
    for range_rad in (ranges.low_rad, ranges.high_rad):
        pose = textbook_pose(exercise, placement, range_rad) or textbook_pose(exercise, placement, range_rad, Side.LEFT)
        if pose is None:
            return None
        bottoms_rad.append(_from_upright_rad(pose, 0.0))
        tops_rad.append(_from_upright_rad(pose, range_rad))
    everywhere_rad = bottoms_rad + tops_rad
    return Lean((min(bottoms_rad), max(bottoms_rad)), (min(everywhere_rad), max(everywhere_rad)))


def _from_upright_rad(pose: Pose, lifted_rad: float) -> float:
    """Return the angle between up and the segment's own upward direction, this far into the lift."""
    upwards = math.cos(lifted_rad) * float(pose.up[2]) + math.sin(lifted_rad) * float(pose.along[2])
    return math.acos(min(max(upwards, -1.0), 1.0))


def _within(lean_rad: float, span_rad: tuple[float, float]) -> bool:
    return span_rad[0] - LEEWAY_RAD <= lean_rad <= span_rad[1] + LEEWAY_RAD
