"""A growing array that forgets its past: rows addressed by their absolute number."""

import numpy as np

from sensorcoach.samples import FloatArray


class History:
    """The newest rows of an endless table; row numbers never change.

    Appending costs amortised constant time
    and the memory held is at most a few times what is kept plus the largest block.
    A column lies in one piece in memory, for columns are what is worked with.
    """

    def __init__(self, columns: int) -> None:
        self._columns: FloatArray = np.empty((columns, 1024))
        self._low = 0
        """Place of the first row held."""
        self._first = 0
        """Its absolute number."""
        self._count = 0
        """How many rows are held."""

    @property
    def first(self) -> int:
        return self._first

    @property
    def end(self) -> int:
        """Absolute number of the row that comes next."""
        return self._first + self._count

    def append(self, rows: FloatArray) -> None:
        """Add rows, (n, columns)."""
        end = self._low + self._count
        if end + len(rows) > self._columns.shape[1]:
            kept = self._columns[:, self._low : end]
            self._columns = np.empty((len(kept), 2 * (self._count + len(rows))))
            self._low, end = 0, self._count
            self._columns[:, :end] = kept
        self._columns[:, end : end + len(rows)] = rows.T
        self._count += len(rows)

    def view(self, start: int, stop: int) -> FloatArray:
        """Rows start to stop (absolute numbers), clipped to what is held; a view, not a copy."""
        return self._columns[:, self._places(start, stop)].T

    def column(self, number: int, start: int, stop: int) -> FloatArray:
        """The same rows of one column, (n,)."""
        return self._columns[number, self._places(start, stop)]

    def _places(self, start: int, stop: int) -> slice:
        low = max(start - self._first, 0)
        high = min(stop - self._first, self._count)
        return slice(self._low + low, self._low + max(low, high))

    def forget(self, before: int) -> None:
        """Drop the rows below this absolute number."""
        drop = min(max(before - self._first, 0), self._count)
        self._low += drop
        self._first += drop
        self._count -= drop
