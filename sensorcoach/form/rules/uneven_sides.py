"""Uneven sides: the range of this side differs from that of the other. Information, not a danger."""

import statistics
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.parameters import Within
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

FROM_REPS: Annotated[int, Within(2, 6, "reps")] = 3
"""Number of reps of this side that make a median. The result is reported once, with the last of them."""

NO_SIDE = NotApplicable("the side is not known")
NOT_NOW = NotApplicable("reported once a set, with its third rep")
NO_OTHER_SIDE = NotApplicable("the other side has not been done yet")


@dataclass(frozen=True, slots=True)
class UnevenSides:
    """The median range of this side against that of the other, where the sides are known."""

    most_share: float = limit(0.15, "of the other side's range", "Smaller reports less difference.")

    facts: ClassVar = RuleFacts("uneven_sides", "uneven sides", position=110, guides=("D5", "D11"), is_hint=True)

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the sides once a set, with its third rep."""
        if context.side is None:
            return NO_SIDE
        if len(context.earlier) != FROM_REPS - 1:
            return NOT_NOW
        if context.other_side_rad is None:
            return NO_OTHER_SIDE
        this_rad = statistics.median([rep.rep.rom_rad, *(one.rep.rom_rad for one in context.earlier)])
        value, most = 100.0 * abs(this_rad / context.other_side_rad - 1.0), 100.0 * self.most_share
        less = "less" if this_rad < context.other_side_rad else "more"
        message, at_s = f"This side moves {less} than the other.", rep.rep.end_s
        return [Verdict(self.facts, "difference between the sides", value, most, "%", at_s, message, value > most)]


RULE: Rule = UnevenSides()
