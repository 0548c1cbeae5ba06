"""Bottom contact: touched down where the exercise is to hover."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.detect.rep_measures import RepMeasures
from sensorcoach.detect.warnings.rule import Known, limit
from sensorcoach.events import Verdict
from sensorcoach.exercises.exercise import Bottom


@dataclass(frozen=True, slots=True)
class BottomContact:
    """A jolt at the bottom of a rep that should turn in the air."""

    impact_mps2: float = limit(0.8, "m/s²", "Smaller warns of softer touches.")

    code: ClassVar[str] = "bottom_contact"
    serves: ClassVar[tuple[str, ...]] = ("D8", "D9")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: Known) -> list[Verdict]:
        """The jolt at the bottom; nothing where touching is allowed."""
        if known.exercise.bottom is not Bottom.HOVER:
            return []
        broken = rep.impact_mps2 > self.impact_mps2
        message = "Turn just above the floor: keep the tension."
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
