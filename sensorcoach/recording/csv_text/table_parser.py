"""Parse the lines of a CSV into numbers: whole blocks at once where all lines are regular, else line by line.

Damaged lines at the end are left out with a notice, and so are lines with NUL bytes, which a power cut leaves behind.
A line without all its numbers is refused if a good one follows.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np

from sensorcoach.errors import InputError
from sensorcoach.recording.csv_text.clock_text import parse_number, parse_time_s
from sensorcoach.recording.csv_text.header import Header, decode_text, shorten, split_line
from sensorcoach.recording.notice_list import NoticeList
from sensorcoach.samples import FloatArray, IntArray

DAMAGED_LINES = "damaged_lines"
"""Code of the notice about lines that were left out."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Parsed lines, n of them. `table` (n, 4 or 7): columns as in the header. `lines` (n,): line numbers."""

    table: FloatArray
    lines: IntArray

    def __len__(self) -> int:
        return len(self.lines)

    def cut(self, start: int, stop: int) -> "Rows":
        """Return the rows from `start` up to, not including, `stop`."""
        return Rows(self.table[start:stop], self.lines[start:stop])

    def join(self, later: "Rows") -> "Rows":
        """Return these rows and later ones."""
        if not len(self):
            return later
        return Rows(np.concatenate([self.table, later.table]), np.concatenate([self.lines, later.lines]))


class TableParser:
    """Parses one file from its header on. `parse` takes blocks of whole lines in order; `finish` ends the file."""

    def __init__(self, header: Header, source: str, notices: NoticeList) -> None:
        self._header = header
        self._source = source
        self._notices = notices
        self._separator = header.separator.encode()
        self._line = header.first_line
        """Number of the next line."""
        self._rows = 0
        """Number of good rows so far."""
        self._wrong: InputError | None = None
        """The first line without all its numbers, if no good line has followed."""
        self._wrong_line = 0
        """Its number."""
        self._empty: Rows = Rows(np.empty((0, len(header.columns))), np.empty(0, dtype=np.int64))

    def parse(self, text: bytes) -> Rows:
        """Return the rows of a block. Raises InputError that names a wrong line which a good one follows."""
        line = self._line
        self._line += text.count(b"\n")
        rows = (None if self._wrong else self._parse_block(text, line)) or self._parse_lines(text, line)
        self._rows += len(rows)
        return rows

    def finish(self) -> None:
        """End the file. Raises InputError if no line has all its numbers."""
        if self._wrong and self._rows < 2:
            raise self._wrong
        if self._wrong:
            message = (
                f"From line {self._wrong_line} on, the file is damaged or cut off. The samples before it are used."
            )
            self._notices.add(DAMAGED_LINES, message)

    def _parse_block(self, text: bytes, line: int) -> Rows | None:
        """Return the rows of a block in which each line has only numbers; None for any other block."""
        if any(sign in text for sign in (b'"', b"#", b"\0")):
            return None
        separator, width = self._separator, len(self._header.names)
        counts = _count_separators(text, separator)
        filled = counts > 0
        usual = int(counts.max(initial=0))
        if usual < width - 1 or (counts[filled] != usual).any():
            return None
        if any(empty in text for empty in (separator * 2, separator + b" " + separator, b"\n" + separator)):
            return None
        if separator != b",":
            text = text.replace(b",", b".").replace(separator, b" ")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # text that is not a number ends the array early
            try:
                values = np.fromstring(text.replace(b",", b" "), sep=" ")
            except ValueError:
                return None
        if len(values) != width * np.count_nonzero(filled):
            return None
        table = values.reshape(-1, width)
        if self._header.columns != tuple(range(width)):
            table = table[:, self._header.columns]
        return Rows(table, np.flatnonzero(filled) + line) if np.isfinite(table).all() else None

    def _parse_lines(self, text: bytes, line: int) -> Rows:
        table: list[list[float]] = []
        lines: list[int] = []
        for number, raw in enumerate(text.split(b"\n"), start=line):
            if b"\0" in raw:
                self._skip(number, len(table))
                continue
            content = decode_text(raw).strip(" ")
            if not content.strip() or content.startswith("#") or self._is_header(content):
                continue
            row = self._parse_row(content, number)
            if row is None:
                continue
            if self._wrong:
                raise self._wrong
            table.append(row)
            lines.append(number)
        return Rows(np.array(table), np.array(lines, dtype=np.int64)) if table else self._empty

    def _skip(self, number: int, rows: int) -> None:
        """Leave out a line with NUL bytes."""
        message = f"Line {number} is damaged by NUL bytes, as after a power cut. Such lines are left out."
        if self._rows + rows:
            self._notices.add(DAMAGED_LINES, message)

    def _is_header(self, content: str) -> bool:
        """Return whether a logger wrote its header again."""
        return content[:1].isalpha() and self._header.names[0] in content.lower() and "time_s" in content.lower()

    def _parse_row(self, content: str, number: int) -> list[float] | None:
        """Return the numbers of a line, or None for a wrong one."""
        header = self._header
        try:
            fields = split_line(content, header.separator)
        except ValueError:
            fields = []
        while len(fields) > len(header.names) and not fields[-1].strip():
            fields.pop()
        if not max(header.columns) < len(fields) <= len(header.names):
            self._note(number, content, f"has {len(fields)} fields, not {len(header.names)}")
            return None
        wanted = [fields[place] for place in header.columns]
        try:
            row = [parse_time_s(self._point(wanted[0])), *(self._parse_value(field) for field in wanted[1:])]
        except ValueError:
            wrong = next(field for k, field in enumerate(wanted) if not self._is_number(field, is_time=k == 0))
            self._note(number, wrong, "has a field that is not a number")
            return None
        if all(map(math.isfinite, row)):
            return row
        wrong = next(field for field, value in zip(wanted, row, strict=True) if not math.isfinite(value))
        self._note(number, wrong, "has a field without a finite value")
        return None

    def _parse_value(self, field: str) -> float:
        return parse_number(self._point(field))

    def _point(self, field: str) -> str:
        """Return a field with a decimal point."""
        return field if self._header.separator == "," else field.replace(",", ".")

    def _is_number(self, field: str, *, is_time: bool) -> bool:
        try:
            _ = parse_time_s(self._point(field)) if is_time else self._parse_value(field)
        except ValueError:
            return False
        return True

    def _note(self, number: int, content: str, reason: str) -> None:
        """Remember a wrong line, unless one is remembered."""
        if self._wrong is None:
            self._wrong_line = number
            self._wrong = InputError(
                "not_a_number",
                f"Line {number} of {self._source} {reason}: '{shorten(content.strip())}'.",
                "Remove the lines of missing samples; every other line needs all its numbers.",
            )


def _count_separators(text: bytes, separator: bytes) -> IntArray:
    """Number of separators (n,) in each of the n lines."""
    codes = np.frombuffer(text if text.endswith(b"\n") else text + b"\n", dtype=np.uint8)
    ends = np.searchsorted(np.flatnonzero(codes == ord(separator)), np.flatnonzero(codes == ord("\n")))
    return np.diff(ends, prepend=0)
