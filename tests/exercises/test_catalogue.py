"""The catalogue: every exercise by any of its names, and the message for an unknown one."""

from pathlib import Path

import pytest

from sensorcoach.errors import ExerciseError
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.exercises.guidelines import rule_texts

CATALOGUE_IDS = {
    "glute-bridge",
    "single-leg-bridge",
    "hip-thrust",
    "reverse-hip-raise",
    "prone-leg-raise",
    "tabletop-leg-raise",
    "bird-dog",
    "clamshell",
    "side-lying-abduction",
    "generic",
}

OWN = """id = "monster-walk"
name = "Monster walk"
aliases = ["band walk"]
summary = "Sideways steps with a band."
placements = ["thigh"]
posture = "any"
bottom = "either"
sides = "each"

[tempo]
lift_s = 1.0
hold_s = 0
lower_s = 1.0
rest_s = 0

[range_deg]
thigh = [10, 40]
"""


def test_ten_exercises(tmp_path: Path):
    """The nine exercises of the guides and the generic one are there."""
    assert {exercise.id for exercise in all_exercises(tmp_path)} == CATALOGUE_IDS


@pytest.mark.parametrize("name", ["hip-lift", "Hip Lift", "HIP_LIFT", " glute  bridge ", "Bridge"])
def test_any_name_and_case(name: str, tmp_path: Path):
    """I find the glute bridge by any of its names, however I write it."""
    assert find_exercise(name, tmp_path).id == "glute-bridge"


@pytest.mark.parametrize("id_", sorted(CATALOGUE_IDS))
def test_every_exercise_is_whole(id_: str, tmp_path: Path):
    """Each exercise states where to wear the sensor, and the usual range there."""
    exercise = find_exercise(id_, tmp_path)
    assert set(exercise.ranges) == set(exercise.placements)
    assert all(0.0 < usual.low_rad < usual.high_rad for usual in exercise.ranges.values())
    assert exercise.rules or id_ == "generic"


FOR_EVERYBODY = {"D14", "D15", "D16", "D17", "X1", "X2", "X3", "X4", "X5"}
"""How much to do in a week, how to do more, and safety: no exercise's own."""


def test_every_rule_has_its_sentence(tmp_path: Path):
    """A sentence gives the request of an exercise; the other sentences apply to all exercises."""
    carried = {rule for exercise in all_exercises(tmp_path) for rule in exercise.rules}
    assert carried | FOR_EVERYBODY == set(rule_texts())
    assert not carried & FOR_EVERYBODY
    assert all(text.endswith(".") for text in rule_texts().values())


def test_preferred_placement():
    """A bridge is worn at the pelvis, a clamshell at the thigh, unless I choose another place."""
    assert find_exercise("glute-bridge").placements[0] is Placement.PELVIS
    assert find_exercise("clamshell").placements[0] is Placement.THIGH


@pytest.mark.parametrize(
    ("name", "near"), [("glut bridge", "glute-bridge"), ("clamshel", "clamshell"), ("thrusts", "hip-thrust")]
)
def test_unknown_names_the_nearest(name: str, near: str, tmp_path: Path):
    """A name with a slip in it is answered with the name I meant."""
    with pytest.raises(ExerciseError) as caught:
        find_exercise(name, tmp_path)
    assert name in caught.value.message
    assert near in caught.value.remedy


def test_unlike_anything_lists_all(tmp_path: Path):
    """A name like no other is answered with the whole list."""
    with pytest.raises(ExerciseError) as caught:
        find_exercise("qqq", tmp_path)
    assert all(id_ in caught.value.remedy for id_ in CATALOGUE_IDS)


def test_own_exercise(tmp_path: Path):
    """A TOML file of my own adds an exercise, found by its alias too."""
    (tmp_path / "monster-walk.toml").write_text(OWN)
    assert find_exercise("band-walk", tmp_path).name == "Monster walk"
    assert "monster-walk" in {exercise.id for exercise in all_exercises(tmp_path)}


def test_own_file_takes_the_place_of_ours(tmp_path: Path):
    """My own clamshell.toml is used instead of the one that came along."""
    (tmp_path / "clamshell.toml").write_text(OWN.replace("monster-walk", "clamshell"))
    assert find_exercise("clamshell", tmp_path).name == "Monster walk"
    assert len(all_exercises(tmp_path)) == len(CATALOGUE_IDS)


def test_wrong_own_file_does_not_stand_in_the_way(tmp_path: Path):
    """With a mistake in my own file I can still do the exercises that came along."""
    (tmp_path / "mine.toml").write_text("id = ")
    assert find_exercise("clamshell", tmp_path).id == "clamshell"
    assert find_exercise("hip-lift", tmp_path).id == "glute-bridge"


def test_aliases_go_with_the_exercise_that_has_them(tmp_path: Path):
    """Where my own file takes the place of an exercise, the other names of the old one are gone with it."""
    (tmp_path / "glute-bridge.toml").write_text(OWN.replace("monster-walk", "glute-bridge"))
    assert find_exercise("band walk", tmp_path).name == "Monster walk"
    with pytest.raises(ExerciseError, match="hip-lift"):
        find_exercise("hip-lift", tmp_path)


def test_name_taken_twice(tmp_path: Path):
    """An alias that another exercise has is refused, with both names."""
    (tmp_path / "monster-walk.toml").write_text(OWN.replace("band walk", "hip-lift"))
    with pytest.raises(ExerciseError, match=r'"glute-bridge" and "monster-walk" use the name "hip-lift"'):
        all_exercises(tmp_path)


def test_file_name_is_the_id(tmp_path: Path):
    """A file whose name and id differ is refused, with both."""
    (tmp_path / "walk.toml").write_text(OWN)
    with pytest.raises(ExerciseError, match=r'id = "monster-walk" in a file called "walk.toml"'):
        find_exercise("monster-walk", tmp_path)
