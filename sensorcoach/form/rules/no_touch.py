"""No touch: the segment hovers where the exercise should come to rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sensorcoach.exercises.exercise import Bottom
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import NO_REFERENCE
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.parameters import Within
from sensorcoach.units import DEG_PER_RAD
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

BLURRED_FACTOR: Annotated[float, Within(1.0, 4.0, "×")] = 2.0
"""Factor on the height without a gyroscope. The attitude just after a landing is uncertain then."""

MAY_HOVER = NotApplicable("hovering is allowed here")


@dataclass(frozen=True, slots=True)
class NoTouch:
    """A turn clearly above the lowest bottom of this set, without a jolt."""

    above_share: float = limit(0.15, "of your usual range", "Smaller warns of lower turns.")
    least_deg: float = limit(3.0, "deg", "Minimum height of a turn. Lying a little differently gives less.")
    touch_ratio: float = limit(3.5, "× the jolts of the rep before it", "A jolt above this is a touch.")

    facts: ClassVar = RuleFacts("no_touch", "no touch", position=90, severity=10, guides=("D1",))

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Judge how far above the lowest bottom of the set the rep ends."""
        if context.exercise.bottom is not Bottom.TOUCH:
            return MAY_HOVER
        if context.own is None:
            return NO_REFERENCE
        floor_rad = second_lowest_bottom_rad([rep, *context.earlier])
        value = (rep.end_rad - floor_rad) * DEG_PER_RAD
        share = self.above_share * (BLURRED_FACTOR if rep.blurred else 1.0)
        most = max(share * context.own.range_rad * DEG_PER_RAD, self.least_deg)
        broken = value > most and rep.impact_mps2 < self.touch_ratio * rep.usual_impact_mps2
        message = "Come down to rest before the next rep."
        return [Verdict(self.facts, "height of the turn", value, most, "deg", rep.rep.end_s, message, broken)]


def second_lowest_bottom_rad(reps: Sequence[RepMeasures]) -> float:
    """Return the second lowest bottom. The lowest may be a measurement error, as after a hard landing."""
    bottoms_rad = sorted(angle for one in reps for angle in (one.start_rad, one.end_rad))
    return bottoms_rad[1]


RULE: Rule = NoTouch()
