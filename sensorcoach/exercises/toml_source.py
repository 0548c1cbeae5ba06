"""Values of a TOML text, checked: an error names file, line, the wrong value and what was expected."""

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, cast

from sensorcoach.errors import ExerciseError
from sensorcoach.exercises.toml_lines import find_line_of_key, find_line_of_syntax_error
from sensorcoach.exercises.toml_parsing import parse_toml, read_list, show_value

Table = dict[str, object]
Word = TypeVar("Word", bound=StrEnum)

_LONGEST_KEY = 60
"""Longest key or word in a message, in characters."""


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A TOML text and the name of its file. Each method raises ExerciseError for a value of the wrong kind.

    `where` is the dotted name of the table that holds a key, None for the top of the file.
    """

    name: str
    text: str

    def error(self, message: str, remedy: str, key: str, where: str | None = None) -> ExerciseError:
        """Return the error about a key, with its line."""
        line = find_line_of_key(self.text, key, where)
        return ExerciseError("exercise_file", f"{self.name}, line {line}: {message}.", remedy)

    def read(self) -> Table:
        """Return the whole text as a table."""
        try:
            return parse_toml(self.text)
        except ValueError as error:
            line = find_line_of_syntax_error(str(error), self.text)
            message = f"{self.name}, line {line}: not TOML: {error}."
            remedy = 'Write each setting as key = value, texts in "quotes".'
            raise ExerciseError("exercise_file", message, remedy) from None

    def check_keys(
        self, table: Table, required: Sequence[str], optional: Sequence[str] = (), where: str | None = None
    ) -> None:
        """Refuse unknown and missing keys."""
        known = [*required, *optional]
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key[:_LONGEST_KEY], known, n=1)
                remedy = f'Did you mean "{near[0]}"?' if near else f"Expected keys: {', '.join(known)}."
                raise self.error(f'unknown key "{key[:_LONGEST_KEY]}"', remedy, key, where)
        for key in required:
            if key not in table:
                place = f"[{where}]" if where else "the file"
                raise self.error(f'the key "{key}" is missing', f"Add it to {place}.", "" if where else key, where)

    def read_text(self, table: Table, key: str) -> str:
        """Return a text that is not empty."""
        value = table[key]
        if isinstance(value, str) and value.strip():
            return value
        raise self.error(f"{key} = {show_value(value)}", 'Expected a text in "quotes".', key)

    def read_texts(self, table: Table, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is missing."""
        value = table.get(key, [])
        items = read_list(value)
        if items is not None:
            texts = tuple(item for item in items if isinstance(item, str))
            if len(texts) == len(items):
                return texts
        raise self.error(f"{key} = {show_value(value)}", 'Expected a list of texts, such as ["one", "two"].', key)

    def read_word(self, kind: type[Word], value: object, key: str, where: str | None = None) -> Word:
        """Return one of the words of an enumeration."""
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(f'"{word.value}"' for word in kind)
            shown = f'"{value[:_LONGEST_KEY]}"' if isinstance(value, str) else show_value(value)
            raise self.error(f"{key} holds {shown}", f"Expected one of {known}.", key, where) from None

    def read_subtable(self, table: Table, key: str, where: str | None = None) -> Table:
        """Return the table below a key."""
        value, path = table[key], f"{where}.{key}" if where else key
        if isinstance(value, dict):
            return cast("Table", value)
        raise self.error(
            f"{path} = {show_value(value)}", f"Expected a table: a line [{path}] with its keys below.", key, where
        )

    def read_number(self, value: object, low: float, high: float, key: str, where: str) -> float:
        """Return a number from `low` to `high`."""
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        raise self.error(f"{key} holds {show_value(value)}", f"Expected a number from {low:g} to {high:g}.", key, where)

    def read_numbers(self, value: object, low: float, high: float, key: str, where: str) -> tuple[float, ...]:
        """Return a list of at least one number from `low` to `high`."""
        items = read_list(value)
        if items:
            return tuple(self.read_number(item, low, high, key, where) for item in items)
        raise self.error(
            f"{key} = {show_value(value)}", f"Expected a list of numbers from {low:g} to {high:g}.", key, where
        )

    def read_vector(self, value: object, key: str, where: str) -> tuple[float, float, float]:
        """Return a vector of three components from -1 to 1, longer than 0."""
        parts = self.read_numbers(value, -1.0, 1.0, key, where)
        if len(parts) == 3 and math.hypot(*parts) > 0.0:
            return parts[0], parts[1], parts[2]
        raise self.error(f"{key} = {show_value(value)}", "Expected [x, y, z], longer than 0.", key, where)

    def read_span(self, value: object, high: float, key: str, where: str) -> tuple[float, float]:
        """Return two rising numbers from 0 to `high`."""
        ends = read_list(value) or []
        if len(ends) == 2:
            first, second = (self.read_number(end, 0.0, high, key, where) for end in ends)
            if first < second:
                return first, second
        raise self.error(f"{key} = {show_value(value)}", "Expected [low, high] in degrees, low below high.", key, where)
