"""Overextension: the lift goes on past this person's straight line. Said of the worn segment, never of the spine."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit
from sensorcoach.reference import Reference
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG


@dataclass(frozen=True, slots=True)
class Overextension:
    """More than so many degrees past the person's own top."""

    beyond_deg: float = limit(10.0, "deg past your usual top", "Smaller warns of less.")

    code: ClassVar[str] = "overextension"
    serves: ClassVar[tuple[str, ...]] = ("F3", "F4")
    hint: ClassVar[bool] = False

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """The range against the person's own top; nothing before this set has shown that it is their usual one."""
        if known.own is None or not known.judges_form or not known.fits:
            return []
        value, most = rep.rep.rom_rad * DEG_PER_RAD, self.most_rad(known.own) * DEG_PER_RAD
        message = "Stop at the straight line: do not go past your usual top."
        return [Verdict(self.code, "range", value, most, "deg", rep.rep.hold_start_s, message, value > most)]

    def most_rad(self, own: Reference) -> float:
        """The most range that is not too much; what the band on the screen ends at."""
        return own.range_rad + self.beyond_deg * RAD_PER_DEG
