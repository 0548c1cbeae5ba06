"""Causal recursive filters with explicit state; any cut into blocks gives the same values."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from sensorcoach.samples import FloatArray

SETTLED = 1e-12
"""Largest rest of an impulse, as a share, that a filter drops: small beside the resolution of any sensor."""

Sections = Sequence[Sequence[float]]
"""Second-order sections, each (b0, b1, b2, 1, a1, a2), as SciPy's design functions give them."""


class CausalFilter:
    """Second-order sections over blocks of rows, in the steady state of the first row at the start.

    No row waits for the previous one. The recursion 1 / (1 + a1 z⁻¹ + a2 z⁻²) is expanded by its mirror image
    (1 - a1 z⁻¹ + a2 z⁻²) in numerator and denominator. This gives a recursion of the same form over every second row,
    and so on (Graeffe). After a few passes nothing recurs. Each pass adds three rows, elementwise, so cuts do not
    matter.
    """

    def __init__(self, sections: Sections) -> None:
        self._gain = math.prod(section[0] for section in sections)
        self._passes = [one for section in sections for one in _make_passes(section)]

    def feed(self, rows: FloatArray) -> FloatArray:
        """Filter rows (n, columns); returns rows of the same shape."""
        if len(rows) == 0:
            return rows
        for one in self._passes:
            rows = one.feed(rows)
        return self._gain * rows


class _Pass:
    """Adds to each row the row `apart` rows earlier and the row twice as far back, each times its weight."""

    def __init__(self, near: float, far: float, apart: int) -> None:
        self._near, self._far, self._apart = near, far, apart
        self._tail: FloatArray | None = None
        """The newest rows, to which the next rows reach back; None before the first."""

    def feed(self, rows: FloatArray) -> FloatArray:
        apart = self._apart
        tail = np.repeat(rows[:1], 2 * apart, axis=0) if self._tail is None else self._tail
        both = np.concatenate([tail, rows])
        self._tail = both[len(rows) :].copy()
        return both[2 * apart :] + self._near * both[apart:-apart] + self._far * both[: -2 * apart]


def _make_passes(section: Sequence[float]) -> Iterator[_Pass]:
    """Yield one pass for the numerator, and passes for the denominator until `SETTLED` is reached."""
    b0, b1, b2, _, a1, a2 = section
    yield _Pass(b1 / b0, b2 / b0, 1)
    apart = 1
    while max(abs(a1), abs(a2)) > SETTLED:
        yield _Pass(-a1, a2, apart)
        a1, a2, apart = 2.0 * a2 - a1 * a1, a2 * a2, 2 * apart


def filter_both_ways(sections: Sections, values: FloatArray) -> FloatArray:
    """Filter values (n,) forwards and then backwards, without delay; the ends are extended by their own value."""
    forwards = CausalFilter(sections).feed(values[:, None])
    return CausalFilter(sections).feed(forwards[::-1])[::-1, 0]


def row_norms(rows: FloatArray) -> FloatArray:
    """Euclidean length of each row of (n, 3): elementwise, so the same in any block."""
    return np.sqrt(rows[:, 0] * rows[:, 0] + rows[:, 1] * rows[:, 1] + rows[:, 2] * rows[:, 2])


def row_dots(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """Dot product of each row of (n, 3) with a vector (3,): elementwise, so the same in any block."""
    return rows[:, 0] * vector[0] + rows[:, 1] * vector[1] + rows[:, 2] * vector[2]
