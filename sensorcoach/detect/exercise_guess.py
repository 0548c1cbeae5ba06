"""Guess which exercise of the catalogue a finished set was, with a confidence.

`SetFollower` asks for the guess when a set ends. Each exercise claims a few quantities that are measured independently:
the range, the hold, the rest in between, and whether the sensor rises. Where the mounting is known, it also claims the
attitude at the bottom and the direction of the lift. "None of these" claims nothing. Bayes' rule weighs the claims with
equal priors. The evidence is discounted, because its parts are not quite independent. The guess changes neither the
chosen exercise nor the count.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Annotated

import numpy as np

from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.movement_limits import FORCE_LOG_ODDS, LEAST_RAD
from sensorcoach.exercises.exercise import Exercise, Placement, Posture, Sides
from sensorcoach.exercises.pose import Pose, textbook_poses
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.parameters import Within
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

DISCOUNT: Annotated[float, Within(0.2, 1.0, "share")] = 0.7
"""Share of the evidence that is believed. `bench/suggestions.py` compares the confidence with how often the
guess is right."""

NONE_PRIOR: Annotated[float, Within(0.01, 0.5, "share")] = 0.15
"""Prior probability that a set is of an exercise that the catalogue lacks. People do others too."""

ANYTHING: Annotated[float, Within(0.01, 0.5, "share")] = 0.15
"""Share of people who do an exercise in their own way. It keeps a single number from ruling an exercise out."""

EDGE: Annotated[float, Within(0.05, 1.0, "log")] = 0.2
"""Spread of people's ranges beyond the usual ones, in the logarithm of the range. This is about a fifth."""

HOLD_SPREAD: Annotated[float, Within(0.1, 2.0, "log")] = 0.6
"""Spread of the hold about its target, in the logarithm of hold and offset. Half or twice the target is common."""

HOLD_OFFSET_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.5
"""Time added to a hold before the logarithm. Holds of almost no time then differ little."""

LONGEST_HOLD_S: Annotated[float, Within(5.0, 130.0, "s")] = 20.0
"""Longest hold of an exercise outside the catalogue. Its holds are spread evenly up to this one, in the logarithm."""

AIM_RAD: Annotated[float, Within(5.0 * RAD_PER_DEG, 45.0 * RAD_PER_DEG, "rad")] = 22.0 * RAD_PER_DEG
"""Spread of attitudes and lift directions about the textbook's. People and mountings both differ."""

POLE: Annotated[float, Within(0.1, 1.0, "share")] = 0.4
"""Least width of a ring about a direction, as a share of `AIM_RAD`. Near its pole a ring would have no area."""

TURN_RATIO: Annotated[float, Within(0.3, 1.5, "share")] = 0.6
"""Rest, as a share of the rep, above which there is time for the other side. The other side takes about one rep."""

TURN_ALTERNATE: Annotated[float, Within(0.5, 0.99, "share")] = 0.8
"""Probability of such a rest where the sides alternate. A few people do one side after the other all the same."""

TURN_SAME_SIDE: Annotated[float, Within(0.01, 0.5, "share")] = 0.15
"""Probability of such a rest where the sides do not alternate. A few people rest long between reps."""

TURN_ANY: Annotated[float, Within(0.05, 0.9, "share")] = 0.25
"""Probability of such a rest in any movement. Most sets have short rests."""

RISES: Annotated[float, Within(0.1, 0.9, "correlation")] = 0.4
"""Correlation of force and angle above which the sensor surely rises. Noise reaches less."""

RISING_RATIO: Annotated[float, Within(1.0, 5.0, "times")] = 1.6
"""Likelihood ratio of a sensor that surely rises, where a lift must raise it. Many other movements raise it too."""

SINKING_RATIO: Annotated[float, Within(0.01, 1.0, "times")] = 0.2
"""Likelihood ratio of a sensor that surely sinks, where a lift must raise it. Then the arc is read upside down."""

UNFELT_RATIO: Annotated[float, Within(0.3, 1.5, "times")] = 0.8
"""Likelihood ratio of a force that shows neither, where a lift must raise the sensor. Slow lifts show nothing."""

WIDEST_RAD: Annotated[float, Within(90.0 * RAD_PER_DEG, 180.0 * RAD_PER_DEG, "rad")] = 140.0 * RAD_PER_DEG
"""Largest range of an exercise outside the catalogue. Its ranges are spread evenly, in the logarithm."""


@dataclass(frozen=True, slots=True)
class SetFeatures:
    """A finished set in numbers: medians over its reps, its arc, and the mounting at its beginning.

    `rest_s`: rest between reps, None with a single rep. `force_correlation`: how the force follows the angle, -1 to 1.
    """

    placement: Placement
    axis: LiftAxis
    range_rad: float
    hold_s: float
    rep_s: float
    rest_s: float | None
    force_correlation: float
    mounting: Mounting


@dataclass(frozen=True, slots=True)
class ExerciseGuess:
    """The most likely exercise, None for an exercise outside the catalogue, and its probability, 0 to 1."""

    exercise_id: str | None
    confidence: float


def summarize_set(done: OpenSet, placement: Placement, mounting: Mounting) -> SetFeatures:
    """Return the features of a set with at least one rep."""
    reps = done.reps
    rests_s = [after.lift_start_s - before.end_s for before, after in pairwise(reps)]
    return SetFeatures(
        placement=placement,
        axis=done.axis,
        range_rad=median(rep.rom_rad for rep in reps),
        hold_s=median(rep.hold_s for rep in reps),
        rep_s=median(rep.end_s - rep.lift_start_s for rep in reps),
        rest_s=median(rests_s) if rests_s else None,
        force_correlation=done.force_correlation,
        mounting=mounting,
    )


