"""Dropped: let fall, and stopped by the floor."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.detect.rep_measures import RepMeasures
from sensorcoach.detect.warnings.rule import Known, limit
from sensorcoach.events import Verdict


@dataclass(frozen=True, slots=True)
class Dropped:
    """A jolt at the end of a lowering that was too quick to have been led."""

    impact_mps2: float = limit(1.0, "m/s²", "Smaller warns of softer landings.")
    own_share: float = limit(0.45, "of your usual lowering time", "Larger warns of slower lowering.")
    fall_s: float = limit(0.65, "s", "A lowering that takes longer was led.")

    code: ClassVar[str] = "dropped"
    serves: ClassVar[tuple[str, ...]] = ("D7", "D9")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: Known) -> list[Verdict]:
        """The jolt at the bottom; a landing as hard after a slow lowering is setting down."""
        if not known.judges_form:
            return []
        quickest_s = min(self.fall_s, self.own_share * known.own.lower_s) if known.own else self.fall_s
        broken = rep.impact_mps2 > self.impact_mps2 and rep.rep.lower_s < quickest_s
        message = "Do not let go: lead it all the way down."
        return [
            Verdict(
                self.code,
                "jolt at the bottom",
                rep.impact_mps2,
                self.impact_mps2,
                "m/s²",
                rep.impact_s,
                message,
                broken,
            )
        ]
