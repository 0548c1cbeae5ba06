"""Which exercise of the catalogue was it? A guess from what a set looked like, with an honest confidence.

Each exercise is a claim about a few things that are seen independently of each other: how far it lifts, how long it is
held, whether there is time for the other side in between, whether the force says that the sensor rises, and, as far as
the mounting is known, where up is at the bottom and which way the lift goes. "None of these" claims nothing. Bayes'
rule weighs the claims, each exercise as likely as any other before; the evidence is discounted, since its parts are
not quite independent. The guess never changes what was chosen, nor what was counted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.movement_limits import RAISING
from sensorcoach.exercises.exercise import Exercise, Placement, Posture, Sides
from sensorcoach.exercises.pose import Pose, textbook_poses
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG


@dataclass(frozen=True, slots=True)
class SetSeen:
    """A finished set: medians over its reps, its arc, how the force went with the angle, and the mounting then."""

    placement: Placement
    axis: LiftAxis
    range_rad: float
    hold_s: float
    rep_s: float
    rest_s: float | None
    raising: float
    mounting: Mounting


def summarize_set(done: OpenSet, placement: Placement, mounting: Mounting) -> SetSeen:
    """The numbers of a set with at least one rep."""
    reps = done.reps
    rests_s = [after.lift_start_s - before.end_s for before, after in pairwise(reps)]
    return SetSeen(
        placement=placement,
        axis=done.axis,
        range_rad=median(rep.rom_rad for rep in reps),
        hold_s=median(rep.hold_s for rep in reps),
        rep_s=median(rep.end_s - rep.lift_start_s for rep in reps),
        rest_s=median(rests_s) if rests_s else None,
        raising=done.raising,
        mounting=mounting,
    )


DISCOUNT = 0.7
"""Share of the evidence's weight that is believed; the bench holds confidence against how often it is right."""

NONE_PRIOR = 0.15
"""How likely a set is none of the catalogue's before anything is seen."""

ANYTHING = 0.15
"""Share of people who do it in a way of their own: no single number rules an exercise out."""

EDGE = 0.2
"""Spread of people's ranges beyond the usual one, in the logarithm: a fifth."""

HOLD_SPREAD = 0.6
HOLD_OFFSET_S = 0.5
"""Spread of the hold about the target, in the logarithm of the hold and this time."""

AIM_RAD = 22.0 * RAD_PER_DEG
"""How far people and mountings differ from the textbook's attitudes, each way."""

POLE = 0.4
"""A ring about a direction is never narrower than this share of that spread."""

TURN_RATIO = 0.6
"""A rest longer than this share of the rep leaves time for the other side."""

RISES = 0.4
"""Correlation of force and angle from which the sensor is seen to rise, or sink."""

