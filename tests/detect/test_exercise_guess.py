"""Which exercise a set looked like."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.detect.exercise_guess import SetFeatures, guess_exercise
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.exercises.exercise import Exercise, Placement, Sides
from sensorcoach.exercises.pose import textbook_poses
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.posture.mounting import Mounting
from sensorcoach.units import RAD_PER_DEG

FRONT, LEFT, HEAD = np.eye(3)
EXERCISES = [one for one in our_exercises() if one.id != "generic"]


def textbook(exercise: Exercise, placement: Placement, *, known: bool = True) -> SetFeatures:
    """Return a set as the textbook describes it; the mounting is `known` or unknown."""
    usual, tempo = exercise.ranges[placement], exercise.tempo
    range_rad = 0.5 * (usual.low_rad + usual.high_rad)
    pose = textbook_poses(exercise, placement, range_rad)[0]
    rep_s = tempo.lift_s + tempo.hold_s + tempo.lower_s
    return SetFeatures(
        placement=placement,
        axis=LiftAxis(pose.up, pose.along, range_rad),
        range_rad=range_rad,
        hold_s=tempo.hold_s,
        rep_s=rep_s,
        rest_s=rep_s if exercise.sides is Sides.ALTERNATE else tempo.rest_s,
        force_correlation=0.0,
        mounting=Mounting(placement, HEAD, FRONT, LEFT) if known else Mounting(placement),
    )


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])
def test_textbook_sets_are_recognised(exercise: Exercise) -> None:
    """A set done by the textbook, with a known mounting, is recognised."""
    for placement in exercise.placements:
        assert guess_exercise(textbook(exercise, placement), EXERCISES).exercise_id == exercise.id


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])
def test_less_known_is_less_sure(exercise: Exercise) -> None:
    """Without a known mounting each guess is less sure."""
    for placement in exercise.placements:
        known = guess_exercise(textbook(exercise, placement), EXERCISES)
        blind = guess_exercise(textbook(exercise, placement, known=False), EXERCISES)
        assert blind.confidence < known.confidence


def test_none_of_these() -> None:
    """A bend sideways by 110° matches no exercise of the catalogue."""
    bridge = next(one for one in EXERCISES if one.id == "glute-bridge")
    seen = replace(
        textbook(bridge, Placement.PELVIS),
        axis=LiftAxis(HEAD, LEFT, 110.0 * RAD_PER_DEG),
        range_rad=110.0 * RAD_PER_DEG,
    )
    assert guess_exercise(seen, EXERCISES).exercise_id is None


def test_confidence_is_a_share() -> None:
    """However unusual a set, its confidence stays between 0 and 1."""
    bridge = next(one for one in EXERCISES if one.id == "glute-bridge")
    for range_rad in (0.01, 0.5, 3.0):
        for hold_s in (0.0, 60.0):
            seen = replace(textbook(bridge, Placement.PELVIS), range_rad=range_rad, hold_s=hold_s, rest_s=None)
            assert 0.0 < guess_exercise(seen, EXERCISES).confidence <= 1.0


def test_not_at_that_placement() -> None:
    """An exercise that does not allow the placement is not guessed."""
    bridge = next(one for one in EXERCISES if one.id == "glute-bridge")
    seen = textbook(bridge, Placement.PELVIS)
    thigh_only = [one for one in EXERCISES if Placement.PELVIS not in one.placements]
    assert guess_exercise(seen, thigh_only).exercise_id is None
