"""The history: row numbers never change, whatever is appended and forgotten."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.dsp.history import History


def rows(first: int, count: int) -> np.ndarray:
    """Rows whose values are their own numbers."""
    return np.column_stack([np.arange(first, first + count), -np.arange(first, first + count)]).astype(np.float64)


@given(steps=st.lists(st.tuples(st.integers(0, 3000), st.integers(-10, 9000)), max_size=12))
def test_numbers_never_change(steps: list[tuple[int, int]]):
    """Row 1234 stays row 1234, however much came after it and however much before it was dropped."""
    history, appended, dropped = History(2), 0, 0
    for count, forget in steps:
        history.append(rows(appended, count))
        appended += count
        history.forget(forget)
        dropped = max(dropped, min(forget, appended))
        assert (history.first, history.end) == (dropped, appended)
        np.testing.assert_array_equal(history.view(dropped, appended), rows(dropped, appended - dropped))


def test_view_is_clipped_to_the_stored_part():
    """A request beyond the stored part, earlier or later, returns the part that is stored."""
    history = History(2)
    history.append(rows(0, 10))
    history.forget(4)
    np.testing.assert_array_equal(history.view(0, 6), rows(4, 2))
    np.testing.assert_array_equal(history.view(8, 99), rows(8, 2))
    assert len(history.view(20, 30)) == 0
    assert len(history.view(7, 5)) == 0


def test_memory_stays_small():
    """A night's worth of rows, forgotten as it goes, holds no more than a few blocks."""
    history = History(2)
    for k in range(2000):
        history.append(rows(500 * k, 500))
        history.forget(500 * k - 1000)
    assert history.end == 1_000_000
    assert history._columns.shape[1] < 5000