_NARROWEST_RAD, _WIDEST_RAD = 2.5 * RAD_PER_DEG, 140.0 * RAD_PER_DEG
_LONGEST_HOLD_S = 20.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The likeliest exercise, None for none of these, and how likely it is, 0 to 1."""

    exercise_id: str | None
    confidence: float


def guess_exercise(seen: SetSeen, exercises: Sequence[Exercise]) -> Suggestion:
    """What this set most likely was, among those exercises that can be done with the sensor there."""
    able = [one for one in exercises if seen.placement in one.placements and one.posture is not Posture.ANY]
    weights = {one.id: DISCOUNT * _log_evidence(seen, one) for one in able}
    prior = math.log((1.0 - NONE_PRIOR) / max(len(able), 1))
    logs: dict[str | None, float] = {name: prior + weight for name, weight in weights.items()}
    logs[None] = math.log(NONE_PRIOR)
    most = max(logs.values())
    total = sum(math.exp(log - most) for log in logs.values())
    best = max(logs, key=lambda name: logs[name])
    return Suggestion(best, math.exp(logs[best] - most) / total)


def _log_evidence(seen: SetSeen, exercise: Exercise) -> float:
    """How much likelier all that was seen is in this exercise than in any movement, as a logarithm."""
    ratios = [
        _range(seen, exercise),
        _hold(seen, exercise),
        _turns(seen, exercise),
        _rise(seen, exercise),
        _aim(seen, exercise),
    ]
    return sum(math.log((1.0 - ANYTHING) * ratio + ANYTHING) for ratio in ratios)


def _range(seen: SetSeen, exercise: Exercise) -> float:
    """Even over the usual range, falling off beyond it; over all sizes alike in any movement."""
    usual = exercise.ranges[seen.placement]
    low, high, value = math.log(usual.low_rad), math.log(usual.high_rad), math.log(max(seen.range_rad, _NARROWEST_RAD))
    beyond = max(low - value, value - high, 0.0) / EDGE
    width = high - low + EDGE * math.sqrt(2.0 * math.pi)
    return math.exp(-0.5 * beyond**2) / width * math.log(_WIDEST_RAD / _NARROWEST_RAD)


def _hold(seen: SetSeen, exercise: Exercise) -> float:
    """About the target."""
    off = math.log((seen.hold_s + HOLD_OFFSET_S) / (exercise.tempo.hold_s + HOLD_OFFSET_S)) / HOLD_SPREAD
    everything = math.log((_LONGEST_HOLD_S + HOLD_OFFSET_S) / HOLD_OFFSET_S)
    return math.exp(-0.5 * off**2) / (HOLD_SPREAD * math.sqrt(2.0 * math.pi)) * everything


def _turns(seen: SetSeen, exercise: Exercise) -> float:
    """Where the sides alternate there is time for the other one; elsewhere seldom."""
    if seen.rest_s is None:
        return 1.0
    likely = 0.8 if exercise.sides is Sides.ALTERNATE else 0.15
    usual = 0.25
    return likely / usual if seen.rest_s > TURN_RATIO * seen.rep_s else (1.0 - likely) / (1.0 - usual)


def _rise(seen: SetSeen, exercise: Exercise) -> float:
    """Where a lift must raise the sensor the force mostly shows it; slow lifts show nothing."""
    if (seen.placement, exercise.posture) not in RAISING:
        return 1.0
    return 1.6 if seen.raising > RISES else 0.2 if seen.raising < -RISES else 0.8


def _aim(seen: SetSeen, exercise: Exercise) -> float:
    """Up at the bottom and the way of the lift, as far as the mounting tells them."""
    poses = textbook_poses(exercise, seen.placement, seen.range_rad)
    if not poses or seen.mounting.head is None:
        return 1.0
    return sum(_aimed(seen, pose) for pose in poses) / len(poses)


def _aimed(seen: SetSeen, pose: Pose) -> float:
    """How much likelier this aim is in this pose than any aim."""
    mounting, axis = seen.mounting, seen.axis
    bottom, along = mounting.in_sensor(pose.up), mounting.in_sensor(pose.along)
    if bottom is not None and along is not None and mounting.sure:
        return _near(bottom, axis.bottom) * _near(along, axis.along)
    if mounting.head is None:
        return 1.0
    head = mounting.head
    ratio = _from(float(axis.bottom @ head), pose.up[2]) * _from(float(axis.along @ head), pose.along[2])
    if mounting.across is not None:
        ratio *= _from_line(float(axis.bottom @ mounting.across), pose.up[1])
    return ratio


def _near(expected: FloatArray, seen: FloatArray) -> float:
    """Within `AIM_RAD` on the sphere (von Mises and Fisher), over anywhere on it."""
    sharp = 1.0 / AIM_RAD**2
    return 2.0 * sharp * math.exp(sharp * (float(expected @ seen) - 1.0))


def _from_line(cosine: float, expected: float) -> float:
    """About the expected angle from a line of which the sign means nothing."""
    return 0.5 * (_from(cosine, expected) + _from(-cosine, expected))


def _from(cosine: float, expected: float) -> float:
    """About the expected angle from a direction, over anywhere on the sphere, both told by their cosines."""
    angle_rad, expected_rad = math.acos(_bounded(cosine)), math.acos(_bounded(expected))
    off = (angle_rad - expected_rad) / AIM_RAD
    ring = max(math.sin(0.5 * (angle_rad + expected_rad)), POLE * AIM_RAD)
    return 2.0 * math.exp(-0.5 * off**2) / (AIM_RAD * math.sqrt(2.0 * math.pi) * ring)


def _bounded(cosine: float) -> float:
    return float(np.clip(cosine, -1.0, 1.0))
