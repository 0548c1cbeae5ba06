"""Slowing: the lifts of this set get slower. A hint that the set gets hard, never advice on load."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Rep
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

TOO_EARLY = NotApplicable("too few good reps in this set yet to compare with")


@dataclass(frozen=True, slots=True)
class Slowing:
    """The mean rates of the latest lifts, compared with the fastest lift of the same set."""

    least_share: float = limit(0.6, "of the fastest lift of the set", "Larger reports less slowing.")
    in_a_row: float = limit(3.0, "reps", "Larger waits for more slow lifts.")

    facts: ClassVar = RuleFacts("slowing", "slowing", position=120, guides=("F1",), is_hint=True, holds_after_fall=True)

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the fastest of the latest lifts with the second fastest good one: a single lift may be an outlier."""
        count = round(self.in_a_row)
        if len(context.earlier) + 1 < 2 * count:
            return TOO_EARLY
        latest = [*(one.rep for one in context.earlier), rep.rep]
        good = [mean_lift_rate(one) for one in latest[:-1] if one.is_good]
        if len(good) < 2:
            return TOO_EARLY
        fastest = sorted(good)[-2]
        value = 100.0 * max(mean_lift_rate(one) for one in latest[-count:]) / fastest
        least, at_s, broken = 100.0 * self.least_share, rep.rep.end_s, value < 100.0 * self.least_share
        message = "Your lifts are getting slower: end the set while they are still good."
        return [Verdict(self.facts, "speed of the lifts", value, least, "%", at_s, message, broken, is_minimum=True)]


def mean_lift_rate(rep: Rep) -> float:
    """Return range over lift time, rad/s: steadier than a peak rate."""
    return rep.rom_rad / max(rep.lift_s, 0.1)


RULE: Rule = Slowing()
