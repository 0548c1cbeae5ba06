"""Short range: the lift stops well below the top of this person's good reps.

The limit also depends on the spread of those reps: the more alike they are, the smaller a difference counts.
"""

import math
import statistics
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_REFERENCE
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.parameters import Within
from sensorcoach.reference import Reference
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG
from sensorcoach.verdicts import RuleFacts, Verdict

LIKELY_SPREAD: Annotated[float, Within(0.03, 0.1, "share")] = 0.08
"""Spread assumed before any rep is known, as a share of the range. People's good reps differ by 3 to 10 %."""

LIKELY_REPS: Annotated[float, Within(1.0, 10.0, "reps")] = 3.0
"""Number of reps that the assumed spread weighs as much as. The spread of few reps is itself uncertain."""

CLEARLY_RAD: Annotated[float, Within(2.0 * RAD_PER_DEG, 8.0 * RAD_PER_DEG, "rad")] = 4.0 * RAD_PER_DEG
"""Smallest difference that makes a bottom clearly higher. Lying a little differently gives less."""


@dataclass(frozen=True, slots=True)
class ShortRange:
    """Less range than this person's good reps, by more than those differ from each other."""

    surely_share: float = limit(0.65, "of your usual range", "Less than this is short, however much your reps differ.")
    hardly_share: float = limit(0.85, "of your usual range", "More than this is never short.")
    noise_deg: float = limit(1.2, "deg less than usual", "A smaller difference is measurement noise.")
    spreads: float = limit(1.8, "× the spread of your reps", "Larger allows more difference from rep to rep.")

    facts: ClassVar = RuleFacts(
        "short_range", "short range", position=20, severity=30, guides=("F5",), spoils_reference=True
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the range with the person's own."""
        if context.own is None:
            return NO_REFERENCE
        reached_rad = rep.rep.rom_rad + higher_start_rad(rep, context)
        value, least = reached_rad * DEG_PER_RAD, self.least_rad(context.own) * DEG_PER_RAD
        message, at_s = "Come up all the way to your usual top.", rep.rep.hold_start_s
        return [Verdict(self.facts, "range", value, least, "deg", at_s, message, value < least, is_minimum=True)]

    def least_rad(self, own: Reference) -> float:
        """Return the least range that is not short: the beginning of the band on the screen."""
        if not own.is_complete:
            return self.surely_share * own.range_rad
        likely_rad, more = LIKELY_SPREAD * own.range_rad, own.reps - 1.0
        variance = (LIKELY_REPS * likely_rad**2 + more * own.spread_rad**2) / (LIKELY_REPS + more)
        usual = own.range_rad - self.spreads * math.sqrt(variance * (1.0 + 1.0 / own.reps))
        never_rad = min(self.hardly_share * own.range_rad, own.range_rad - self.noise_deg * RAD_PER_DEG)
        return min(max(usual, self.surely_share * own.range_rad), never_rad)


def higher_start_rad(rep: RepMeasures, context: JudgingContext) -> float:
    """Return how far above the usual bottom of the set the rep clearly began: range missing there is not short."""
    if not context.earlier:
        return 0.0
    usual_rad = statistics.median(one.start_rad for one in context.earlier)
    above_rad = rep.start_rad - usual_rad
    return above_rad if above_rad > CLEARLY_RAD else 0.0


RULE: Rule = ShortRange()
