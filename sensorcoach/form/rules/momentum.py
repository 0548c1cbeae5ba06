"""Momentum: the lift is thrown.

No guide says how fast is too fast, and no study is published: the limits are our own. Each person is compared with
their own good reps. Only a lift under half a second counts as thrown for everybody.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, Rule, limit
from sensorcoach.parameters import Within
from sensorcoach.reference import Reference
from sensorcoach.units import DEG_PER_RAD
from sensorcoach.verdicts import RuleFacts, Verdict

SLOWER = "Slow down: lift without swinging, and do fewer reps if need be."
PAUSE = "Pause at the top before you lower."
STEADY = "Stop at the top without swinging past it."

SHORTEST_S: Annotated[float, Within(0.01, 0.2, "s")] = 0.05
"""Shortest lift. It keeps the live limit finite where a person sets `controlled_s` to 0."""

MINIMUM_JERK_PEAK: Annotated[float, Within(1.0, 3.0, "×")] = 1.875
"""Peak rate over mean rate of a minimum-jerk movement. Flash and Hogan 1985."""


@dataclass(frozen=True, slots=True)
class Momentum:
    """A phase too fast for this person, a swing past the top, or no pause where they usually make one."""

    peak_ratio: float = limit(2.5, "× your usual peak rate", "Smaller warns of less speed.")
    time_share: float = limit(0.45, "of your usual lift time", "Larger warns of slower lifts.")
    controlled_s: float = limit(1.0, "s", "A lift that takes longer is not thrown.")
    fastest_s: float = limit(0.5, "s", "A lift that takes less is thrown for everybody.")
    pause_share: float = limit(0.4, "of your usual hold", "Larger warns of longer pauses.")
    rep_share: float = limit(0.75, "of your usual rep", "A short pause is momentum only in a rep quicker than this.")
    usual_pause_s: float = limit(0.8, "s", "The pause is judged only if you normally pause longer than this.")
    overshoot_share: float = limit(0.2, "of your usual range", "Smaller warns of less swing past the top.")

    facts: ClassVar = RuleFacts(
        "momentum",
        "momentum",
        position=10,
        severity=90,
        guides=("D7", "F1", "F10"),
        spoils_reference=True,
        advice_when_repeated="{count} reps, each slow and precise: no swing.",
    )

    def judge(self, rep: RepMeasures, context: JudgingContext) -> list[Verdict]:
        """Judge peak rate, lift time, pause and overshoot, in this order; without a reference the lift time alone."""
        if context.own is None:
            return [self._judge_time(rep, self.fastest_s)]
        own = context.own
        least_s = max(self.fastest_s, min(self.time_share * own.lift_s, self.controlled_s) + rep.blur_s)
        verdicts = [self._judge_peak(rep, own), self._judge_time(rep, least_s)]
        if own.hold_s >= self.usual_pause_s:
            verdicts.append(self._judge_pause(rep, own))
        if rep.overshoot_rad > 0.0:
            verdicts.append(self._judge_overshoot(rep, own))
        return verdicts

    def live_limit_radps(self, own: Reference) -> float:
        """Return the rate that warns within the lift: at least the peak rate of a lift of `controlled_s`."""
        controlled_s = max(self.controlled_s, SHORTEST_S)
        return max(self.peak_ratio * own.peak_lift_radps, MINIMUM_JERK_PEAK * own.range_rad / controlled_s)

    def make_peak_verdict(self, peak_radps: float, limit_radps: float, at_s: float, *, broken: bool) -> Verdict:
        """Return the verdict on a peak rate, with the same words within the lift and after it."""
        value, most = peak_radps * DEG_PER_RAD, limit_radps * DEG_PER_RAD
        return Verdict(self.facts, "peak rate of the lift", value, most, "deg/s", at_s, SLOWER, broken)

    def _judge_peak(self, rep: RepMeasures, own: Reference) -> Verdict:
        larger = max(rep.rep.rom_rad / own.range_rad, 1.0)
        most_radps = self.peak_ratio * own.peak_lift_radps * larger
        broken = rep.rep.peak_lift_radps > most_radps and rep.rep.lift_s < self.controlled_s + rep.blur_s
        return self.make_peak_verdict(rep.rep.peak_lift_radps, most_radps, rep.rep.lift_start_s, broken=broken)

    def _judge_time(self, rep: RepMeasures, least_s: float) -> Verdict:
        lift_s, at_s, name = rep.rep.lift_s, rep.rep.hold_start_s, "time of the lift"
        broken = lift_s < least_s
        return Verdict(self.facts, name, lift_s, least_s, "s", at_s, SLOWER, broken, is_minimum=True, prefix="lift ")

    def _judge_pause(self, rep: RepMeasures, own: Reference) -> Verdict:
        hold_s, least_s, at_s = rep.rep.hold_s, self.pause_share * own.hold_s, rep.rep.lower_start_s
        own_s = own.lift_s + own.hold_s + own.lower_s
        broken = hold_s < least_s and rep.lasts_s < self.rep_share * own_s
        name = "pause at the top"
        return Verdict(self.facts, name, hold_s, least_s, "s", at_s, PAUSE, broken, is_minimum=True, prefix="pause ")

    def _judge_overshoot(self, rep: RepMeasures, own: Reference) -> Verdict:
        value, most = rep.overshoot_rad * DEG_PER_RAD, self.overshoot_share * own.range_rad * DEG_PER_RAD
        broken, at_s = value > most and rep.rep.lift_s < self.controlled_s, rep.rep.hold_start_s
        name = "swing past the top"
        return Verdict(self.facts, name, value, most, "deg", at_s, STEADY, broken, prefix="past the top ")


RULE: Rule = Momentum()
