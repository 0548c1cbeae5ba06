"""Reps as data frames. pandas and polars are optional: with them the frame is real, without them the error helps."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import sensorcoach as sc
from sensorcoach.api.data_frames import make_pandas_frame, make_polars_frame

RECORDING = Path(__file__).parents[2] / "recordings" / "glute-bridge-faulty.mcap"
COLUMNS = {"set", "rep", "lift_s", "hold_s", "lower_s", "rest_s", "range_rad", "is_uncertain", "warnings"}


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_package_is_named(name: str, monkeypatch: pytest.MonkeyPatch):
    """Without pandas or polars the error says which extra to install."""
    monkeypatch.setitem(sys.modules, name, None)
    analysis = sc.analyze(RECORDING)
    with pytest.raises(sc.UsageError, match=rf"sensorcoach\[{name}\]"):
        getattr(analysis, f"to_{name}")()


def test_columns_without_pandas(monkeypatch: pytest.MonkeyPatch):
    """One row a rep, a column for each quantity with its unit, whatever makes a frame of it."""
    made: dict[str, Any] = {}

    def series(values: list[Any], dtype: str) -> tuple[str, list[Any]]:
        return dtype, values

    stand_in = SimpleNamespace(DataFrame=made.update, Series=series)
    monkeypatch.setitem(sys.modules, "pandas", stand_in)
    analysis = sc.analyze(RECORDING)
    make_pandas_frame(analysis.reps)
    assert set(made) > COLUMNS
    assert all(len(values) == 10 for _, values in made.values())
    assert made["rep"] == ("int64", list(range(1, 11)))
    assert made["is_uncertain"][0] == "bool"
    assert made["rest_s"][0] == "float64"
    assert made["rest_s"][1][-1] is None
    assert made["warnings"][1][3] == "momentum"


@pytest.mark.parametrize("count", [10, 0])
def test_pandas(count: int):
    """A real frame has one row a rep and typed columns, without reps too."""
    pandas = pytest.importorskip("pandas", reason="pandas is optional")
    reps = sc.analyze(RECORDING).reps[:count]
    frame = make_pandas_frame(reps)
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == count
    assert set(frame.columns) > COLUMNS
    assert [str(frame[name].dtype) for name in ("rep", "lift_s", "rest_s", "is_uncertain")] == [
        "int64",
        "float64",
        "float64",
        "bool",
    ]
    assert frame["range_rad"].tolist() == [rep.range_rad for rep in reps]


@pytest.mark.parametrize("count", [10, 0])
def test_polars(count: int):
    """A real frame has one row a rep and typed columns, and null for the rest after the last rep."""
    polars = pytest.importorskip("polars", reason="polars is optional")
    reps = sc.analyze(RECORDING).reps[:count]
    frame = make_polars_frame(reps)
    assert frame.height == count
    assert [frame.schema[name] for name in ("rep", "rest_s", "warnings")] == [
        polars.Int64,
        polars.Float64,
        polars.String,
    ]
    assert frame["rest_s"].null_count() == (1 if count else 0)
