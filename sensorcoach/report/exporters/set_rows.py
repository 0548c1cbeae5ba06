"""CSV with one row a set: what was done, when, and the means over its reps."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from sensorcoach.report.csv_text import Cell, format_row, write_rows
from sensorcoach.report.exporter import Exporter
from sensorcoach.report.schema import AnalysisDocument, RepDocument, SetDocument

_COLUMNS = (
    "file",
    "exercise",
    "placement",
    "set",
    "side",
    "armed",
    "start_s",
    "end_s",
    "rep_count",
    "uncertain_count",
    "warning_count",
    "mean_lift_s",
    "mean_hold_s",
    "mean_lower_s",
    "mean_rest_s",
    "mean_rom_deg",
)
_DECIMALS = 3
"""As in the document: milliseconds."""


def write(document: AnalysisDocument, stream: TextIO) -> None:
    """Write the sets of one recording; no row without sets. Means leave uncertain reps out, unless all are."""
    write_rows(_rows(document), stream)


def _rows(document: AnalysisDocument) -> Iterator[list[Cell]]:
    for one in document["sets"]:
        worn: list[Cell] = [document["recording"]["path"], document["exercise"], document["placement"]]
        yield [*worn, *_set_cells(one), *_means([rep for rep in one["reps"] if not rep["uncertain"]] or one["reps"])]


def _set_cells(one: SetDocument) -> list[Cell]:
    counts = [one["rep_count"], one["uncertain_count"], sum(len(rep["warnings"]) for rep in one["reps"])]
    return [one["number"], one["side"], one["armed"], one["start_s"], one["end_s"], *counts]


def _means(reps: Sequence[RepDocument]) -> list[Cell]:
    return [
        _mean([rep["lift_s"] for rep in reps]),
        _mean([rep["hold_s"] for rep in reps]),
        _mean([rep["lower_s"] for rep in reps]),
        _mean([rep["rest_s"] for rep in reps if rep["rest_s"] is not None]),
        _mean([rep["rom_deg"] for rep in reps]),
    ]


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), _DECIMALS) if values else None


EXPORTER = Exporter("csv-sets", "CSV with one row a set", write, format_row(_COLUMNS), shows_errors=False)
