"""The session's own reference: learned from the first good reps, across its sets."""

from collections.abc import Sequence
from statistics import median
from typing import Annotated

import numpy as np

from sensorcoach.events import Rep
from sensorcoach.form.measures import RepMeasures
from sensorcoach.parameters import Within
from sensorcoach.reference import COMPLETE_REPS, Reference

FROM_REPS: Annotated[int, Within(2, 6, "reps")] = 3
"""Number of good reps that make a reference. The median of three tolerates one bad rep."""


class SessionReference:
    """Collects good reps; `reference` is None until there are `FROM_REPS`."""

    def __init__(self) -> None:
        self._reps: list[RepMeasures] = []
        self.reference: Reference | None = None

    def learn(self, rep: RepMeasures) -> bool:
        """Add a judged rep unless a broken rule spoils it; return whether the reference has changed."""
        if len(self._reps) >= COMPLETE_REPS or any(verdict.rule.spoils_reference for verdict in rep.rep.warnings):
            return False
        self._reps.append(rep)
        if len(self._reps) < FROM_REPS:
            return False
        self.reference = make_reference([one.rep for one in self._reps])
        return True

    def forget(self) -> bool:
        """Forget all reps; return whether there was a reference."""
        had, self._reps, self.reference = self.reference is not None, [], None
        return had

    def begin_again(self, reps: Sequence[RepMeasures]) -> Reference:
        """Forget all reps and learn from these instead. The last of them has yet to be judged."""
        self._reps = list(reps[:-1])
        self.reference = make_reference([one.rep for one in reps])
        return self.reference


def make_reference(reps: Sequence[Rep]) -> Reference:
    """Return the reference that these reps make; at least two."""
    ranges_rad = [one.rom_rad for one in reps]
    return Reference(
        reps=len(reps),
        range_rad=median(ranges_rad),
        spread_rad=float(np.std(ranges_rad, ddof=1)),
        lift_s=median([one.lift_s for one in reps]),
        hold_s=median([one.hold_s for one in reps]),
        lower_s=median([one.lower_s for one in reps]),
        peak_lift_radps=median([one.peak_lift_radps for one in reps]),
        peak_lower_radps=median([one.peak_lower_radps for one in reps]),
        aside_rad=median([one.aside_rad for one in reps]),
    )
