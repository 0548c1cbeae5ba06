"""Momentum: the lift is thrown rather than led.

No guide says how fast is too fast, and nothing is published: the limits are ours. A person is compared with their own
good reps; only a lift under half a second is called thrown whoever does it.
"""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit
from sensorcoach.reference import Reference
from sensorcoach.units import DEG_PER_RAD

SLOWER = "Slow down: lift without swinging, and do fewer reps if need be."
PAUSE = "Pause at the top before you lower."
STEADY = "Stop at the top without swinging past it."

SHORTEST_S = 0.05
"""No lift is shorter, whatever limit is set."""

MINIMUM_JERK_PEAK = 1.875
"""Peak rate over mean rate of a minimum-jerk movement (Flash and Hogan 1985)."""


@dataclass(frozen=True, slots=True)
class Momentum:
    """A phase too fast for this person, a swing past the top, or no pause where they usually make one."""

    peak_ratio: float = limit(2.5, "× your usual peak rate", "Smaller warns of less speed.")
    time_share: float = limit(0.45, "of your usual lift time", "Larger warns of slower lifts.")
    controlled_s: float = limit(1.0, "s", "A lift that takes longer is not thrown.")
    fastest_s: float = limit(0.5, "s", "A lift that takes less is thrown whoever does it.")
    pause_share: float = limit(0.4, "of your usual hold", "Larger warns of longer pauses.")
    rep_share: float = limit(0.75, "of your usual rep", "A short pause is momentum only in a rep quicker than this.")
    usual_pause_s: float = limit(0.8, "s", "Who usually holds for less is not asked for a pause.")
    overshoot_share: float = limit(0.2, "of your usual range", "Smaller warns of less swing past the top.")

    code: ClassVar[str] = "momentum"
    serves: ClassVar[tuple[str, ...]] = ("D7", "F1", "F10")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """Peak rate, lift time, pause and overshoot, in this order; without a reference the absolute time alone."""
        if known.own is None:
            return [self._time(rep, self.fastest_s)]
        own = known.own
        least_s = max(self.fastest_s, min(self.time_share * own.lift_s, self.controlled_s) + rep.blur_s)
        verdicts = [self._peak(rep, own), self._time(rep, least_s)]
        if own.hold_s >= self.usual_pause_s:
            verdicts.append(self._pause(rep, own))
        if rep.overshoot_rad > 0.0:
            verdicts.append(self._overshoot(rep, own))
        return verdicts

    def live_limit_radps(self, own: Reference) -> float:
        """The rate at which it is said within the lift: that of a lift of `controlled_s`, at least."""
        controlled_s = max(self.controlled_s, SHORTEST_S)
        return max(self.peak_ratio * own.peak_lift_radps, MINIMUM_JERK_PEAK * own.range_rad / controlled_s)

    def peak_verdict(self, peak_radps: float, limit_radps: float, at_s: float, *, broken: bool) -> Verdict:
        """The same words within the lift and after it."""
        value, most = peak_radps * DEG_PER_RAD, limit_radps * DEG_PER_RAD
        return Verdict(self.code, "peak rate of the lift", value, most, "deg/s", at_s, SLOWER, broken)

    def _peak(self, rep: RepMeasures, own: Reference) -> Verdict:
        larger = max(rep.rep.rom_rad / own.range_rad, 1.0)
        most_radps = self.peak_ratio * own.peak_lift_radps * larger
        broken = rep.rep.peak_lift_radps > most_radps and rep.rep.lift_s < self.controlled_s + rep.blur_s
        return self.peak_verdict(rep.rep.peak_lift_radps, most_radps, rep.rep.lift_start_s, broken=broken)

    def _time(self, rep: RepMeasures, least_s: float) -> Verdict:
        lift_s, at_s = rep.rep.lift_s, rep.rep.hold_start_s
        return Verdict(self.code, "time of the lift", lift_s, least_s, "s", at_s, SLOWER, lift_s < least_s)

    def _pause(self, rep: RepMeasures, own: Reference) -> Verdict:
        least_s = self.pause_share * own.hold_s
        own_s = own.lift_s + own.hold_s + own.lower_s
        broken = rep.rep.hold_s < least_s and rep.lasts_s < self.rep_share * own_s
        return Verdict(
            self.code, "pause at the top", rep.rep.hold_s, least_s, "s", rep.rep.lower_start_s, PAUSE, broken
        )

    def _overshoot(self, rep: RepMeasures, own: Reference) -> Verdict:
        value, most = rep.overshoot_rad * DEG_PER_RAD, self.overshoot_share * own.range_rad * DEG_PER_RAD
        broken = value > most and rep.rep.lift_s < self.controlled_s
        return Verdict(self.code, "swing past the top", value, most, "deg", rep.rep.hold_start_s, STEADY, broken)
