"""Slowing: the lifts of this set get slower. A hint that it is getting hard; never an advice on load."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Rep, Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit


@dataclass(frozen=True, slots=True)
class Slowing:
    """The mean rates of the latest lifts against the fastest of the same set."""

    least_share: float = limit(0.6, "of the fastest lift of the set", "Larger tells of less slowing.")
    in_a_row: float = limit(3.0, "reps", "Larger waits for more slow lifts.")

    code: ClassVar[str] = "slowing"
    serves: ClassVar[tuple[str, ...]] = ("F1",)
    hint: ClassVar[bool] = True

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The fastest of the latest lifts against the second fastest good one: no single lift says anything."""
        count = round(self.in_a_row)
        if len(known.earlier) + 1 < 2 * count:
            return []
        latest = [*(one.rep for one in known.earlier), rep.rep]
        led = [mean_lift_rate(one) for one in latest[:-1] if one.is_good]
        if len(led) < 2:
            return []
        fastest = sorted(led)[-2]
        value = 100.0 * max(mean_lift_rate(one) for one in latest[-count:]) / fastest
        least = 100.0 * self.least_share
        message = "Your lifts are getting slower: end the set while they are still good."
        return [Verdict(self.code, "speed of the lifts", value, least, "%", rep.rep.end_s, message, value < least)]


def mean_lift_rate(rep: Rep) -> float:
    """Range over lift time, rad/s: steadier than a peak."""
    return rep.rom_rad / max(rep.lift_s, 0.1)
