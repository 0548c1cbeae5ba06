"""Fast lower: the lowering is hurried."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_FORM
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.verdicts import RuleFacts, Verdict


@dataclass(frozen=True, slots=True)
class FastLower:
    """Less than a share of the person's own lowering time; for everybody, less than half a second."""

    own_share: float = limit(0.5, "of your usual lowering time", "Larger warns of slower lowering.")
    controlled_s: float = limit(1.0, "s", "A lowering that takes longer is never hurried.")
    fastest_s: float = limit(0.5, "s", "A lowering that takes less is hurried for everybody.")

    facts: ClassVar = RuleFacts(
        "fast_lower",
        "fast lower",
        position=70,
        severity=80,
        guides=("D7", "D9", "D12"),
        spoils_reference=True,
        holds_after_fall=True,
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the lowering time with the person's own, or with the fixed limit where there is no reference."""
        if not context.judges_form:
            return NO_FORM
        own_s = context.own.lower_s if context.own else 0.0
        value, least_s = rep.rep.lower_s, max(self.fastest_s, min(self.own_share * own_s, self.controlled_s))
        broken, at_s = value < least_s, rep.rep.end_s
        return [
            Verdict(
                self.facts, "time of the lowering", value, least_s, "s", at_s, "Lower slowly.", broken, is_minimum=True
            )
        ]


RULE: Rule = FastLower()
