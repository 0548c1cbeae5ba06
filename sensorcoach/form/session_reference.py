"""The session's own reference: learned from the first good reps, across its sets."""

from collections.abc import Sequence
from statistics import median

import numpy as np

from sensorcoach.events import Rep
from sensorcoach.form.measures import RepMeasures
from sensorcoach.reference import COMPLETE_REPS, Reference

FROM_REPS = 3
"""From so many good reps a reference is taken; a median of three stands one bad one."""

SPOILING = frozenset({"momentum", "short_range", "overextension", "dropped", "fast_lower", "off_axis"})
"""Warnings that make a rep no measure of the others."""


class SessionReference:
    """Collects good reps; `reference` is None until there are enough."""

    def __init__(self) -> None:
        self._reps: list[RepMeasures] = []
        self.reference: Reference | None = None

    def learn(self, rep: RepMeasures) -> bool:
        """Take a judged rep into account, where it is good; whether the reference has changed."""
        if len(self._reps) >= COMPLETE_REPS or any(verdict.code in SPOILING for verdict in rep.rep.warnings):
            return False
        self._reps.append(rep)
        if len(self._reps) < FROM_REPS:
            return False
        self.reference = make_reference([one.rep for one in self._reps])
        return True

    def forget(self) -> bool:
        """What was learned does not hold any more; whether anything was."""
        had, self._reps, self.reference = self.reference is not None, [], None
        return had

    def begin_again(self, reps: Sequence[RepMeasures]) -> Reference:
        """Forget what was learned: these reps are the usual ones now. The last of them has yet to be judged."""
        self._reps = list(reps[:-1])
        self.reference = make_reference([one.rep for one in reps])
        return self.reference


def make_reference(reps: Sequence[Rep]) -> Reference:
    """The reference that these reps make; at least two."""
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
