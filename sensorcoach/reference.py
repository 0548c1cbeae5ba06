"""A person's own reference: their good reps of one exercise at one placement.

Warnings compare each person with themselves. A reference comes from a stored calibration, or from the first good reps
of the session.
"""

from dataclasses import dataclass
from enum import StrEnum

Direction = tuple[float, float, float]
"""A unit vector in the sensor frame."""


class Side(StrEnum):
    """The working side of a set."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Mount:
    """The mounting of the sensor: `bottom` is up at the bottom of the lift, `along` points from there towards the top.

    `side` is the working side, if the person named it. Without it, lying on either side looks the same.
    """

    bottom: Direction
    along: Direction
    side: Side | None = None


COMPLETE_REPS = 10
"""Number of good reps that show the spread of a person's reps. A session learns from no further ones."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Medians over `reps` good reps; `spread_rad` is the standard deviation of their ranges.

    `aside_rad` is the angle by which they leave the plane of the lift. Only a calibration keeps `mount`.
    `stored`: the reference comes from a calibration.
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
        """Whether the spread is known well enough. A person who calibrates with three reps chooses good ones."""
        return self.stored or self.reps >= COMPLETE_REPS
