"""How long it takes from one notification to the next, as a histogram of fixed size."""

from bisect import bisect_right
from dataclasses import dataclass

EDGES_S = (0.0, 0.005, 0.015, 0.03, 0.045, 0.06, 0.1, 0.2, 0.5, 1.0)
"""Where the bins begin; the last has no end. 7.5 to 45 ms are usual connection intervals."""


@dataclass(frozen=True, slots=True)
class GapBin:
    """So many waits of `from_s` to under `to_s` (None: no end)."""

    from_s: float
    to_s: float | None
    count: int


class ArrivalGaps:
    """Counts waits by their length."""

    def __init__(self) -> None:
        self._counts = [0] * len(EDGES_S)

    def add(self, gap_s: float) -> None:
        """One more wait."""
        self._counts[max(0, bisect_right(EDGES_S, gap_s) - 1)] += 1

    def bins(self) -> tuple[GapBin, ...]:
        """The bins that have something in them, shortest waits first."""
        ends = (*EDGES_S[1:], None)
        rows = zip(EDGES_S, ends, self._counts, strict=True)
        return tuple(GapBin(start, end, count) for start, end, count in rows if count)
