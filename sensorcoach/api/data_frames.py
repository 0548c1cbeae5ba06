"""Reps as data frames of pandas or polars. Both are optional: the package is imported when a frame is made."""

import dataclasses
import importlib
from collections.abc import Sequence
from typing import Any

from sensorcoach.errors import UsageError
from sensorcoach.report.analyzed_sets import AnalyzedRep

_NAMES = {"set_number": "set", "number": "rep"}
"""Columns with another name than the attribute; there the object says what a number counts."""
_LISTED = "warnings"
"""The column that holds codes of warnings, with spaces between."""


def make_pandas_frame(reps: Sequence[AnalyzedRep]) -> Any:  # noqa: ANN401 - a pandas.DataFrame; pandas is optional
    """A pandas.DataFrame with one row a rep. A missing number is NaN. Raises UsageError without pandas."""
    pandas = _import_package("pandas")
    columns = _make_columns(reps)
    return pandas.DataFrame({name: pandas.Series(values, dtype=kind) for name, (kind, values) in columns.items()})


def make_polars_frame(reps: Sequence[AnalyzedRep]) -> Any:  # noqa: ANN401 - a polars.DataFrame; polars is optional
    """A polars.DataFrame with one row a rep. A missing number is null. Raises UsageError without polars."""
    polars = _import_package("polars")
    kinds = {"int64": polars.Int64, "float64": polars.Float64, "bool": polars.Boolean, "object": polars.String}
    columns = _make_columns(reps)
    schema = {name: kinds[kind] for name, (kind, _) in columns.items()}
    return polars.DataFrame({name: values for name, (_, values) in columns.items()}, schema=schema)


def _make_columns(reps: Sequence[AnalyzedRep]) -> dict[str, tuple[str, list[Any]]]:
    """Type and values of each column, by name."""
    kinds = {int: "int64", bool: "bool"}
    columns: dict[str, tuple[str, list[Any]]] = {}
    for field in dataclasses.fields(AnalyzedRep):
        if field.name != _LISTED:
            kind = kinds.get(field.type, "float64") if isinstance(field.type, type) else "float64"
            columns[_NAMES.get(field.name, field.name)] = (kind, [getattr(rep, field.name) for rep in reps])
    columns[_LISTED] = ("object", [" ".join(warning.code for warning in rep.warnings) for rep in reps])
    return columns


def _import_package(name: str) -> Any:  # noqa: ANN401 - the type of an optional package is unknown without it
    try:
        return importlib.import_module(name)
    except ImportError:
        raise UsageError(
            "missing_package",
            f"A data frame needs the package {name}, which is not installed.",
            f"Install it with the extra '{name}': pip install 'sensorcoach[{name}]'.",
        ) from None
