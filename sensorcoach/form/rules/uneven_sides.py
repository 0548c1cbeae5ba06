"""Uneven sides: this side's range is not the other's. Information, no danger."""

import statistics
from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.events import Verdict
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, limit

FROM_REPS = 3
"""So many reps of this side make a median; it is said once, with the last of them."""


@dataclass(frozen=True, slots=True)
class UnevenSides:
    """The median range of this side against that of the other, where the sides are known."""

    most_share: float = limit(0.15, "of the other side's range", "Smaller tells of less difference.")

    code: ClassVar[str] = "uneven_sides"
    serves: ClassVar[tuple[str, ...]] = ("D5", "D11")
    hint: ClassVar[bool] = True

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """Once a set, with its third rep; nothing where the sides are not known."""
        other_rad = known.other_side_rad
        if known.side is None or other_rad is None or len(known.earlier) != FROM_REPS - 1:
            return []
        this_rad = statistics.median([rep.rep.rom_rad, *(one.rep.rom_rad for one in known.earlier)])
        value, most = 100.0 * abs(this_rad / other_rad - 1.0), 100.0 * self.most_share
        less = "less" if this_rad < other_rad else "more"
        message = f"This side moves {less} than the other."
        return [
            Verdict(self.code, "difference between the sides", value, most, "%", rep.rep.end_s, message, value > most)
        ]
