"""All exercises: ours and the user's own, found by any of their names.

A file is read when it is needed. A user's file adds an exercise, or replaces ours with the same id. A wrong file of the
user is an error only for names that are not ours.
"""

import difflib
from collections.abc import Container
from functools import cache
from pathlib import Path

from platformdirs import user_config_path

from sensorcoach.errors import ExerciseError
from sensorcoach.exercises.exercise import Exercise
from sensorcoach.exercises.loading import parse_exercise

_NEAREST = 3
_NEAR_ENOUGH = 0.5


def user_folder() -> Path:
    """Return the folder of a user's own exercises, where no other is given."""
    return user_config_path("sensorcoach") / "exercises"


def find_exercise(name: str, folder: Path | None = None) -> Exercise:
    """Return the exercise called `name`: an id or an alias, in any case, with spaces or dashes.

    `folder` holds the user's own TOML files (default: `user_folder()`; it need not exist).
    Raises ExerciseError for an unknown name, with the nearest ones, and for a wrong file of the user.
    """
    wanted = _normalize(name)
    own = _own_files(folder)
    if wanted in own:
        return _load(own[wanted])
    ours = _index_by_name(_load_ours(own))
    if wanted in ours:
        return ours[wanted]
    named = _index_by_name(all_exercises(folder))
    if wanted in named:
        return named[wanted]
    raise _unknown_name_error(name, wanted, named)


def all_exercises(folder: Path | None = None) -> tuple[Exercise, ...]:
    """Return every exercise: ours in alphabetical order, `generic`, then the user's own.

    Raises ExerciseError for a file of the user that is wrong, or that uses a name of another exercise.
    """
    own = _own_files(folder)
    everything = (*_load_ours(own), *(_load(own[id_]) for id_ in sorted(own)))
    _index_by_name(everything)
    return everything


def our_exercises() -> tuple[Exercise, ...]:
    """Return the exercises of the program, without the user's own."""
    return _load_ours(())


def _load_ours(own: Container[str]) -> tuple[Exercise, ...]:
    """Return the exercises of the program that no file of the user replaces."""
    ids = sorted(_catalogue_files(), key=lambda id_: (id_ == "generic", id_))
    return tuple(_load_catalogue(id_) for id_ in ids if id_ not in own)


def _normalize(name: str) -> str:
    return "-".join(name.replace("_", " ").replace("-", " ").lower().split())


@cache
def _catalogue_files() -> dict[str, Path]:
    return {file.stem: file for file in (Path(__file__).parent / "catalogue").glob("*.toml")}


@cache
def _load_catalogue(id_: str) -> Exercise:
    return _load(_catalogue_files()[id_])


def _own_files(folder: Path | None) -> dict[str, Path]:
    return {path.stem: path for path in sorted((folder or user_folder()).glob("*.toml"))}


def _load(file: Path) -> Exercise:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExerciseError("exercise_file", f"{file}: cannot be read: {error}.", "Save it as UTF-8 text.") from None
    exercise = parse_exercise(text, str(file))
    stem = file.name.removesuffix(".toml")
    if exercise.id != stem or _normalize(stem) != stem:
        message = f'{file}, line 1: id = "{exercise.id}" in a file called "{file.name}".'
        raise ExerciseError("exercise_file", message, "Expected the same words in both: lower case, with dashes.")
    return exercise


def _index_by_name(exercises: tuple[Exercise, ...]) -> dict[str, Exercise]:
    named: dict[str, Exercise] = {}
    for exercise in exercises:
        for name in (exercise.id, *exercise.aliases):
            other = named.setdefault(_normalize(name), exercise)
            if other is not exercise:
                message = f'Both "{other.id}" and "{exercise.id}" use the name "{name}".'
                raise ExerciseError("exercise_file", message, "Remove it from the aliases of one of them.")
    return named


def _unknown_name_error(name: str, wanted: str, named: dict[str, Exercise]) -> ExerciseError:
    near = difflib.get_close_matches(wanted, named, n=_NEAREST, cutoff=_NEAR_ENOUGH)
    inside = [known for known in named if wanted and wanted in known and known not in near]
    nearest = (near + inside)[:_NEAREST]
    known = sorted({exercise.id for exercise in named.values()})
    remedy = f"Nearest: {', '.join(nearest)}." if nearest else f"Known: {', '.join(known)}."
    return ExerciseError("unknown_exercise", f"There is no exercise called '{name}'.", remedy)
