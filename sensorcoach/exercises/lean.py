"""How far from standing upright the worn segment leans in an exercise: what a walk alone lets one check.

A bridge begins with the thigh's hip end below the knee, a leg raise face down with the thigh level, a bird dog with it
upright. Where a walk has shown the attitude of standing, a lift that begins or ends far from that is none of the
exercise, whichever way the person faces.
"""

import math
from dataclasses import dataclass

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.exercises.pose import Pose, textbook_pose
from sensorcoach.units import RAD_PER_DEG

LEEWAY_RAD = 35.0 * RAD_PER_DEG
"""People lean by some 20° otherwise than the textbook, and walk with a thigh 10 to 15° off standing."""


@dataclass(frozen=True, slots=True)
class Lean:
    """Least and greatest angle from upright in the textbook, radians: at the bottom, and anywhere in the lift."""

    bottom_rad: tuple[float, float]
    lift_rad: tuple[float, float]

    def fits(self, bottom_rad: float, top_rad: float) -> bool:
        """Can a lift of this exercise lead from this lean to that one?"""
        return _within(bottom_rad, self.bottom_rad) and _within(top_rad, self.lift_rad)


def find_lean(exercise: Exercise, placement: Placement) -> Lean | None:
    """The leans of an exercise over its usual ranges; None where it is not in the books."""
    ranges = exercise.ranges.get(placement)
    if ranges is None:
        return None
    bottoms_rad: list[float] = []
    tops_rad: list[float] = []
    for range_rad in (ranges.low_rad, ranges.high_rad):
        pose = textbook_pose(exercise.id, placement, range_rad) or textbook_pose(
            exercise.id, placement, range_rad, Side.LEFT
        )
        if pose is None:
            return None
        bottoms_rad.append(_from_upright_rad(pose, 0.0))
        tops_rad.append(_from_upright_rad(pose, range_rad))
    everywhere_rad = bottoms_rad + tops_rad
    return Lean((min(bottoms_rad), max(bottoms_rad)), (min(everywhere_rad), max(everywhere_rad)))


def _from_upright_rad(pose: Pose, lifted_rad: float) -> float:
    """Angle between up and the segment's own upwards, this far into the lift."""
    upwards = math.cos(lifted_rad) * float(pose.up[2]) + math.sin(lifted_rad) * float(pose.along[2])
    return math.acos(min(max(upwards, -1.0), 1.0))


def _within(lean_rad: float, span_rad: tuple[float, float]) -> bool:
    return span_rad[0] - LEEWAY_RAD <= lean_rad <= span_rad[1] + LEEWAY_RAD
