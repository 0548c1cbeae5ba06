"""Off axis: the segment twists or drops aside while it lifts.

Under 6.6° a side drop is measurement noise (the minimal detectable change of the test, MDC95). What a person's own
good reps do is theirs.
"""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit
from sensorcoach.units import DEG_PER_RAD


@dataclass(frozen=True, slots=True)
class OffAxis:
    """Further out of the lift's plane than noise, than a share of the range, and than this person's good reps."""

    noise_deg: float = limit(6.6, "deg more than your good reps", "Less is measurement noise.")
    range_share: float = limit(0.15, "of your usual range more than your good reps", "Smaller warns of less.")

    code: ClassVar[str] = "off_axis"
    serves: ClassVar[tuple[str, ...]] = ("D11", "F7")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """How far the segment leaves the plane; nothing without a reference."""
        if known.own is None or not known.judges_form:
            return []
        more = max(self.noise_deg, self.range_share * known.own.range_rad * DEG_PER_RAD)
        value, most = rep.aside_rad * DEG_PER_RAD, known.own.aside_rad * DEG_PER_RAD + more
        message = "Keep the hips level: lift straight, without turning."
        return [Verdict(self.code, "out of the plane", value, most, "deg", rep.aside_s, message, value > most)]
