"""What detection knows of an exercise: sizes, times, and what a lift of it does to the sensor."""

import math
from dataclasses import dataclass

from sensorcoach.exercises.exercise import Exercise, Placement, Posture, Sides
from sensorcoach.units import RAD_PER_DEG

LEAST_RAD = 2.5 * RAD_PER_DEG
"""Smallest lift: breathing and a shifting belt reach 2°. Good form leaves little more at the pelvis."""

LEAST_SHARE = 0.15
"""Smallest lift of the thigh, as a share of the least usual range between people."""

SHORTEST_REP_S = 0.45
"""Nobody lifts twice in less."""

MOST_RAD = 150.0 * RAD_PER_DEG
"""Largest lift: no joint turns a segment further."""

USUAL_SHARES = {Placement.PELVIS: (0.3, 1.5), Placement.THIGH: (0.3, 1.7)}
"""From this share of the least usual range to this multiple of the largest a lift is as likely as any: people lift a
leg less than the textbook says, or more; a pelvis hardly lifts more."""

SMALLER_LOG_ODDS, LARGER_LOG_ODDS = 3.0, 6.0
"""What each octave below or above that adds against a lift. Rolling over is large."""

ANY_RAD = (6.0 * RAD_PER_DEG, 127.5 * RAD_PER_DEG)
"""The usual range where any movement may be the exercise: breathing and swaying are small, getting up is large."""

RAISING = {
    (Placement.PELVIS, Posture.SUPINE): 6.0,
    (Placement.PELVIS, Posture.RECLINED): 6.0,
    (Placement.THIGH, Posture.PRONE): 6.0,
    (Placement.THIGH, Posture.SIDE_LYING): 6.0,
    (Placement.THIGH, Posture.SUPINE): 2.5,
    (Placement.THIGH, Posture.RECLINED): 2.5,
    (Placement.THIGH, Posture.ANY): 2.5,
}
"""Log-odds with which a force that goes with the angle tells the bottom from the top, where a lift carries the sensor
upwards. Just above the knee it rises little in a bridge; any movement of a limb mostly begins upwards. A pelvis that
tilts prone or bows and a thigh on all fours may sink: there the force says nothing."""

IDLE_S = 12.0
"""Time without a lift after which a set is over."""

IDLE_ALTERNATE_S = 40.0
"""The same where the other side has its turn in between."""

LOOK_BACK_S = 150.0
"""How far the search looks back: a hold of two minutes, or three reps of 40 s."""


@dataclass(frozen=True, slots=True)
class MovementLimits:
    """Bounds of one exercise at one placement.

    `least_rad`, `most_rad`: range of a lift. `usual_rad`: ranges that are as likely as any. `is_any`: it may be
    any movement. `raising`: log-odds of the direction that the force tells. `alternate`: the sides take turns.
    `idle_s`: time without a lift after which a set is over. `heights`: the whole body may go down and up, as in squats,
    so that reps are also told by height. `strides`: walking and pedalling turn the segment like lifts.
    """

    least_rad: float
    most_rad: float
    usual_rad: tuple[float, float]
    is_any: bool
    raising: float
    alternate: bool
    idle_s: float
    look_back_s: float
    heights: bool
    strides: bool

    def size_log_odds(self, size_rad: float) -> float:
        """What the size of a lift says of whether it belongs to the exercise, in log-odds, at most 0."""
        smaller, larger = math.log2(self.usual_rad[0] / size_rad), math.log2(size_rad / self.usual_rad[1])
        return -SMALLER_LOG_ODDS * max(smaller, 0.0) - LARGER_LOG_ODDS * max(larger, 0.0)


def movement_limits(exercise: Exercise, placement: Placement) -> MovementLimits:
    """The bounds for this exercise at this placement; a placement it does not name gets the widest."""
    ranges = exercise.ranges.get(placement)
    bounded = ranges if exercise.posture is not Posture.ANY else None
    low_share, high_share = USUAL_SHARES[placement]
    alternate = exercise.sides is Sides.ALTERNATE
    least_rad = LEAST_SHARE * bounded.low_rad if bounded and placement is Placement.THIGH else 0.0
    return MovementLimits(
        least_rad=max(LEAST_RAD, least_rad),
        most_rad=MOST_RAD,
        usual_rad=(low_share * bounded.low_rad, high_share * bounded.high_rad) if bounded else ANY_RAD,
        is_any=bounded is None,
        raising=RAISING.get((placement, exercise.posture), 0.0),
        alternate=alternate,
        idle_s=IDLE_ALTERNATE_S if alternate else IDLE_S,
        look_back_s=LOOK_BACK_S,
        strides=placement is Placement.THIGH,
        heights=exercise.posture is Posture.ANY and placement is Placement.PELVIS,
    )
