"""Dropped: the segment is let go, and the floor stops it."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_FORM
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.verdicts import RuleFacts, Verdict


@dataclass(frozen=True, slots=True)
class Dropped:
    """A jolt at the end of a lowering that was too quick for a controlled one."""

    impact_ratio: float = limit(4.0, "× the jolts of the rep before it", "Smaller warns of softer landings.")
    least_mps2: float = limit(0.4, "m/s²", "Minimum jolt of a landing.")
    own_share: float = limit(0.5, "of your usual lowering time", "Larger warns of slower lowering.")
    fall_s: float = limit(0.6, "s", "A lowering that takes longer is controlled.")

    facts: ClassVar = RuleFacts(
        "dropped",
        "dropped",
        position=60,
        severity=100,
        guides=("D7", "D9"),
        spoils_reference=True,
        holds_after_fall=True,
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the jolt at the bottom with the jolts before it. A slow lowering is never a drop."""
        if not context.judges_form:
            return NO_FORM
        controlled_s = self.own_share * context.own.lower_s if context.own else self.fall_s
        quickest_s = min(self.fall_s, controlled_s) + rep.blur_s
        value, most = rep.impact_mps2, max(self.least_mps2, self.impact_ratio * rep.usual_impact_mps2)
        broken, message = value > most and rep.rep.lower_s < quickest_s, "Do not let go: control it all the way down."
        return [Verdict(self.facts, "jolt at the bottom", value, most, "m/s²", rep.impact_s, message, broken)]


RULE: Rule = Dropped()
