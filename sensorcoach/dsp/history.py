"""A growing array that forgets its past: rows addressed by their absolute number."""

import numpy as np

from sensorcoach.samples import FloatArray


class History:
    """The newest rows of an endless table; row numbers never change.

    Appending costs amortised constant time
    and the memory held is at most a few times what is kept plus the largest block.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._rows: FloatArray = np.empty((1024, columns))
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
        if needed > len(self._rows):
            grown = np.empty((max(needed, 2 * len(self._rows)), self._columns))
            grown[: self._count] = self._rows[: self._count]
            self._rows = grown
        self._rows[self._count : needed] = rows
        self._count = needed

    def view(self, start: int, stop: int) -> FloatArray:
        """Rows start to stop (absolute numbers), clipped to what is held; a view, not a copy."""
        low = max(start - self._first, 0)
        high = min(stop - self._first, self._count)
        return self._rows[low : max(low, high)]

    def forget(self, before: int) -> None:
        """Drop the rows below this absolute number."""
        drop = min(max(before - self._first, 0), self._count)
        if drop == 0:
            return
        kept = self._rows[drop : self._count].copy()
        self._rows[: len(kept)] = kept
        self._first += drop
        self._count -= drop
