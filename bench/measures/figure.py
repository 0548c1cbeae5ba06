"""One line of the table of budgets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

HEAD = ("what", "measured", "budget", "kept", "what else one could use", "measured there")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in words with units; `kept` is None where there is no budget to keep."""

    what: str
    measured: str
    budget: str = ""
    kept: bool | None = None
    peer: str = ""
    peer_measured: str = ""

    def cells(self) -> list[str]:
        """In the order of `HEAD`."""
        kept = {None: "", True: "yes", False: "NO"}[self.kept]
        return [self.what, self.measured, self.budget, kept, self.peer, self.peer_measured]


def percentile(values: Sequence[float], percent: float) -> float:
    """That percentile; nan of nothing."""
    return float(np.percentile(np.asarray(values), percent)) if len(values) else float("nan")
