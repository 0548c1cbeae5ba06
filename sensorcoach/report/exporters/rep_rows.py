"""CSV with one row a rep. Columns are those of a rep in the document, after the file and the number of the set."""

from collections.abc import Iterator
from typing import TextIO, cast

from sensorcoach.report.csv_text import Cell, format_row, write_rows
from sensorcoach.report.exporter import Exporter
from sensorcoach.report.schema import AnalysisDocument, RepDocument

_LISTED = "warnings"
"""The column with a list: the codes of the warnings, with spaces between."""
_COLUMNS = tuple(name for name in RepDocument.__annotations__ if name != _LISTED)


def write(document: AnalysisDocument, stream: TextIO) -> None:
    """Write the reps of one recording; no row without reps."""
    write_rows(_rows(document), stream)


def _rows(document: AnalysisDocument) -> Iterator[list[Cell]]:
    for one in document["sets"]:
        for rep in one["reps"]:
            cells = cast("dict[str, Cell]", rep)
            codes = " ".join(warning["code"] for warning in rep["warnings"])
            yield [document["recording"]["path"], one["number"], *(cells[name] for name in _COLUMNS), codes]


EXPORTER = Exporter(
    name="csv-reps",
    description="CSV with one row a rep",
    write=write,
    header=format_row(["file", "set", *_COLUMNS, _LISTED]),
    shows_errors=False,
)
