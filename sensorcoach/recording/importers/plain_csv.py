"""CSV: `time_s`, acceleration and, with a gyroscope, angular rate, all in SI units.

Separators, encodings, line ends and extra columns of other programs are read as well (`csv_text/`).
"""

import math
from collections.abc import Iterator
from pathlib import Path

from sensorcoach.recording.csv_text.blocks import find_utf16, read_blocks
from sensorcoach.recording.csv_text.clock_text import find_unit
from sensorcoach.recording.csv_text.header import ACC_COLUMNS, EXPECTED, Header, read_header, shorten
from sensorcoach.recording.csv_text.table_parser import Rows, TableParser
from sensorcoach.recording.csv_text.time_repair import TimeRepair, measure_period
from sensorcoach.recording.notice_list import NoticeList
from sensorcoach.recording.recordings import Importer, SampleRecording
from sensorcoach.recording.sample_rate import USUAL_RATE_HZ, check_time_scale, measure_rate_hz
from sensorcoach.samples import FloatArray, Samples, freeze

_TAIL_BYTES = 1 << 12
"""Bytes at the end of a file in which the last time is looked for."""
_RESTARTED = 0.9
"""Share of the expected length below which the last time shows a restart, so that the whole file is read for it."""


class PlainCsv:
    """One file. The constructor checks header and rate, `samples` the rest. Both raise InputError.

    `rate_hz`: one over the median time step of the first megabyte. `duration_s`: time in the last readable line.
    `notices`: corrections and omissions; reading adds to it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices = NoticeList()
        blocks = read_blocks(path)
        text = next(blocks, b"")
        is_whole = next(blocks, None) is None
        self._header = read_header(text, str(path))
        self._unit_s = 1.0
        parser = TableParser(self._header, str(path), NoticeList())
        rows = parser.parse(_skip_header(text, self._header))
        if is_whole or len(rows) < 2:
            parser.finish()
        self._note_columns()
        self._choose_unit(rows)
        first = self._repair_times(rows)
        self.rate_hz = measure_rate_hz(first.time_s, str(path))
        self._check_rate(first)
        self.duration_s = float(first.time_s[-1]) if is_whole else self._find_last_s(first, len(text))

    @property
    def sensors(self) -> tuple[str, ...]:
        """`("acc",)`, or `("acc", "gyro")` if the file has gyroscope columns."""
        return ("acc", "gyro") if self._header.has_gyro else ("acc",)

    def samples(self) -> Iterator[Samples]:
        """All samples in order, in blocks of about a megabyte of text, with strictly rising times in seconds."""
        return self._read(self.notices)

    def _read(self, notices: NoticeList) -> Iterator[Samples]:
        parser = TableParser(self._header, str(self._path), notices)
        repair = TimeRepair(self._unit_s, str(self._path), notices)
        blocks = read_blocks(self._path)
        text = _skip_header(next(blocks, b""), self._header)
        while text:
            rows = repair.feed(parser.parse(text))
            if len(rows):
                yield _samples(rows.table)
            text = next(blocks, b"")
        parser.finish()
        rows = repair.finish()
        if rows and len(rows):
            yield _samples(rows.table)

    def _check_rate(self, first: Samples) -> None:
        """Refuse or flag a rate that shows another unit of time."""
        check_time_scale(first, str(self._path))
        if self.rate_hz > USUAL_RATE_HZ:
            message = f"{self.rate_hz:.0f} samples a second are unusual. Check that time_s is in seconds."
            self.notices.add("unusual_rate", message, float(first.time_s[0]))

    def _note_columns(self) -> None:
        names = [shorten(name) for name in self._header.ignored]
        if names:
            listed = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
            verb = "column is" if len(names) == 1 else "columns are"
            self.notices.add("ignored_columns", f"{len(names)} {verb} ignored: {listed}.")

    def _choose_unit(self, rows: Rows) -> None:
        time = rows.table[:, 0]
        unit = find_unit(time, measure_period(time)) if len(time) > 1 else None
        if unit:
            self._unit_s, name = unit
            self.notices.add("time_unit", f"The times are in {name}. They are converted to seconds.")

    def _repair_times(self, rows: Rows) -> Samples:
        """The samples of the first block; notices wait until `samples` reads them."""
        repair = TimeRepair(self._unit_s, str(self._path), NoticeList())
        first, last = repair.feed(rows), repair.finish()
        return _samples(first.join(last).table if last else first.table)

    def _find_last_s(self, first: Samples, read_bytes: int) -> float:
        """Time of the last line, without reading the lines between where times rise throughout."""
        size = self._path.stat().st_size
        first_s, end_s = float(first.time_s[0]), float(first.time_s[-1])
        last_s = self._parse_last_s(size)
        if last_s - first_s >= _RESTARTED * (end_s - first_s) * size / read_bytes:
            return last_s
        for block in self._read(NoticeList()):
            end_s = float(block.time_s[-1])
        return end_s

    def _parse_last_s(self, size: int) -> float:
        """The time in the last complete line; not a number if the end is damaged."""
        with self._path.open("rb") as stream:
            stream.seek(max(0, size - _TAIL_BYTES))
            lines = stream.read().splitlines()[1:]
        for content in reversed(lines):
            rows = TableParser(self._header, str(self._path), NoticeList()).parse(content)
            if len(rows):
                return float(rows.table[0, 0]) * self._unit_s
        return math.nan


def _skip_header(text: bytes, header: Header) -> bytes:
    """The part of the first block below the header."""
    return text.split(b"\n", header.first_line - 1)[-1] if text.count(b"\n") >= header.first_line - 1 else b""


def _samples(table: FloatArray) -> Samples:
    time_s, acc_mps2 = table[:, 0].copy(), table[:, 1:4].copy()
    gyro_radps = table[:, 4:7].copy() if table.shape[1] > len(ACC_COLUMNS) else None
    for array in (time_s, acc_mps2, gyro_radps):
        if array is not None:
            freeze(array)
    return Samples(time_s, acc_mps2, gyro_radps)


def sniff(head: bytes, name: str) -> bool:
    """Return whether it is text with a comma or with the column of the time, or text in a `.csv` file."""
    if find_utf16(head):
        return name.lower().endswith(".csv") or b"t\0i\0m\0e\0_\0s" in head
    text = head.partition(b"\0")[0]
    return (
        bool(text)
        and (b"\0" not in head or b"time_s" in text)
        and (b"," in head or b"time_s" in head or name.lower().endswith(".csv"))
    )


def open_csv(path: Path) -> SampleRecording:
    """Open the file. Raises InputError for a wrong header, and for a rate that is too low or too high."""
    file = PlainCsv(path)
    return SampleRecording(path, file.rate_hz, file.sensors, file.duration_s, file.samples, corrections=file.notices)


IMPORTER = Importer("csv", f"CSV with the header {EXPECTED}", sniff, open_csv)
