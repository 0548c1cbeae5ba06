"""Arguments of the library as the program's options: ids, enums and mappings are accepted."""

from collections.abc import Mapping
from numbers import Real
from pathlib import Path
from types import NoneType

from sensorcoach.api.argument_types import require_type
from sensorcoach.errors import ExerciseError, UsageError
from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.exercises.loading import parse_exercise
from sensorcoach.form.find_rules import with_limits
from sensorcoach.report.terms import Terms
from sensorcoach.runner.options import SessionOptions, check_person


def list_exercises() -> tuple[Exercise, ...]:
    """All exercises: those of the program in alphabetical order, `generic` last, then the user's own.

    Raises ExerciseError if one of the user's files is wrong.
    """
    return all_exercises()


def load_exercise(name: str | Path) -> Exercise:
    """The exercise with this id or alias, or the one in this TOML file (a Path, or a name that ends with `.toml`).

    Raises ExerciseError for an unknown name, with the nearest ones, and for a wrong file, with the line.
    """
    if isinstance(name, str) and not name.endswith(".toml"):
        return find_exercise(name)
    try:
        text = Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ExerciseError("exercise_file", f"There is no file {name}.", "Check the path.") from None
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}."
        raise ExerciseError("exercise_file", message, "Name a file that you may read.") from None
    except UnicodeDecodeError as error:
        raise ExerciseError("exercise_file", f"{name} cannot be read: {error}.", "Save it as UTF-8 text.") from None
    return parse_exercise(text, str(name))


def make_options(
    exercise: Exercise | str | None,
    placement: Placement | str | None,
    limits: Mapping[str, float] | None,
    person: str | None,
    *,
    armed: bool,
) -> SessionOptions:
    """Options with everything checked. Raises SensorcoachError for an unknown name, a wrong limit or a wrong type."""
    require_type("exercise", exercise, (str, Exercise, NoneType), "an id, an alias or an Exercise")
    require_type("person", person, (str, NoneType), "the name of a stored reference")
    require_type("limits", limits, (Mapping, NoneType), 'numbers by name, such as {"momentum.peak_ratio": 2.0}')
    changed = dict(limits or {})
    for name, value in changed.items():
        require_type(f"limits[{name!r}]", value, (Real,), "a number")
    with_limits(changed)
    return SessionOptions(
        load_exercise(exercise) if isinstance(exercise, str) else exercise,
        parse_placement(placement),
        Terms(changed, check_person(person)),
        armed,
    )


def parse_placement(placement: Placement | str | None) -> Placement | None:
    """The placement with this name; None stays None. Raises UsageError for an unknown one."""
    if placement is None or isinstance(placement, Placement):
        return placement
    try:
        return Placement(str(placement).lower())
    except ValueError:
        known = " or ".join(f"'{one.value}'" for one in Placement)
        raise UsageError("unknown_placement", f"There is no placement '{placement}'.", f"Give {known}.") from None