def guess_exercise(features: SetFeatures, exercises: Sequence[Exercise]) -> ExerciseGuess:
    """Return the most likely of those exercises that allow the placement of the set."""
    able = [one for one in exercises if features.placement in one.placements and one.posture is not Posture.ANY]
    weights = {one.id: DISCOUNT * _log_evidence(features, one) for one in able}
    prior = math.log((1.0 - NONE_PRIOR) / max(len(able), 1))
    logs: dict[str | None, float] = {name: prior + weight for name, weight in weights.items()}
    logs[None] = math.log(NONE_PRIOR)
    most = max(logs.values())
    total = sum(math.exp(log - most) for log in logs.values())
    best = max(logs, key=lambda name: logs[name])
    return ExerciseGuess(best, math.exp(logs[best] - most) / total)


# The functions below return likelihood ratios: how much more likely a feature is in the exercise than in any movement.


def _log_evidence(features: SetFeatures, exercise: Exercise) -> float:
    """Return the logarithm of the likelihood ratio of all features."""
    ratios = [
        _range_ratio(features, exercise),
        _hold_ratio(features, exercise),
        _rest_ratio(features, exercise),
        _force_ratio(features, exercise),
        _aim_ratio(features, exercise),
    ]
    return sum(math.log((1.0 - ANYTHING) * ratio + ANYTHING) for ratio in ratios)


def _range_ratio(features: SetFeatures, exercise: Exercise) -> float:
    """Even over the usual ranges and falling beyond them; even over all sizes in any movement."""
    usual = exercise.ranges[features.placement]
    low, high, value = math.log(usual.low_rad), math.log(usual.high_rad), math.log(max(features.range_rad, LEAST_RAD))
    beyond = max(low - value, value - high, 0.0) / EDGE
    width = high - low + EDGE * math.sqrt(2.0 * math.pi)
    return math.exp(-0.5 * beyond**2) / width * math.log(WIDEST_RAD / LEAST_RAD)


def _hold_ratio(features: SetFeatures, exercise: Exercise) -> float:
    """Normal about the target hold, in the logarithm; even over all holds in any movement."""
    off = math.log((features.hold_s + HOLD_OFFSET_S) / (exercise.tempo.hold_s + HOLD_OFFSET_S)) / HOLD_SPREAD
    everything = math.log((LONGEST_HOLD_S + HOLD_OFFSET_S) / HOLD_OFFSET_S)
    return math.exp(-0.5 * off**2) / (HOLD_SPREAD * math.sqrt(2.0 * math.pi)) * everything


def _rest_ratio(features: SetFeatures, exercise: Exercise) -> float:
    """Time for the other side is likely where the sides alternate, and unlikely elsewhere."""
    if features.rest_s is None:
        return 1.0
    likely = TURN_ALTERNATE if exercise.sides is Sides.ALTERNATE else TURN_SAME_SIDE
    if features.rest_s > TURN_RATIO * features.rep_s:
        return likely / TURN_ANY
    return (1.0 - likely) / (1.0 - TURN_ANY)


def _force_ratio(features: SetFeatures, exercise: Exercise) -> float:
    """A force that shows a rising sensor is likely where a lift must raise it."""
    if (features.placement, exercise.posture) not in FORCE_LOG_ODDS:
        return 1.0
    if features.force_correlation > RISES:
        return RISING_RATIO
    return SINKING_RATIO if features.force_correlation < -RISES else UNFELT_RATIO


def _aim_ratio(features: SetFeatures, exercise: Exercise) -> float:
    """Bottom and lift direction near those of a textbook pose, as far as the mounting is known."""
    poses = textbook_poses(exercise, features.placement, features.range_rad)
    if not poses or features.mounting.head is None:
        return 1.0
    return sum(_pose_ratio(features, pose) for pose in poses) / len(poses)


def _pose_ratio(features: SetFeatures, pose: Pose) -> float:
    """Bottom and lift direction near those of one pose."""
    mounting, axis = features.mounting, features.axis
    bottom, along = mounting.in_sensor(pose.up), mounting.in_sensor(pose.along)
    if bottom is not None and along is not None and mounting.sure:
        return _direction_ratio(bottom, axis.bottom) * _direction_ratio(along, axis.along)
    if mounting.head is None:
        return 1.0
    head = mounting.head
    ratio = _angle_ratio(float(axis.bottom @ head), pose.up[2]) * _angle_ratio(float(axis.along @ head), pose.along[2])
    if mounting.across is not None:
        ratio *= _line_ratio(float(axis.bottom @ mounting.across), pose.up[1])
    return ratio


def _direction_ratio(expected: FloatArray, seen: FloatArray) -> float:
    """Spread of `AIM_RAD` about the expected direction (von Mises and Fisher), over any direction."""
    sharp = 1.0 / AIM_RAD**2
    return 2.0 * sharp * math.exp(sharp * (float(expected @ seen) - 1.0))


def _line_ratio(cosine: float, expected: float) -> float:
    """About the expected angle from a line, whose sign means nothing; both angles as cosines."""
    return 0.5 * (_angle_ratio(cosine, expected) + _angle_ratio(-cosine, expected))


def _angle_ratio(cosine: float, expected: float) -> float:
    """About the expected angle from a direction, over any direction; both angles as cosines."""
    angle_rad, expected_rad = math.acos(_clip(cosine)), math.acos(_clip(expected))
    off = (angle_rad - expected_rad) / AIM_RAD
    ring = max(math.sin(0.5 * (angle_rad + expected_rad)), POLE * AIM_RAD)
    return 2.0 * math.exp(-0.5 * off**2) / (AIM_RAD * math.sqrt(2.0 * math.pi) * ring)


def _clip(cosine: float) -> float:
    return float(np.clip(cosine, -1.0, 1.0))
