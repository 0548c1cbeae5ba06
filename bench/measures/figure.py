"""One line of the table of budgets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

HEAD = ("what", "measured", "budget", "kept", "alternative", "measured there")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measurement in words with units; `kept` is None without a budget."""

    what: str
    measured: str
    budget: str = ""
    kept: bool | None = None
    peer: str = ""
    peer_measured: str = ""

    def cells(self) -> list[str]:
        """Return the cells in the order of `HEAD`."""
        kept = {None: "", True: "yes", False: "NO"}[self.kept]
        return [self.what, self.measured, self.budget, kept, self.peer, self.peer_measured]


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the percentile; nan for no values."""
    return float(np.percentile(np.asarray(values), percent)) if len(values) else float("nan")
