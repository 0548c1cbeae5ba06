"""Bottom contact: the segment touches down in an exercise that should hover.

A hard touch shows in its jolt alone. A soft touch is no sharper than an unsteady body. It counts only where the
segment also turned lower than before, down to where the set began.
"""

import statistics
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sensorcoach.exercises.exercise import Bottom
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.parameters import Within
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

BLURRED_FACTOR: Annotated[float, Within(1.0, 2.0, "×")] = 1.15
"""Factor on the soft limit without a gyroscope. The jolt is sought over a longer time, and chance makes it sharper."""

MAY_TOUCH = NotApplicable("touching the surface is allowed here")


@dataclass(frozen=True, slots=True)
class BottomContact:
    """A jolt at the bottom of a rep that should turn in the air, and the height of that turn."""

    hard_ratio: float = limit(4.5, "× the jolts of the rep before it", "Smaller warns of softer touches.")
    soft_ratio: float = limit(1.9, "× the jolts of the rep before it", "The same, where the turn was low as well.")
    least_mps2: float = limit(0.25, "m/s²", "Minimum jolt of a touch.")
    lower_share: float = limit(0.04, "of the range", "Distance below your usual turn that counts as low.")

    facts: ClassVar = RuleFacts(
        "bottom_contact", "bottom contact", position=80, severity=70, guides=("D8", "D9"), holds_after_fall=True
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the jolt at the bottom with the jolts before it."""
        if context.exercise.bottom is not Bottom.HOVER:
            return MAY_TOUCH
        soft_ratio = self.soft_ratio * (BLURRED_FACTOR if rep.blurred else 1.0)
        ratio = soft_ratio if self._is_low(rep, context) else self.hard_ratio
        value, most = rep.impact_mps2, max(self.least_mps2, ratio * rep.usual_impact_mps2)
        message = "Turn just above the floor: keep the tension."
        return [Verdict(self.facts, "jolt at the bottom", value, most, "m/s²", rep.impact_s, message, value > most)]

    def _is_low(self, rep: RepMeasures, context: JudgingContext) -> bool:
        """Whether it turned lower than the reps before, or, early in a set, as low as where the set began."""
        slack_rad = self.lower_share * rep.rep.rom_rad
        turns_rad = [one.end_rad for one in context.earlier]
        if len(turns_rad) >= 2:
            return rep.end_rad < statistics.median(turns_rad) - slack_rad
        return rep.end_rad < [*context.earlier, rep][0].start_rad + slack_rad


RULE: Rule = BottomContact()
