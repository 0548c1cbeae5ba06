"""Rows of CSV, as spreadsheets and data frames read them: commas, quotes where needed, a header with units in names."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TextIO

Cell = str | float | bool | None
"""None becomes an empty cell, true and false become 1 and 0."""


def write_rows(rows: Iterable[Sequence[Cell]], stream: TextIO) -> None:
    """Write rows, each ended by one newline character."""
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        writer.writerow([int(cell) if isinstance(cell, bool) else cell for cell in row])


def format_row(cells: Sequence[Cell]) -> str:
    """One row as text, with its newline."""
    stream = StringIO()
    write_rows([cells], stream)
    return stream.getvalue()
