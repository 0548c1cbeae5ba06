"""No touch: hovered where the exercise is to come to rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.exercises.exercise import Bottom
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit
from sensorcoach.units import DEG_PER_RAD

BLURRED_TIMES = 2.0
"""Without a gyro the attitude just after a landing is unsure: so many times the height is asked for."""


@dataclass(frozen=True, slots=True)
class NoTouch:
    """Turned clearly above the lowest bottom of this set, without a jolt."""

    above_share: float = limit(0.15, "of your usual range", "Smaller warns of lower turns.")
    least_deg: float = limit(3.0, "deg", "Less above the bottom than this is lying a little differently.")
    touch_ratio: float = limit(3.5, "× the jolts of the rep before it", "A jolt above this was a touch.")

    code: ClassVar[str] = "no_touch"
    serves: ClassVar[tuple[str, ...]] = ("D1",)
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """How far above the set's lowest bottom the rep ends; nothing where hovering is allowed."""
        if known.exercise.bottom is not Bottom.TOUCH or known.own is None:
            return []
        floor_rad = lowest_bottom_rad([rep, *known.earlier])
        value = (rep.end_rad - floor_rad) * DEG_PER_RAD
        share = self.above_share * (BLURRED_TIMES if rep.blurred else 1.0)
        most = max(share * known.own.range_rad * DEG_PER_RAD, self.least_deg)
        broken = value > most and rep.impact_mps2 < self.touch_ratio * rep.usual_impact_mps2
        message = "Come down to rest before the next rep."
        return [Verdict(self.code, "height of the turn", value, most, "deg", rep.rep.end_s, message, broken)]


def lowest_bottom_rad(reps: Sequence[RepMeasures]) -> float:
    """The second lowest bottom: a single one may be measured wrongly, as after a hard landing."""
    bottoms_rad = sorted(angle for one in reps for angle in (one.start_rad, one.end_rad))
    return bottoms_rad[1]
