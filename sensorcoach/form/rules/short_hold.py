"""Short hold: the pause at the top is shorter than the exercise asks for."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_FORM, NO_HOLD
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.verdicts import RuleFacts, Verdict


@dataclass(frozen=True, slots=True)
class ShortHold:
    """Less than a share of the hold that the exercise asks for."""

    least_share: float = limit(0.5, "of the exercise's hold", "Larger asks for longer holds.")

    facts: ClassVar = RuleFacts(
        "short_hold", "short hold", position=40, severity=20, guides=("D1", "D3", "D4", "D7", "D9", "D10")
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the hold with the hold that the exercise asks for."""
        if not context.judges_form:
            return NO_FORM
        target_s = context.exercise.tempo.hold_s
        if target_s <= 0.0:
            return NO_HOLD
        value, least_s, at_s = rep.rep.hold_s, self.least_share * target_s, rep.rep.lower_start_s
        message = f"Hold for {target_s:g} s at the top."
        return [Verdict(self.facts, "hold", value, least_s, "s", at_s, message, value < least_s, is_minimum=True)]


RULE: Rule = ShortHold()
