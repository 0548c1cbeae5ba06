"""A person's own reference: how they do one exercise, at one placement, when they do it well.

Warnings compare with it: nobody's range or pace is anybody else's. It comes from a calibration that was kept,
or from the first good reps of the session.
"""

from dataclasses import dataclass
from enum import StrEnum

Direction = tuple[float, float, float]
"""A unit vector in the sensor frame."""


class Side(StrEnum):
    """Which side of the body a set was for."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Mount:
    """How the sensor sat: `bottom` is up at the bottom of the lift, `along` points from there towards the top.

    `side` is the one that worked, where somebody said so: without it lying on either side looks alike.
    """

    bottom: Direction
    along: Direction
    side: Side | None = None


COMPLETE_REPS = 10
"""So many good reps of a session show how much a person's reps differ, and no more are learned from."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Medians over `reps` good reps; `spread_rad` is the standard deviation of their ranges.

    `aside_rad` is how far they leave the plane of the lift. `mount` is kept with a calibration only.
    `stored` says that it comes from a calibration.
    """

    reps: int
    range_rad: float
    spread_rad: float
    lift_s: float
    hold_s: float
    lower_s: float
    peak_lift_radps: float
    peak_lower_radps: float
    aside_rad: float
    mount: Mount | None = None
    stored: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the spread says how much the person's good reps differ; who chose three good ones has said so."""
        return self.stored or self.reps >= COMPLETE_REPS
