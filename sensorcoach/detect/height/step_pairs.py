"""Two steps of height, away and back, are one rep: down, stay, up; or up from a chair, stay, and down again.

The error of the height grows alike on both ways, so it is their mean that is asked to be a step.
"""

from dataclasses import dataclass

from sensorcoach.detect.height.steps import Step
from sensorcoach.motion.resampling import RATE_HZ

LEAST_M = 0.1
"""A rep of height moves by as much; a pelvis that shifts stays below."""

LEVER_M = 0.15
"""A sensor at the waist sits so far from the hip joints: bowing by a radian moves it up or down by as much."""

MOST_M = 0.9
"""No more than a person can sink and rise again in place; beyond it are stairs, lifts and vehicles."""

RETURN_SHARE = 0.5
"""The way back is at least this share of the way out; less is shifting about out there."""

RENEWED_SHARE = 0.5
"""A further step out of at least this share of the first begins the rep anew."""

LONGEST_STAY_POINTS = round(15.0 * RATE_HZ)
"""Staying away for longer is another posture."""


@dataclass(frozen=True, slots=True)
class HeightRep:
    """A step out and the step back."""

    out: Step
    back: Step

    @property
    def size_m(self) -> float:
        return 0.5 * (abs(self.out.height_m) + abs(self.back.height_m))


class StepPairs:
    """Takes steps in order and gives the reps they make."""

    def __init__(self) -> None:
        self._upwards: bool | None = None
        """Which way reps begin; the first step tells."""
        self._out: Step | None = None
        """The step away that waits for its way back."""

    def add(self, step: Step) -> HeightRep | None:
        """The rep that this step completes."""
        out, upwards = self._out, step.height_m > 0.0
        if out is not None and step.start - out.end > LONGEST_STAY_POINTS:
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
    """Is so little height no more than what turning makes, from the attitude before the rep to that of its stay?"""
    return rep.size_m < LEAST_M + LEVER_M * turned_rad
