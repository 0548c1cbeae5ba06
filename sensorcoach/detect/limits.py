"""What detection asks of a movement: from the exercise, in seconds and radians."""

from dataclasses import dataclass

from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.units import RAD_PER_DEG

LEAST_RAD = 2.5 * RAD_PER_DEG
"""No lift is smaller: breathing and a shifting belt reach 2°."""

LEAST_SHARE = 0.15
"""A lift may be this share of the usual range between people before it is taken for fidgeting."""

MOST_SHARE = 1.75
"""A lift may be this multiple of the usual range before it is taken for rolling over or sitting up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one exercise at one placement.

    `least_rad`, `most_rad`: range of a lift; smaller is fidgeting, larger is another movement.
    `lying`: the exercise is never done upright. `raises`: a lift carries the sensor upwards.
    `idle_s`: so long without a lift, and the set is over.
    """

    least_rad: float
    most_rad: float
    lying: bool
    raises: bool
    idle_s: float = 15.0


def limits_of(exercise: Exercise, placement: Placement) -> Limits:
    """The bounds for this exercise at this placement; a placement it does not name gets the widest."""
    ranges = exercise.ranges.get(placement)
    bounded = ranges is not None and exercise.posture is not Posture.ANY
    low_rad = ranges.low_rad if ranges and bounded else 0.0
    high_rad = ranges.high_rad if ranges and bounded else 70.0 * RAD_PER_DEG
    return Limits(
        least_rad=max(LEAST_RAD, LEAST_SHARE * low_rad),
        most_rad=MOST_SHARE * high_rad,
        lying=exercise.posture is not Posture.ANY,
        raises=exercise.posture is not Posture.ANY,
    )
