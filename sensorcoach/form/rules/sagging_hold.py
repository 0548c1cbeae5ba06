"""Sagging hold: the segment sinks during the hold."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_FORM, NO_HOLD
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.parameters import Within
from sensorcoach.units import DEG_PER_RAD
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

FALL_S: Annotated[float, Within(0.3, 1.0, "s")] = 0.6
"""Longest lowering that may be a fall. A fall begins slowly, which looks like sinking in the hold."""

NO_GYRO = NotApplicable("without a gyroscope sinking cannot be measured")


@dataclass(frozen=True, slots=True)
class SaggingHold:
    """A hold that sinks by more than a share of the lift, and by more than breathing moves it."""

    most_share: float = limit(0.15, "of the lift", "Smaller warns of less sinking.")
    least_deg: float = limit(3.0, "deg", "Minimum sinking. Breathing gives less.")

    facts: ClassVar = RuleFacts("sagging_hold", "sagging hold", position=50, severity=40, guides=("D3", "D4"))

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Judge how far the hold sinks.

        It needs a gyroscope: without one the low-pass makes the start of a good lowering look like sinking.
        """
        if not context.judges_form:
            return NO_FORM
        if context.exercise.tempo.hold_s <= 0.0:
            return NO_HOLD
        if rep.blurred:
            return NO_GYRO
        value = rep.sunk_rad * DEG_PER_RAD
        most = max(self.most_share * rep.rep.rom_rad * DEG_PER_RAD, self.least_deg)
        broken = value > most and rep.rep.lower_s > FALL_S
        message = "Keep the height until the hold is over."
        return [Verdict(self.facts, "sinking", value, most, "deg", rep.rep.lower_start_s, message, broken)]


RULE: Rule = SaggingHold()
