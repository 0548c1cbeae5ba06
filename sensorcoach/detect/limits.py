"""What detection asks of a movement: from the exercise, in seconds and radians."""

from dataclasses import dataclass

from sensorcoach.exercises.exercise import Exercise, Placement, Posture, Sides
from sensorcoach.units import RAD_PER_DEG

LEAST_RAD = 2.5 * RAD_PER_DEG
"""No lift is smaller: breathing and a shifting belt reach 2°."""

LEAST_SHARE = 0.15
"""A lift of the thigh may be this share of the usual range between people before it is taken for
fidgeting. At the pelvis good form itself leaves little."""

SMALL_RAD = 8.0 * RAD_PER_DEG
SMALL_SHARE = 0.65
"""Lifts smaller than this, absolutely or as a share of the usual range, must be three alike to make a set."""

MOST_RAD = 100.0 * RAD_PER_DEG
"""No lift of one segment is larger; people lift twice as far as the textbook says."""


JOLTS = {Placement.PELVIS: 0.3, Placement.THIGH: 0.45}
"""Share of the time that may be jolts: a leg swings freely and is set down, the pelvis is not."""

RAISING = {
    (Placement.PELVIS, Posture.SUPINE): 0.5,
    (Placement.PELVIS, Posture.RECLINED): 0.5,
    (Placement.THIGH, Posture.PRONE): 0.5,
    (Placement.THIGH, Posture.SIDE_LYING): 0.5,
    (Placement.THIGH, Posture.SUPINE): 0.75,
    (Placement.THIGH, Posture.RECLINED): 0.75,
}
"""From which correlation of force and angle on a lift is known to carry the sensor upwards. Just above
the knee it rises little in a bridge; a pelvis that tilts prone and a thigh on all fours may sink."""

NEVER = 2.0
"""No correlation reaches this."""

IDLE_S = 12.0
"""So long without a lift, and the set is over."""

IDLE_ALTERNATE_S = 40.0
"""The same where the other side has its turn in between."""

LOOK_BACK_S = 96.0
"""The first lifts of a set are looked for over this time: three reps of half a minute each."""

APART_SHARE = 0.85
"""The first lifts of a set must follow each other within this share of that time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one exercise at one placement.

    `least_rad`, `most_rad`: range of a lift; smaller is fidgeting, larger is another movement.
    `small_rad`: below this range two alike are not proof enough.
    `lying`: the worn segment is never as when walking. Not asked of the thigh: on all fours it is as
    when standing, and the sensor is moved to the other leg between sets.
    `raising`: correlation of force and angle from which on the force tells the bottom from the top.
    `raised`: a lift is bound to carry the sensor upwards.
    `alternate`: the sides take turns.
    `jolts`: share of the time that may be jolts.
    `idle_s`: so long without a lift, and the set is over.
    `apart_s`: first lifts further apart than this make no set.
    `look_back_s`: how far back they are looked for: two reps with the longest hold and rest.
    `quick`: a rep may be as quick as a stride.
    `heights`: the whole body may go down and up, as in squats, so that reps are also told by height.
    """

    least_rad: float
    small_rad: float
    most_rad: float
    lying: bool
    raising: float
    raised: bool
    alternate: bool
    jolts: float
    idle_s: float
    apart_s: float
    look_back_s: float
    quick: bool
    heights: bool


def limits_of(exercise: Exercise, placement: Placement) -> Limits:
    """The bounds for this exercise at this placement; a placement it does not name gets the widest."""
    ranges = exercise.ranges.get(placement)
    bounded = ranges is not None and exercise.posture is not Posture.ANY
    low_rad = ranges.low_rad if ranges and bounded else 0.0
    alternate = exercise.sides is Sides.ALTERNATE
    idle_s = IDLE_ALTERNATE_S if alternate else IDLE_S
    return Limits(
        least_rad=LEAST_RAD if placement is Placement.PELVIS else max(LEAST_RAD, LEAST_SHARE * low_rad),
        small_rad=max(SMALL_RAD, SMALL_SHARE * low_rad),
        most_rad=MOST_RAD,
        lying=bounded and placement is Placement.PELVIS,
        raising=RAISING.get((placement, exercise.posture), NEVER) if bounded else NEVER,
        raised=bounded and placement is Placement.PELVIS and (placement, exercise.posture) in RAISING,
        alternate=alternate,
        jolts=JOLTS[placement] if bounded else max(JOLTS.values()),
        idle_s=idle_s,
        apart_s=APART_SHARE * idle_s,
        look_back_s=max(LOOK_BACK_S, 4.0 * idle_s),
        quick=not bounded,
        heights=exercise.posture is Posture.ANY and placement is Placement.PELVIS,
    )
