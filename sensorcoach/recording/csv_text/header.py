"""The header of a CSV: its separator, the places of the known columns, and the difference if some are missing."""

import csv
import difflib
from dataclasses import dataclass

from sensorcoach.errors import InputError
from sensorcoach.safe_text import replace_unsafe

ACC_COLUMNS = ("time_s", "acc_x_mps2", "acc_y_mps2", "acc_z_mps2")
GYRO_COLUMNS = ("gyro_x_radps", "gyro_y_radps", "gyro_z_radps")
EXPECTED = f"{','.join(ACC_COLUMNS)}[,{','.join(GYRO_COLUMNS)}]"

_SEPARATORS = (",", ";", "\t")
_SHOWN = 60
"""Longest excerpt of the file in an error message, in characters."""
_MOST_COMMENTS = 1000
"""Most comments and blank lines above the header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a CSV that is not a comment.

    `separator`: between fields. `names`: of all columns, lower case, without empty ones at the end. `columns`: places
    of time, acceleration and, with a gyroscope, angular rate. `first_line`: number of the line below the header.
    """

    separator: str
    names: tuple[str, ...]
    columns: tuple[int, ...]
    first_line: int

    @property
    def has_gyro(self) -> bool:
        """Whether the gyroscope's columns are there."""
        return len(self.columns) == len(ACC_COLUMNS + GYRO_COLUMNS)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Names of the columns that are not used."""
        return tuple(name for place, name in enumerate(self.names) if name and place not in self.columns)


def read_header(text: bytes, source: str) -> Header:
    """Find the header in the first lines of a file. Raises InputError, naming `source` and the difference."""
    for number, raw in enumerate(text.split(b"\n", _MOST_COMMENTS)[:_MOST_COMMENTS], start=1):
        line = decode_text(raw).strip("\ufeff\0 ")
        if line.strip() and not line.startswith("#") and not line.lower().startswith("sep="):
            return _parse_header(line, number, source)
    raise InputError(
        "wrong_header", f"{source} has no header.", f"The first line must be {EXPECTED}: seconds, m/s^2, rad/s."
    )


def split_line(line: str, separator: str) -> list[str]:
    """Return the fields of a line without their quotes. Raises ValueError for a field that is too long."""
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [""])
    except csv.Error as error:
        raise ValueError(str(error)) from None


def decode_text(raw: bytes) -> str:
    """Return bytes as text: UTF-8, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def shorten(text: str) -> str:
    """Return the beginning of a text for an error message, without control characters."""
    shown = replace_unsafe(text[: _SHOWN + 1])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "..."


def _parse_header(line: str, number: int, source: str) -> Header:
    known = ACC_COLUMNS + GYRO_COLUMNS
    splits = [(separator, _split_names(line, separator)) for separator in _SEPARATORS]
    separator, names = max(splits, key=lambda one: len(set(known) & set(one[1])))
    if not set(known) & set(names):
        raise _unknown_header_error(line, source)
    twice = next((name for name in known if names.count(name) > 1), None)
    if twice:
        raise InputError(
            "wrong_header", f"The header of {source} has the column {twice} twice.", "Rename or remove one of them."
        )
    with_gyro = any(name in names for name in GYRO_COLUMNS)
    wanted = known if with_gyro else ACC_COLUMNS
    missing = [name for name in wanted if name not in names]
    if missing:
        raise _missing_columns_error(missing, names, source)
    return Header(separator, names, tuple(names.index(name) for name in wanted), number + 1)


def _split_names(line: str, separator: str) -> tuple[str, ...]:
    try:
        names = [name.strip().strip("\"'").strip().lower() for name in split_line(line, separator)]
    except ValueError:
        return ()
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _missing_columns_error(missing: list[str], names: tuple[str, ...], source: str) -> InputError:
    listed = f"column {missing[0]} is" if len(missing) == 1 else f"columns {', '.join(missing)} are"
    unknown = [name for name in names if name and name not in ACC_COLUMNS + GYRO_COLUMNS]
    shown = ", ".join(shorten(name) for name in unknown[:3])
    extra = f" It has the unknown column{'s' if len(unknown) > 1 else ''} {shown}." if unknown else ""
    near = difflib.get_close_matches(missing[0], unknown, n=1)
    if near:
        remedy = f"Rename {shorten(near[0])} to {missing[0]}, if its values have that unit."
    elif missing[0] in GYRO_COLUMNS:
        remedy = "Add it, or leave out all gyro columns: a gyroscope needs all three."
    else:
        remedy = "Add it: time in seconds, acceleration in m/s^2 with gravity in it."
    return InputError("wrong_header", f"In the header of {source}, the {listed} missing.{extra}", remedy)


def _unknown_header_error(line: str, source: str) -> InputError:
    first = line.replace(";", ",").replace("\t", ",").split(",")[0].strip("\" '")
    begins = f"{source} begins with '{shorten(line)}', which is not a known header."
    if first[:1].isdigit():
        begins = f"{source} has no header: its first line is '{shorten(line)}'."
    remedy = f"The first line must be {EXPECTED}: seconds, m/s^2 with gravity in it, rad/s."
    return InputError("wrong_header", begins, remedy)
