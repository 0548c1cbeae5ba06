"""Plain CSV: `time_s`, acceleration and, with a gyroscope, angular rate, all in SI units.

Numbers are parsed in blocks of lines. Single lines are parsed only to find the one that is wrong.
"""

import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from sensorcoach.errors import InputError
from sensorcoach.recording.recordings import Importer, SampleRecording
from sensorcoach.recording.sample_rate import measure_rate_hz
from sensorcoach.samples import FloatArray, Samples, freeze

ACC_COLUMNS = ("time_s", "acc_x_mps2", "acc_y_mps2", "acc_z_mps2")
GYRO_COLUMNS = ("gyro_x_radps", "gyro_y_radps", "gyro_z_radps")
EXPECTED = f"{','.join(ACC_COLUMNS)}[,{','.join(GYRO_COLUMNS)}]"

_BLOCK_BYTES = 1 << 20
"""Bytes of text parsed at a time."""
_MAX_LINE_BYTES = 1 << 12
"""Longest line that is read."""
_SHOWN = 60
"""Longest excerpt of the file in an error message, in characters."""


class PlainCsv:
    """One file. The constructor checks header and rate, `samples` the rest. Both raise InputError.

    `rate_hz`: one over the median time step of the first megabyte. `duration_s`: time in the last readable line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as stream:
            self._columns = self._count_columns(stream.readline(_MAX_LINE_BYTES))
            first = self._parse(next(_blocks(stream), b""), 2)
            self.duration_s = self._last_s(stream, first)
        self.rate_hz = measure_rate_hz(first[:, 0], str(path))

    @property
    def sensors(self) -> tuple[str, ...]:
        """`("acc",)`, or `("acc", "gyro")` if the file has gyroscope columns."""
        return ("acc", "gyro") if self._columns == len(ACC_COLUMNS + GYRO_COLUMNS) else ("acc",)

    def samples(self) -> Iterator[Samples]:
        """All samples in order, in blocks of about a megabyte of text, with the times in the file."""
        last_s, line = -math.inf, 2
        with self._path.open("rb") as stream:
            stream.readline(_MAX_LINE_BYTES)
            for text in _blocks(stream):
                table = self._parse(text, line)
                if len(table):
                    self._check_times(table[:, 0], last_s, text, line)
                    last_s = float(table[-1, 0])
                    yield _samples(table)
                line += text.count(b"\n")

    def _count_columns(self, header: bytes) -> int:
        text = header.decode("utf-8-sig", errors="replace").strip()
        names = tuple(name.strip().strip('"').lower() for name in text.split(","))
        if names in {ACC_COLUMNS, ACC_COLUMNS + GYRO_COLUMNS}:
            return len(names)
        raise InputError(
            "wrong_header",
            f"{self._path} begins with '{_shown(text)}', which is not a known header.",
            f"The first line must be {EXPECTED}: seconds, m/s² with gravity included, rad/s.",
        )

    def _parse(self, text: bytes, line: int) -> FloatArray:
        """Parse a block of lines into a table (rows, columns); `line` is the number of the first line."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # text that is not a number ends the array early
            try:
                values = np.fromstring(text.replace(b",", b" "), sep=" ")
            except ValueError:
                values = np.empty(0)
        rows = len(values) // self._columns
        whole = rows * self._columns == len(values) and text.count(b",") == rows * (self._columns - 1)
        if whole and (rows or not text.strip()) and np.isfinite(values).all():
            return values.reshape(rows, self._columns)
        return np.array(self._parse_lines(text, line)).reshape(-1, self._columns)

    def _parse_lines(self, text: bytes, line: int) -> list[list[float]]:
        """Parse a block line by line. Raises InputError that names the wrong line."""
        rows: list[list[float]] = []
        for number, content in enumerate(text.splitlines(), start=line):
            if not content.strip():
                continue
            fields = content.split(b",")
            if len(fields) != self._columns:
                raise self._bad_line(number, content, f"has {len(fields)} fields, not {self._columns}")
            rows.append([self._parse_number(field, number) for field in fields])
        return rows

    def _parse_number(self, field: bytes, line: int) -> float:
        try:
            value = float(field)
        except ValueError:
            raise self._bad_line(line, field, "has a field that is not a number") from None
        if not math.isfinite(value):
            raise self._bad_line(line, field, "has a field without a finite value")
        return value

    def _bad_line(self, line: int, content: bytes, what: str) -> InputError:
        return InputError(
            "not_a_number",
            f"Line {line} of {self._path} {what}: '{_shown(content.decode(errors='replace').strip())}'.",
            "Remove the lines of missing samples; each remaining line needs all its numbers.",
        )

    def _check_times(self, time_s: FloatArray, last_s: float, text: bytes, line: int) -> None:
        steps_s = np.diff(time_s, prepend=last_s)
        if (steps_s > 0.0).all():
            return
        row = int(np.argmax(steps_s <= 0.0))
        numbers = [number for number, content in enumerate(text.splitlines(), start=line) if content.strip()]
        before_s = last_s if row == 0 else float(time_s[row - 1])
        raise InputError(
            "time_backwards",
            f"Time does not increase in line {numbers[row]} of {self._path}: {time_s[row]:g} s after {before_s:g} s.",
            "Each line needs a later time than the line before; sort the lines and remove repetitions.",
        )

    def _last_s(self, stream: IO[bytes], first: FloatArray) -> float:
        """Time of the last line, without reading the lines between."""
        stream.seek(max(0, self._path.stat().st_size - _MAX_LINE_BYTES))
        for content in reversed(stream.read().splitlines()):
            field = content.split(b",")[0]
            if content.count(b",") == self._columns - 1 and field.strip():
                try:
                    return float(field)
                except ValueError:
                    break
        return float(first[-1, 0]) if len(first) else 0.0


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the rest of the stream in blocks of whole lines; a line longer than a block is split."""
    rest = b""
    while data := stream.read(_BLOCK_BYTES):
        text = rest + data
        end = text.rfind(b"\n") + 1
        if not end and len(text) >= _BLOCK_BYTES:
            end = len(text)
        rest = text[end:]
        if end:
            yield text[:end]
    if rest:
        yield rest


def _samples(table: FloatArray) -> Samples:
    time_s, acc_mps2 = table[:, 0].copy(), table[:, 1:4].copy()
    gyro_radps = table[:, 4:7].copy() if table.shape[1] > len(ACC_COLUMNS) else None
    for array in (time_s, acc_mps2, gyro_radps):
        if array is not None:
            freeze(array)
    return Samples(time_s, acc_mps2, gyro_radps)


def _shown(text: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= _SHOWN else printable[:_SHOWN] + "..."


def sniff(head: bytes, name: str) -> bool:
    """Return whether it is text with a comma, or text in a `.csv` file."""
    return b"\0" not in head and (b"," in head or name.lower().endswith(".csv"))


def open_csv(path: Path) -> SampleRecording:
    """Open the file. Raises InputError for a wrong header, and for a rate that is too low."""
    file = PlainCsv(path)
    return SampleRecording(path, file.rate_hz, file.sensors, file.duration_s, file.samples)


IMPORTER = Importer("csv", f"CSV with the header {EXPECTED}", sniff, open_csv)
