"""Two steps of height, out and back, are one rep: down, stay, up; or up from a chair, stay, and down again.

The error of the height grows alike both ways, so the mean of both must be a step.
"""

from dataclasses import dataclass
from typing import Annotated

from sensorcoach.detect.height.steps import Step
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

LEAST_M: Annotated[float, Within(0.05, 0.3, "m")] = 0.1
"""Smallest change of height of a rep. A shifting pelvis stays below."""

LEVER_M: Annotated[float, Within(0.05, 0.4, "m")] = 0.15
"""Distance of a sensor at the waist from the hip joints. Bowing by a radian moves it up or down by as much."""

MOST_M: Annotated[float, Within(0.5, 1.5, "m")] = 0.9
"""Largest change of height of a rep. Nobody sinks further in place; beyond are stairs, elevators and vehicles."""

RETURN_SHARE: Annotated[float, Within(0.2, 0.9, "share")] = 0.5
"""Smallest way back, as a share of the way out. Less is shifting about out there."""

RENEWED_SHARE: Annotated[float, Within(0.2, 1.0, "share")] = 0.5
"""Size of a further step out, as a share of the first, that begins the rep again. The first was a mistake then."""

LONGEST_STAY_S: Annotated[float, Within(5.0, 60.0, "s")] = 15.0
"""Longest stay between the ways. Beyond it is another posture."""

_LONGEST_STAY_POINTS = round(LONGEST_STAY_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class HeightRep:
    """A step out and the step back."""

    out: Step
    back: Step

    @property
    def size_m(self) -> float:
        return 0.5 * (abs(self.out.height_m) + abs(self.back.height_m))


class StepPairs:
    """Pairs steps, taken in order, to reps."""

    def __init__(self) -> None:
        self._upwards: bool | None = None
        """Whether reps begin upwards; the first step decides."""
        self._out: Step | None = None
        """The step out that waits for its way back."""

    def add(self, step: Step) -> HeightRep | None:
        """Add a step; return the rep that it completes, if it does."""
        out, upwards = self._out, step.height_m > 0.0
        if out is not None and step.start - out.end > _LONGEST_STAY_POINTS:
            self._upwards, out = None, None
        if self._upwards is None:
            self._upwards = upwards
        if upwards == self._upwards:
            self._out = step if out is None or abs(step.height_m) >= RENEWED_SHARE * abs(out.height_m) else out
            return None
        if out is None or abs(step.height_m) < RETURN_SHARE * abs(out.height_m):
            self._out = out
            return None
        self._out = None
        rep = HeightRep(out, step)
        return rep if LEAST_M <= rep.size_m <= MOST_M else None


def is_explained(rep: HeightRep, turned_rad: float) -> bool:
    """Return whether turning by `turned_rad`, from before the rep to its stay, explains so small a height."""
    return rep.size_m < LEAST_M + LEVER_M * turned_rad
