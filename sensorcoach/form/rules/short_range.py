"""Short range: the lift stops well below where this person's good ones go.

How far below is theirs too: somebody whose reps are all alike is told of less than somebody whose reps differ.
"""

import math
import statistics
from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit
from sensorcoach.reference import Reference
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG

LIKELY_SPREAD = 0.08
LIKELY_REPS = 3.0
"""The spread of few reps is itself unsure. Before any are seen it is taken for this share of the range, with the
weight of so many reps; people's good reps differ by 3 to 10 % among each other."""

CLEARLY_RAD = 4.0 * RAD_PER_DEG
"""A bottom that is higher by less than this is lying a little differently."""


@dataclass(frozen=True, slots=True)
class ShortRange:
    """Less range than this person's good reps, by more than those differ among each other."""

    surely_share: float = limit(0.65, "of your usual range", "Less than this is short however much your reps differ.")
    hardly_share: float = limit(0.85, "of your usual range", "More than this is never short.")
    noise_deg: float = limit(1.2, "deg less than usual", "Less difference than this is measurement noise.")
    spreads: float = limit(1.8, "× the spread of your reps", "Larger forgives more difference from rep to rep.")

    code: ClassVar[str] = "short_range"
    serves: ClassVar[tuple[str, ...]] = ("F5",)
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The range against the person's own; nothing without a reference."""
        if known.own is None:
            return []
        reached_rad = rep.rep.rom_rad + began_higher_rad(rep, known)
        value, least = reached_rad * DEG_PER_RAD, self.least_rad(known.own) * DEG_PER_RAD
        message = "Come up all the way to your usual top."
        return [Verdict(self.code, "range", value, least, "deg", rep.rep.hold_start_s, message, value < least)]

    def least_rad(self, own: Reference) -> float:
        """The least range that is not short; what the band on the screen begins at."""
        if not own.is_complete:
            return self.surely_share * own.range_rad
        likely_rad, more = LIKELY_SPREAD * own.range_rad, own.reps - 1.0
        variance = (LIKELY_REPS * likely_rad**2 + more * own.spread_rad**2) / (LIKELY_REPS + more)
        usual = own.range_rad - self.spreads * math.sqrt(variance * (1.0 + 1.0 / own.reps))
        never_rad = min(self.hardly_share * own.range_rad, own.range_rad - self.noise_deg * RAD_PER_DEG)
        return min(max(usual, self.surely_share * own.range_rad), never_rad)


def began_higher_rad(rep: RepMeasures, known: JudgingContext) -> float:
    """How far above the set's usual bottom the rep clearly began: what is missing there is not missing at the top."""
    if not known.earlier:
        return 0.0
    usual_rad = statistics.median(one.start_rad for one in known.earlier)
    above_rad = rep.start_rad - usual_rad
    return above_rad if above_rad > CLEARLY_RAD else 0.0
