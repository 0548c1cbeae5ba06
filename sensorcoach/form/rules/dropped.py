"""Dropped: let fall, and stopped by the floor."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit


@dataclass(frozen=True, slots=True)
class Dropped:
    """A jolt at the end of a lowering that was too quick to have been led."""

    impact_ratio: float = limit(4.0, "× the jolts of the rep before it", "Smaller warns of softer landings.")
    least_mps2: float = limit(0.4, "m/s²", "Less jolt than this is no landing.")
    own_share: float = limit(0.5, "of your usual lowering time", "Larger warns of slower lowering.")
    fall_s: float = limit(0.6, "s", "A lowering that takes longer was led.")

    code: ClassVar[str] = "dropped"
    serves: ClassVar[tuple[str, ...]] = ("D7", "D9")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The jolt at the bottom; a landing as hard after a slow lowering is setting down."""
        if not known.judges_form:
            return []
        led_s = self.own_share * known.own.lower_s if known.own else self.fall_s
        quickest_s = min(self.fall_s, led_s) + rep.blur_s
        value, most = rep.impact_mps2, max(self.least_mps2, self.impact_ratio * rep.usual_impact_mps2)
        broken, message = value > most and rep.rep.lower_s < quickest_s, "Do not let go: lead it all the way down."
        return [Verdict(self.code, "jolt at the bottom", value, most, "m/s²", rep.impact_s, message, broken)]
