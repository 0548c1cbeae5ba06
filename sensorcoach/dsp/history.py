"""A growing array that forgets its past; rows have absolute numbers."""

import numpy as np

from sensorcoach.samples import FloatArray


class History:
    """The newest rows of an endless table; row numbers never change.

    Appending costs amortised constant time. The memory is at most a few times the kept rows plus the largest block. A
    column is contiguous in memory, because callers work with columns.
    """

    def __init__(self, columns: int) -> None:
        self._columns: FloatArray = np.empty((columns, 1024))
        self._low = 0
        """Position in memory of the first kept row."""
        self._first = 0
        """Absolute number of the first kept row."""
        self._count = 0
        """Number of kept rows."""

    @property
    def first(self) -> int:
        return self._first

    @property
    def end(self) -> int:
        """Absolute number of the next row to append."""
        return self._first + self._count

    def append(self, rows: FloatArray) -> None:
        """Append rows (n, columns)."""
        end = self._low + self._count
        if end + len(rows) > self._columns.shape[1]:
            kept = self._columns[:, self._low : end]
            self._columns = np.empty((len(kept), 2 * (self._count + len(rows))))
            self._low, end = 0, self._count
            self._columns[:, :end] = kept
        self._columns[:, end : end + len(rows)] = rows.T
        self._count += len(rows)

    def view(self, start: int, stop: int) -> FloatArray:
        """Return a view of rows `start` to `stop` (absolute numbers), clipped to the kept rows."""
        return self._columns[:, self._positions(start, stop)].T

    def column(self, number: int, start: int, stop: int) -> FloatArray:
        """Return the same rows of one column, (n,)."""
        return self._columns[number, self._positions(start, stop)]

    def _positions(self, start: int, stop: int) -> slice:
        low = max(start - self._first, 0)
        high = min(stop - self._first, self._count)
        return slice(self._low + low, self._low + max(low, high))

    def forget(self, before: int) -> None:
        """Drop the rows before this absolute number."""
        drop = min(max(before - self._first, 0), self._count)
        self._low += drop
        self._first += drop
        self._count -= drop
