"""A wrong exercise file is answered with the file, the line and what was expected."""

from importlib import resources

import pytest

from sensorcoach.errors import ExerciseError
from sensorcoach.exercises.loading import parse_exercise

CATALOGUE = resources.files("sensorcoach.exercises") / "catalogue"
TEXT = (CATALOGUE / "glute-bridge.toml").read_text(encoding="utf-8")
SIDE_LYING = (CATALOGUE / "side-lying-abduction.toml").read_text(encoding="utf-8")
LINES = TEXT.splitlines()


def line_of(start: str) -> int:
    """The line of the glute bridge file that begins so."""
    return next(number for number, line in enumerate(LINES, start=1) if line.startswith(start))


def error_of(text: str) -> ExerciseError:
    """The error that this text gives."""
    with pytest.raises(ExerciseError) as caught:
        parse_exercise(text, "mine.toml")
    return caught.value


@pytest.mark.parametrize(
    ("start", "replacement", "says"),
    [
        ("posture", 'posture = "supin"', '"supine"'),
        ("bottom", "bottom = 3", "text in"),
        ("aliases", 'aliases = "bridge"', "list of texts"),
        ("placements", "placements = []", '["pelvis", "thigh"]'),
        ("placements", 'placements = ["pelvis", "ankle"]', '"thigh"'),
        ("sides", 'sides = "left"', '"alternate"'),
        ("hold_s", "hold_s = -1", "number from 0"),
        ("hold_s", "hold = 1", '"hold_s"'),
        ("lift_s", 'lift_s = "slow"', "number from 0"),
        ("pelvis", "pelvis = [45, 20]", "low below high"),
        ("thigh", "thigh = 30", "[low, high]"),
        ("summary", 'sumary = "x"', '"summary"'),
        ("name", "name = Bridge", "key = value"),
    ],
)
def test_wrong_line(start: str, replacement: str, says: str):
    """The message gives the line of my mistake and the right content of that line."""
    number = line_of(start)
    wrong = [*LINES[: number - 1], replacement, *LINES[number:]]
    error = error_of("\n".join(wrong))
    assert error.message.startswith(f"mine.toml, line {number}:")
    assert says in error.remedy


def test_missing_key():
    """A key that is missing is named."""
    error = error_of(TEXT.replace('posture = "supine"\n', ""))
    assert '"posture" is missing' in error.message


def test_missing_range_of_a_placement():
    """A placement without its usual range is named, at the line of the table where it belongs."""
    error = error_of(TEXT.replace("thigh = [8.0, 45.0]\n", ""))
    assert error.message == f'mine.toml, line {line_of("[range_deg]")}: the key "thigh" is missing.'
    assert "[range_deg]" in error.remedy


def test_optional_keys():
    """Aliases, rules and reminders may be left out."""
    kept = [line for line in LINES if not line.startswith(("aliases", "rules", "reminders"))]
    exercise = parse_exercise("\n".join(kept), "mine.toml")
    assert exercise.aliases == exercise.rules == exercise.reminders == ()


@pytest.mark.parametrize(
    ("table", "start", "replacement", "says"),
    [
        ("pose.pelvis", "bow_deg", "bow_deg = 200", "from -180 to 180"),
        ("pose.pelvis", "turns", 'turns = "up"', '"face-up"'),
        ("pose.pelvis", "turns", 'turn = "face-up"', '"turns"'),
        ("pose.thigh", "turns", 'turns = "face-down"\nbow_at = "middle"', '"top"'),
        ("pose.thigh", "[pose", "[pose.ankle]", "[pose.pelvis] and [pose.thigh]"),
        ("simulation.pelvis", "axis", "axis = [0.0, 1.0]", "[x, y, z]"),
        ("simulation.pelvis", "axis", "axis = [0, 0, 0]", "longer than 0"),
        ("simulation.pelvis", "turns_about", 'turns_about = "knees"', '"shoulders" or "hips"'),
        ("simulation.pelvis", "way_deg", "way_deg = []", "list of numbers"),
        ("simulation.pelvis", "sitting_deg", 'sitting_deg = "upright"', "from -180 to 180"),
        ("simulation.thigh", "axis", 'axis = [0.5, 0.5, 0.0]\nbow_at = "top"', "[0, ±1, 0]"),
        ("simulation.thigh", "sitting_deg", "sitting_deg = 0\nrange_deg = [40, 10]", "low below high"),
        ("simulation.thigh", "sitting_deg", "sitting_deg = 0\nbelow_standing_m = 3", "from 0 to 1.5"),
    ],
)
def test_wrong_segment_line(table: str, start: str, replacement: str, says: str):
    """A mistake in a table of the worn segment is answered with its line and what was expected."""
    number = line_of(f"[{table}]")
    while not LINES[number - 1].startswith(start):
        number += 1
    wrong = [*LINES[: number - 1], *replacement.split("\n"), *LINES[number:]]
    error = error_of("\n".join(wrong))
    lines = range(number, number + 1 + replacement.count("\n"))
    assert any(error.message.startswith(f"mine.toml, line {line}:") for line in lines), error.message
    assert says in error.remedy


def test_a_pose_needs_a_posture():
    """An exercise in any posture has no pose to check."""
    error = error_of(TEXT.replace('posture = "supine"', 'posture = "any"'))
    assert f"line {line_of('posture')}:" in error.message


def test_a_side_lying_pose_names_the_place_of_the_knee():
    """Lying on the side, the pose is the direction of the lift, of length 1 and without a part to the side."""
    text = SIDE_LYING.replace("along = [0.0, 0.0, -1.0]", "along = [0.0, 0.5, -1.0]")
    assert text != SIDE_LYING
    assert "[x, 0, z]" in error_of(text).remedy
    error = error_of(SIDE_LYING.replace("along = [0.0, 0.0, -1.0]", "bow_deg = 0.0"))
    assert 'unknown key "bow_deg"' in error.message


def test_segment_tables_may_be_left_out():
    """Without pose and simulation an exercise can still be counted."""
    exercise = parse_exercise(TEXT.partition("[pose.pelvis]")[0], "mine.toml")
    assert not exercise.poses
    assert not exercise.simulations
