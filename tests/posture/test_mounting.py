"""What follows from how the sensor sits, for any orientation of it."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from sensorcoach.events import Side
from sensorcoach.exercises.catalogue import find_exercise, our_exercises
from sensorcoach.exercises.exercise import Placement, Posture
from sensorcoach.exercises.pose import textbook_poses
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import FloatArray

FRONT, LEFT, HEAD = np.eye(3)
TURNS = [Rotation.from_rotvec(way) for way in ((0.0, 0.0, 0.0), (1.0, -2.0, 0.5), (0.3, 0.1, 3.0))]
RANGE_RAD = 0.6


def worn(turn: Rotation, placement: Placement = Placement.PELVIS) -> Mounting:
    """A sensor that sits turned like this, of which everything is known."""
    return Mounting(placement, turn.apply(HEAD), turn.apply(FRONT), turn.apply(LEFT))


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(
    ("up", "name"),
    [
        (HEAD, "upright"),
        (FRONT, "supine"),
        (-FRONT, "prone"),
        (LEFT, "right side"),
        (-LEFT, "left side"),
        (-HEAD, "unknown"),
    ],
)
def test_names(turn: Rotation, up: FloatArray, name: str) -> None:
    """However the sensor is strapped on, lying on my back is supine and my left side down is my left side."""
    assert worn(turn).name(turn.apply(up), Posture.PRONE) == name


@pytest.mark.parametrize(
    ("exercise", "name"),
    [(Posture.PRONE, "prone"), (Posture.ALL_FOURS, "all fours"), (Posture.ANY, "prone or all fours")],
)
def test_face_down_at_the_pelvis(exercise: Posture, name: str) -> None:
    """Prone and on all fours look alike at the pelvis: the chosen exercise decides, without a guess."""
    assert worn(TURNS[1]).name(TURNS[1].apply(-FRONT), exercise) == name


def test_a_thigh_leaves_the_rest_unknown() -> None:
    """A thigh with its front up may be sitting, and one that is upright may be on all fours."""
    thigh = worn(TURNS[2], Placement.THIGH)
    named = [thigh.name(TURNS[2].apply(up), Posture.SUPINE) for up in (FRONT, HEAD, -FRONT)]
    assert named == ["supine or sitting", "thigh upright", "prone"]


def test_line_without_a_sign() -> None:
    """When only the line from side to side is known the program says that I lie on the side, not on which."""
    known = Mounting(Placement.THIGH, HEAD, across=LEFT)
    assert known.name(LEFT) == known.name(-LEFT) == "on the side"
    assert known.name(FRONT) == known.name(-FRONT) == "lying or sitting"


def test_nothing_known() -> None:
    """Before anything is known of the mounting no posture has a name."""
    assert Mounting(Placement.PELVIS).name(FRONT) == "unknown"
    assert Mounting(Placement.PELVIS, front=FRONT).name(FRONT) == "unknown"


def test_one_bend_does_not_show_the_sides() -> None:
    """A front known from a single bend, which may be twisted, names my back and my belly but no side."""
    barely = Mounting(Placement.PELVIS, HEAD, FRONT, sure=False)
    assert [barely.name(up, Posture.PRONE) for up in (FRONT, -FRONT, LEFT)] == ["supine", "prone", "lying"]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("side", list(Side))
def test_from_a_calibrated_exercise(turn: Rotation, side: Side) -> None:
    """Three reps of any exercise of the catalogue show where my front and my head are."""
    for exercise in our_exercises():
        for placement in exercise.placements:
            poses = textbook_poses(exercise, placement, RANGE_RAD)
            if not poses:
                continue
            pose = poses[-1] if side is Side.RIGHT else poses[0]
            up, along = turn.apply(pose.up), turn.apply(pose.along)
            mounting = Mounting.from_exercise(exercise, placement, side, up, along, RANGE_RAD)
            assert mounting.head is not None
            assert mounting.front is not None
            np.testing.assert_allclose(mounting.head, turn.apply(HEAD), atol=1e-9)
            np.testing.assert_allclose(mounting.front, turn.apply(FRONT), atol=1e-9)


def test_side_lying_without_a_side() -> None:
    """A side-lying set without a known side shows only the line from side to side."""
    exercise = find_exercise("clamshell")
    mounting = Mounting.from_exercise(exercise, Placement.THIGH, None, LEFT, FRONT)
    assert mounting.head is None
    assert mounting.front is None
    assert mounting.across is not None


def test_top_leg_works() -> None:
    """Lying on my right side it is the left leg that works."""
    assert worn(TURNS[1], Placement.THIGH).top_leg(TURNS[1].apply(LEFT)) is Side.LEFT
    assert worn(TURNS[1], Placement.THIGH).top_leg(TURNS[1].apply(FRONT)) is None
