"""Turn an exercise and a placement into the limits of its movements: sizes, times and the force to expect.

`Pipeline` builds one `MovementLimits` a run; finding, following and height read it. The limits of form, such as the
longest lift, are elsewhere: see `form/rules/`.
"""

import math
from dataclasses import dataclass
from typing import Annotated

from sensorcoach.exercises.exercise import Exercise, Placement, Posture, Sides
from sensorcoach.parameters import Within
from sensorcoach.units import RAD_PER_DEG

LEAST_RAD: Annotated[float, Within(1.0 * RAD_PER_DEG, 10.0 * RAD_PER_DEG, "rad")] = 2.5 * RAD_PER_DEG
"""Smallest lift of any exercise. Breathing and a shifting belt reach 2°; good form at the pelvis needs little more."""

LEAST_THIGH_SHARE: Annotated[float, Within(0.05, 0.5, "share")] = 0.15
"""Smallest lift of the thigh, as a share of the least usual range. A thigh lifts far, so small turns are not lifts."""

SHORTEST_REP_S: Annotated[float, Within(0.2, 1.0, "s")] = 0.45
"""Shortest time from one rep to the next. Nobody lifts twice in less."""

MOST_RAD: Annotated[float, Within(90.0 * RAD_PER_DEG, 180.0 * RAD_PER_DEG, "rad")] = 150.0 * RAD_PER_DEG
"""Largest lift of any exercise. No joint turns a segment further."""

USUAL_SHARES: Annotated[dict[Placement, tuple[float, float]], Within(0.1, 3.0, "times")] = {
    Placement.PELVIS: (0.3, 1.5),
    Placement.THIGH: (0.3, 1.7),
}
"""Factors on the least and the largest usual range between which all lifts are equally likely. People lift a leg less
or more than the textbook says; a pelvis hardly lifts more."""

SMALLER_LOG_ODDS: Annotated[float, Within(0.5, 12.0, "log-odds an octave")] = 3.0
"""Evidence that each octave below the usual sizes takes from a lift. People often lift less than the textbook says."""

LARGER_LOG_ODDS: Annotated[float, Within(0.5, 12.0, "log-odds an octave")] = 6.0
"""Evidence that each octave above the usual sizes takes from a lift. Rolling over is large."""

ANY_RAD: Annotated[tuple[float, float], Within(2.5 * RAD_PER_DEG, 150.0 * RAD_PER_DEG, "rad")] = (
    6.0 * RAD_PER_DEG,
    127.5 * RAD_PER_DEG,
)
"""Usual sizes where the exercise may be any movement. Breathing and swaying are smaller, getting up is larger."""

# The correlation of force and angle is multiplied by these. Just above the knee the sensor rises little in a bridge;
# any movement of a limb mostly begins upwards. A pelvis that tilts prone or bows, and a thigh on all fours, may sink:
# they are missing here, because their force says nothing.
FORCE_LOG_ODDS: Annotated[dict[tuple[Placement, Posture], float], Within(0.0, 12.0, "log-odds")] = {
    (Placement.PELVIS, Posture.SUPINE): 6.0,
    (Placement.PELVIS, Posture.RECLINED): 6.0,
    (Placement.THIGH, Posture.PRONE): 6.0,
    (Placement.THIGH, Posture.SIDE_LYING): 6.0,
    (Placement.THIGH, Posture.SUPINE): 2.5,
    (Placement.THIGH, Posture.RECLINED): 2.5,
    (Placement.THIGH, Posture.ANY): 2.5,
}
"""Evidence for the bottom of the arc from a force that fully follows the angle. A lift raises the sensor there."""

IDLE_S: Annotated[float, Within(5.0, 60.0, "s")] = 12.0
"""Time without a lift that ends a set. A person who rests within a set lifts again sooner."""

IDLE_ALTERNATE_S: Annotated[float, Within(15.0, 120.0, "s")] = 40.0
"""Time without a lift that ends a set where the sides alternate. The other side has its turn in between."""

LOOK_BACK_S: Annotated[float, Within(30.0, 600.0, "s")] = 150.0
"""Time that the search looks back. It holds a lift with a hold of two minutes, or three reps of 40 s."""


@dataclass(frozen=True, slots=True)
class MovementLimits:
    """Limits of the movements of one exercise at one placement.

    `least_rad`, `most_rad`: smallest and largest lift. `usual_rad`: sizes between which all lifts are equally likely.
    `is_any`: whether the exercise may be any movement. `force_log_odds`: weight of a force that follows the angle.
    `alternate`: whether the sides alternate. `idle_s`: time without a lift that ends a set. `look_back_s`: time that
    the search looks back. `heights`: whether the whole body may go down and up, as in squats, so that height counts
    reps too. `strides`: whether walking and pedalling turn the segment like lifts.
    """

    least_rad: float
    most_rad: float
    usual_rad: tuple[float, float]
    is_any: bool
    force_log_odds: float
    alternate: bool
    idle_s: float
    look_back_s: float
    heights: bool
    strides: bool

    def size_log_odds(self, size_rad: float) -> float:
        """Return the evidence that a lift of this size belongs to the exercise, in log-odds, at most 0."""
        smaller, larger = math.log2(self.usual_rad[0] / size_rad), math.log2(size_rad / self.usual_rad[1])
        return -SMALLER_LOG_ODDS * max(smaller, 0.0) - LARGER_LOG_ODDS * max(larger, 0.0)


def movement_limits(exercise: Exercise, placement: Placement) -> MovementLimits:
    """Return the limits of an exercise at a placement; the widest ones where the exercise does not name it."""
    ranges = exercise.ranges.get(placement)
    bounded = ranges if exercise.posture is not Posture.ANY else None
    low_share, high_share = USUAL_SHARES[placement]
    alternate = exercise.sides is Sides.ALTERNATE
    least_rad = LEAST_THIGH_SHARE * bounded.low_rad if bounded and placement is Placement.THIGH else 0.0
    return MovementLimits(
        least_rad=max(LEAST_RAD, least_rad),
        most_rad=MOST_RAD,
        usual_rad=(low_share * bounded.low_rad, high_share * bounded.high_rad) if bounded else ANY_RAD,
        is_any=bounded is None,
        force_log_odds=FORCE_LOG_ODDS.get((placement, exercise.posture), 0.0),
        alternate=alternate,
        idle_s=IDLE_ALTERNATE_S if alternate else IDLE_S,
        look_back_s=LOOK_BACK_S,
        strides=placement is Placement.THIGH,
        heights=exercise.posture is Posture.ANY and placement is Placement.PELVIS,
    )
