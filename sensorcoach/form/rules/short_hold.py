"""Short hold: the pause at the top is less than the exercise asks for."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit


@dataclass(frozen=True, slots=True)
class ShortHold:
    """Less than a share of the hold that the exercise asks for."""

    least_share: float = limit(0.5, "of the exercise's hold", "Larger asks for longer holds.")

    code: ClassVar[str] = "short_hold"
    serves: ClassVar[tuple[str, ...]] = ("D1", "D3", "D4", "D7", "D9", "D10")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The hold against the exercise's; nothing where it asks for none."""
        target_s = known.exercise.tempo.hold_s
        if target_s <= 0.0 or not known.judges_form:
            return []
        value, least_s = rep.rep.hold_s, self.least_share * target_s
        message = f"Hold for {target_s:g} s at the top."
        return [Verdict(self.code, "hold", value, least_s, "s", rep.rep.lower_start_s, message, value < least_s)]
