"""Bottom contact: touched down where the exercise is to hover.

A hard touch is told by its jolt alone. A soft one is no sharper than an unsteady body: it is told when the segment has
also come lower than it usually turns, down to where the set began.
"""

import statistics
from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.exercises.exercise import Bottom
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit

BLURRED_TIMES = 1.15
"""Without a gyro a jolt is looked for over a longer time, in which unsteadiness is sharper by chance."""


@dataclass(frozen=True, slots=True)
class BottomContact:
    """A jolt at the bottom of a rep that should turn in the air, and how low that was."""

    hard_ratio: float = limit(4.5, "× the jolts of the rep before it", "Smaller warns of softer touches.")
    soft_ratio: float = limit(1.9, "× the jolts of the rep before it", "The same where the turn was low as well.")
    least_mps2: float = limit(0.25, "m/s²", "Less jolt than this is no touch.")
    lower_share: float = limit(0.04, "of the range", "How much lower than usual is low.")

    code: ClassVar[str] = "bottom_contact"
    serves: ClassVar[tuple[str, ...]] = ("D8", "D9")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The jolt at the bottom; nothing where touching is allowed."""
        if known.exercise.bottom is not Bottom.HOVER:
            return []
        soft_ratio = self.soft_ratio * (BLURRED_TIMES if rep.blurred else 1.0)
        ratio = soft_ratio if self._is_low(rep, known) else self.hard_ratio
        value, most = rep.impact_mps2, max(self.least_mps2, ratio * rep.usual_impact_mps2)
        message = "Turn just above the floor: keep the tension."
        return [Verdict(self.code, "jolt at the bottom", value, most, "m/s²", rep.impact_s, message, value > most)]

    def _is_low(self, rep: RepMeasures, known: JudgingContext) -> bool:
        """Lower than the turns before; the first of a set: as low as where it began."""
        slack_rad = self.lower_share * rep.rep.rom_rad
        turns_rad = [one.end_rad for one in known.earlier]
        if len(turns_rad) >= 2:
            return rep.end_rad < statistics.median(turns_rad) - slack_rad
        return rep.end_rad < [*known.earlier, rep][0].start_rad + slack_rad
