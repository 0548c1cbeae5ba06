"""Causal recursive filters with explicit state, the same sample by sample and in blocks."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from sensorcoach.samples import FloatArray

SETTLED = 1e-12
"""Share of an impulse that a filter forgets: small beside the least digit of any sensor."""

Sections = Sequence[Sequence[float]]
"""Second-order sections, each (b0, b1, b2, 1, a1, a2), as SciPy's design functions give them."""


class CausalFilter:
    """Second-order sections run over blocks of rows, started as if the first row had always been.

    No row waits for the one before it. A recursion 1 / (1 + a1 z⁻¹ + a2 z⁻²) is multiplied out: times its mirror image
    (1 - a1 z⁻¹ + a2 z⁻²) above and below it is again one of this form, over every second row, and so on (Graeffe).
    After a few passes nothing is left to recur. Each pass adds three rows, elementwise: the cut makes no difference.
    """

    def __init__(self, sections: Sections) -> None:
        self._gain = math.prod(section[0] for section in sections)
        self._passes = [one for section in sections for one in _passes(section)]

    def feed(self, rows: FloatArray) -> FloatArray:
        """Filter (n, columns) rows, giving as many."""
        if len(rows) == 0:
            return rows
        for one in self._passes:
            rows = one.feed(rows)
        return self._gain * rows


class _Pass:
    """Adds to each row the one `apart` rows before it and the one twice as far back, each times its weight."""

    def __init__(self, near: float, far: float, apart: int) -> None:
        self._near, self._far, self._apart = near, far, apart
        self._tail: FloatArray | None = None
        """The newest rows, that the next ones reach back to; None before the first."""

    def feed(self, rows: FloatArray) -> FloatArray:
        apart = self._apart
        tail = np.repeat(rows[:1], 2 * apart, axis=0) if self._tail is None else self._tail
        both = np.concatenate([tail, rows])
        self._tail = both[len(rows) :].copy()
        return both[2 * apart :] + self._near * both[apart:-apart] + self._far * both[: -2 * apart]


def _passes(section: Sequence[float]) -> Iterator[_Pass]:
    """One for the numerator, and as many for the denominator as it takes until an impulse is forgotten."""
    b0, b1, b2, _, a1, a2 = section
    yield _Pass(b1 / b0, b2 / b0, 1)
    apart = 1
    while max(abs(a1), abs(a2)) > SETTLED:
        yield _Pass(-a1, a2, apart)
        a1, a2, apart = 2.0 * a2 - a1 * a1, a2 * a2, 2 * apart


def filter_both_ways(sections: Sections, values: FloatArray) -> FloatArray:
    """Values (n,) filtered forwards and then backwards, so that nothing is delayed; ends go on as they are."""
    forwards = CausalFilter(sections).feed(values[:, None])
    return CausalFilter(sections).feed(forwards[::-1])[::-1, 0]


def row_norms(rows: FloatArray) -> FloatArray:
    """Euclidean length of each row of (n, 3): elementwise, hence the same in any block."""
    return np.sqrt(rows[:, 0] * rows[:, 0] + rows[:, 1] * rows[:, 1] + rows[:, 2] * rows[:, 2])


def row_dots(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """Dot product of each row of (n, 3) with one vector: elementwise, hence the same in any block."""
    return rows[:, 0] * vector[0] + rows[:, 1] * vector[1] + rows[:, 2] * vector[2]
