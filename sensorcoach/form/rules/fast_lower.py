"""Fast lower: the way down is hurried."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit


@dataclass(frozen=True, slots=True)
class FastLower:
    """Less than a share of the person's own lowering time; under half a second whoever does it."""

    own_share: float = limit(0.5, "of your usual lowering time", "Larger warns of slower lowering.")
    controlled_s: float = limit(1.0, "s", "A lowering that takes longer is never hurried.")
    fastest_s: float = limit(0.5, "s", "A lowering that takes less is hurried whoever does it.")

    code: ClassVar[str] = "fast_lower"
    serves: ClassVar[tuple[str, ...]] = ("D7", "D9", "D12")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The time of the lowering against the person's own, or against the absolute limit without a reference."""
        if not known.judges_form:
            return []
        own_s = known.own.lower_s if known.own else 0.0
        value, least_s = rep.rep.lower_s, max(self.fastest_s, min(self.own_share * own_s, self.controlled_s))
        message = "Lower slowly."
        return [
            Verdict(self.code, "time of the lowering", value, least_s, "s", rep.rep.end_s, message, value < least_s)
        ]
