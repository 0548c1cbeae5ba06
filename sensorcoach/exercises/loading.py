"""One catalogue file: TOML text in, a frozen Exercise out, or an error that names file, line and what was expected.

Every key is required except `aliases`, `rules` and `reminders`:

    id          the file's own name without .toml
    name        for people
    aliases     other names it is found by
    summary     one sentence
    placements  "pelvis", "thigh"; the preferred one first
    posture     "supine", "reclined", "prone", "all-fours", "side-lying", "any"
    bottom      "touch" (comes to rest between reps), "hover" (must not), "either"
    sides       "both", "each" (a set a side), "alternate" (rep by rep)
    rules       ids of the rules it carries (guidelines.toml), or sentences of your own
    reminders   what no sensor can see
    [tempo]     lift_s, hold_s, lower_s, rest_s: target seconds in the order of movement
    [range_deg] for every placement: [low, high], the usual lift angle
"""

import difflib
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, cast

from sensorcoach.errors import ExerciseError
from sensorcoach.exercises.exercise import Bottom, Exercise, Placement, Posture, Range, Sides, Tempo
from sensorcoach.exercises.toml_lines import find_line_of_key, find_line_of_syntax_error
from sensorcoach.units import RAD_PER_DEG

_REQUIRED = ("id", "name", "summary", "placements", "posture", "bottom", "sides", "tempo", "range_deg")
_OPTIONAL = ("aliases", "rules", "reminders")
_TEMPO_KEYS = ("lift_s", "hold_s", "lower_s", "rest_s")
_LONGEST_PHASE_S = 120.0
_LARGEST_RANGE_DEG = 180.0

Table = dict[str, object]
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a table came from, for the error messages."""

    name: str
    text: str

    def error(self, message: str, remedy: str, key: str, table: str | None = None) -> ExerciseError:
        line = find_line_of_key(self.text, key, table)
        return ExerciseError("exercise_file", f"{self.name}, line {line}: {message}.", remedy)

    def read(self) -> Table:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = find_line_of_syntax_error(str(error), self.text)
            message = f"{self.name}, line {line}: not TOML: {error}."
            raise ExerciseError(
                "exercise_file", message, 'Write each setting as key = value, texts in "quotes".'
            ) from None


def parse_exercise(text: str, name: str) -> Exercise:
    """The exercise that the TOML `text` of the file `name` describes.

    Raises ExerciseError with file, line and what was expected for wrong syntax, keys, types or values.
    """
    source = _Source(name, text)
    table = source.read()
    _check_keys(source, table, _REQUIRED, _OPTIONAL, None)
    placements = tuple(_word(source, Placement, word, "placements") for word in _texts(source, table, "placements"))
    if not placements:
        raise source.error("placements is empty", 'Expected a list such as ["pelvis", "thigh"].', "placements")
    return Exercise(
        id=_text(source, table, "id"),
        name=_text(source, table, "name"),
        aliases=_texts(source, table, "aliases"),
        summary=_text(source, table, "summary"),
        placements=placements,
        posture=_word(source, Posture, _text(source, table, "posture"), "posture"),
        bottom=_word(source, Bottom, _text(source, table, "bottom"), "bottom"),
        sides=_word(source, Sides, _text(source, table, "sides"), "sides"),
        tempo=_tempo(source, table),
        ranges=_ranges(source, table, placements),
        rules=_texts(source, table, "rules"),
        reminders=_texts(source, table, "reminders"),
    )


def _check_keys(
    source: _Source, table: Table, required: tuple[str, ...], optional: tuple[str, ...], name: str | None
) -> None:
    where = f"[{name}]" if name else "the file"
    for key in table:
        if key not in required and key not in optional:
            near = difflib.get_close_matches(key, required + optional, n=1)
            remedy = f'Did you mean "{near[0]}"?' if near else f"Expected keys: {', '.join(required + optional)}."
            raise source.error(f'unknown key "{key}"', remedy, key, name)
    for key in required:
        if key not in table:
            raise source.error(f'the key "{key}" is missing', f"Add it to {where}.", key if name is None else "", name)


def _text(source: _Source, table: Table, key: str) -> str:
    value = table[key]
    if isinstance(value, str) and value.strip():
        return value
    raise source.error(f"{key} = {value!r}", 'Expected a text in "quotes".', key)


def _texts(source: _Source, table: Table, key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list):
        items = cast("list[object]", value)
        texts = tuple(item for item in items if isinstance(item, str))
        if len(texts) == len(items):
            return texts
    raise source.error(f"{key} = {value!r}", 'Expected a list of texts, such as ["one", "two"].', key)


def _word(source: _Source, kind: type[Word], value: str, key: str) -> Word:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(f'"{word.value}"' for word in kind)
        raise source.error(f'{key} holds "{value}"', f"Expected one of {known}.", key) from None


def _subtable(source: _Source, table: Table, name: str) -> Table:
    value = table[name]
    if isinstance(value, dict):
        return cast("Table", value)
    raise source.error(f"{name} = {value!r}", f"Expected a table: a line [{name}] with its keys below.", name)


def _number(source: _Source, value: object, largest: float, key: str, table: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.0 <= value <= largest:
        return float(value)
    raise source.error(f"{key} holds {value!r}", f"Expected a number from 0 to {largest:g}.", key, table)


def _tempo(source: _Source, table: Table) -> Tempo:
    tempo = _subtable(source, table, "tempo")
    _check_keys(source, tempo, _TEMPO_KEYS, (), "tempo")
    return Tempo(*(_number(source, tempo[key], _LONGEST_PHASE_S, key, "tempo") for key in _TEMPO_KEYS))


def _ranges(source: _Source, table: Table, placements: tuple[Placement, ...]) -> dict[Placement, Range]:
    ranges = _subtable(source, table, "range_deg")
    _check_keys(source, ranges, tuple(p.value for p in placements), (), "range_deg")
    return {placement: _range(source, ranges[placement.value], placement.value) for placement in placements}


def _range(source: _Source, value: object, key: str) -> Range:
    ends = cast("list[object]", value) if isinstance(value, list) else []
    if len(ends) == 2:
        low, high = (_number(source, end, _LARGEST_RANGE_DEG, key, "range_deg") for end in ends)
        if low < high:
            return Range(low * RAD_PER_DEG, high * RAD_PER_DEG)
    raise source.error(f"{key} = {value!r}", "Expected [low, high] in degrees, low below high.", key, "range_deg")
