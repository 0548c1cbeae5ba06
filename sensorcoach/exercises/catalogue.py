"""All exercises: ours and the user's own, found by any of their names.

Files are read when they are asked for. A user's file adds an exercise, or takes the place of ours
with the same id; a user's file that is not right stands only in the way of names we do not know.
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
    """Where a user's own exercises are looked for when no other folder is given."""
    return user_config_path("sensorcoach") / "exercises"


def find_exercise(name: str, folder: Path | None = None) -> Exercise:
    """The exercise called `name`: an id or an alias, in any case, with spaces or dashes.

    `folder` holds the user's own TOML files (default: `user_folder()`; it need not exist).
    Raises ExerciseError, with the nearest names, when there is none; or when a user's file is wrong.
    """
    wanted = _plain(name)
    own = _own_files(folder)
    if wanted in own:
        return _load(own[wanted])
    ours = _by_name(_ours(own))
    if wanted in ours:
        return ours[wanted]
    named = _by_name(all_exercises(folder))
    if wanted in named:
        return named[wanted]
    raise _unknown(name, wanted, named)


def all_exercises(folder: Path | None = None) -> tuple[Exercise, ...]:
    """Every exercise, ours in alphabetical order and `generic` last, then the user's own.

    Raises ExerciseError when one of the user's files is wrong, or claims a name that is taken.
    """
    own = _own_files(folder)
    everything = (*_ours(own), *(_load(own[id_]) for id_ in sorted(own)))
    _by_name(everything)
    return everything


def our_exercises() -> tuple[Exercise, ...]:
    """Those that come along with the program, whatever the user has added."""
    return _ours(())


def _ours(own: Container[str]) -> tuple[Exercise, ...]:
    """Those that came along, without the ones whose place an own file takes."""
    ids = sorted(_catalogue_files(), key=lambda id_: (id_ == "generic", id_))
    return tuple(_load_catalogue(id_) for id_ in ids if id_ not in own)


def _plain(name: str) -> str:
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
    if exercise.id != stem or _plain(stem) != stem:
        message = f'{file}, line 1: id = "{exercise.id}" in a file called "{file.name}".'
        raise ExerciseError("exercise_file", message, "Expected the same words in both: lower case, with dashes.")
    return exercise


def _by_name(exercises: tuple[Exercise, ...]) -> dict[str, Exercise]:
    named: dict[str, Exercise] = {}
    for exercise in exercises:
        for name in (exercise.id, *exercise.aliases):
            other = named.setdefault(_plain(name), exercise)
            if other is not exercise:
                message = f'Both "{other.id}" and "{exercise.id}" claim the name "{name}".'
                raise ExerciseError("exercise_file", message, "Take it out of the aliases of one of them.")
    return named


def _unknown(name: str, wanted: str, named: dict[str, Exercise]) -> ExerciseError:
    near = difflib.get_close_matches(wanted, named, n=_NEAREST, cutoff=_NEAR_ENOUGH)
    inside = [known for known in named if wanted and wanted in known and known not in near]
    nearest = (near + inside)[:_NEAREST]
    if not nearest:
        nearest = sorted({exercise.id for exercise in named.values()})
    quoted = ", ".join(f'"{near_name}"' for near_name in nearest)
    return ExerciseError("unknown_exercise", f'There is no exercise called "{name}".', f"Nearest: {quoted}.")
