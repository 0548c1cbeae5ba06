"""Off axis: the segment twists or drops to one side during the lift.

A side drop under 6.6° is measurement noise (the minimal detectable change of the test, MDC95). The amount in a
person's own good reps is normal for them.
"""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_FORM, NO_REFERENCE
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.units import DEG_PER_RAD
from sensorcoach.verdicts import RuleFacts, Verdict


@dataclass(frozen=True, slots=True)
class OffAxis:
    """Further out of the plane of the lift than this person's good reps, by more than noise."""

    noise_deg: float = limit(6.6, "deg more than your good reps", "Less is measurement noise.")
    range_share: float = limit(0.15, "of your usual range more than your good reps", "Smaller warns of less.")

    facts: ClassVar = RuleFacts(
        "off_axis", "off axis", position=100, severity=50, guides=("D11", "F7"), spoils_reference=True
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Judge how far the segment leaves the plane of the lift."""
        if not context.judges_form:
            return NO_FORM
        if context.own is None:
            return NO_REFERENCE
        more = max(self.noise_deg, self.range_share * context.own.range_rad * DEG_PER_RAD)
        value, most = rep.aside_rad * DEG_PER_RAD, context.own.aside_rad * DEG_PER_RAD + more
        message = "Keep the hips level: lift straight, without turning."
        return [Verdict(self.facts, "out of the plane", value, most, "deg", rep.aside_s, message, value > most)]


RULE: Rule = OffAxis()
