"""Overextension: the lift goes past this person's straight line. The worn segment is measured, not the spine."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_FORM, NO_REFERENCE
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.reference import Reference
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

NO_USUAL_REP = NotApplicable("no rep of this set had your usual range yet")


@dataclass(frozen=True, slots=True)
class Overextension:
    """Further past the person's own top than the limit."""

    beyond_deg: float = limit(10.0, "deg past your usual top", "Smaller warns of less.")

    facts: ClassVar = RuleFacts(
        "overextension", "overextension", position=30, severity=60, guides=("F3", "F4"), spoils_reference=True
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the range with the person's own top, once this set has shown a rep in their usual range."""
        if not context.judges_form:
            return NO_FORM
        if context.own is None:
            return NO_REFERENCE
        if not context.fits:
            return NO_USUAL_REP
        value, most = rep.rep.rom_rad * DEG_PER_RAD, self.most_rad(context.own) * DEG_PER_RAD
        message = "Stop at the straight line: do not go past your usual top."
        return [Verdict(self.facts, "range", value, most, "deg", rep.rep.hold_start_s, message, value > most)]

    def most_rad(self, own: Reference) -> float:
        """Return the greatest range that is still good: the end of the band on the screen."""
        return own.range_rad + self.beyond_deg * RAD_PER_DEG


RULE: Rule = Overextension()
