"""Sagging hold: the segment sinks while it should stay."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit
from sensorcoach.units import DEG_PER_RAD

FALL_S = 0.6
"""A lowering as quick as this is a fall or nearly so."""


@dataclass(frozen=True, slots=True)
class SaggingHold:
    """Sinks in the hold by more than a share of the lift, and more than breathing does."""

    most_share: float = limit(0.15, "of the lift", "Smaller warns of less sinking.")
    least_deg: float = limit(3.0, "deg", "Less sinking than this is breathing.")

    code: ClassVar[str] = "sagging_hold"
    serves: ClassVar[tuple[str, ...]] = ("D3", "D4")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """How far the hold sinks; nothing where the exercise asks for none, nor without a gyro.

        Without one the low-pass makes the start of a good lowering look like sinking. A fall begins slowly by itself.
        """
        if rep.blurred or known.exercise.tempo.hold_s <= 0.0 or not known.judges_form:
            return []
        value = rep.sunk_rad * DEG_PER_RAD
        most = max(self.most_share * rep.rep.rom_rad * DEG_PER_RAD, self.least_deg)
        broken = value > most and rep.rep.lower_s > FALL_S
        message = "Keep the height until the hold is over."
        return [Verdict(self.code, "sinking", value, most, "deg", rep.rep.lower_start_s, message, broken)]
