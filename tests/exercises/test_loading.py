"""A wrong exercise file is answered with the file, the line and what was expected."""

from importlib import resources

import pytest

from sensorcoach.errors import ExerciseError
from sensorcoach.exercises.loading import parse_exercise

TEXT = (resources.files("sensorcoach.exercises") / "catalogue" / "glute-bridge.toml").read_text(encoding="utf-8")
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
    """I am told the line of my mistake and what stands there in a right file."""
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
