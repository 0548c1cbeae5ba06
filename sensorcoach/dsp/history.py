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
        self._first = 0
        """Absolute number of the first row held."""
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
        needed = self._count + len(rows)
        columns, room = self._columns.shape
        if needed > room:
            grown = np.empty((columns, max(needed, 2 * room)))
            grown[:, : self._count] = self._columns[:, : self._count]
            self._columns = grown
        self._columns[:, self._count : needed] = rows.T
        self._count = needed

    def view(self, start: int, stop: int) -> FloatArray:
        """Rows start to stop (absolute numbers), clipped to what is held; a view, not a copy."""
        low = max(start - self._first, 0)
        high = min(stop - self._first, self._count)
        return self._columns[:, low : max(low, high)].T

    def column(self, number: int, start: int, stop: int) -> FloatArray:
        """The same rows of one column, (n,)."""
        low = max(start - self._first, 0)
        high = min(stop - self._first, self._count)
        return self._columns[number, low : max(low, high)]

    def forget(self, before: int) -> None:
        """Drop the rows below this absolute number."""
        drop = min(max(before - self._first, 0), self._count)
        if drop == 0:
            return
        kept = self._columns[:, drop : self._count].copy()
        self._columns[:, : self._count - drop] = kept
        self._first += drop
        self._count -= drop
