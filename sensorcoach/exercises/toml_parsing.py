"""Parse TOML from anybody: each fault is a ValueError, and values are shown briefly."""

import re
import tomllib
from typing import cast

MAX_CHARACTERS = 200_000
"""Longest text that is parsed. A catalogue file has a few thousand characters."""
_MOST_DOTS = 64
"""Most dots in a line, besides decimal points. Parsing takes time by the square of the parts of a dotted key."""
_DECIMAL_POINT = re.compile(r"\d\.\d")
_SHOWN = 80
"""Longest value in a message, in characters."""


def parse_toml(text: str) -> dict[str, object]:
    """Return the text as a table. Raises ValueError for wrong syntax, and for a text that is too long or too deep."""
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"{len(text)} characters are too many; at most {MAX_CHARACTERS} are read")
    if any(line.count(".") > _MOST_DOTS and _count_dots(line) > _MOST_DOTS for line in text.splitlines()):
        raise ValueError("tables are nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("lists or tables are nested too deeply") from None


def _count_dots(line: str) -> int:
    return _DECIMAL_POINT.sub("", line).count(".")


def read_list(value: object) -> list[object] | None:
    """Return a list, None for any other value."""
    return cast("list[object]", value) if isinstance(value, list) else None


def show_value(value: object) -> str:
    """Return a value as Python writes it, shortened."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # nested too deeply, or a number with too many digits
        return f"a {type(value).__name__} that is too large to show"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
