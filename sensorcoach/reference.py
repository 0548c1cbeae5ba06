"""A person's own reference: how they do one exercise, at one placement, when they do it well.

Warnings compare with it: nobody's range or pace is anybody else's. It comes from a calibration that was kept,
or from the first good reps of the session.
"""

from dataclasses import dataclass

Direction = tuple[float, float, float]
"""A unit vector in the sensor frame."""


@dataclass(frozen=True, slots=True)
class Mount:
    """How the sensor sat: `bottom` is up at the bottom of the lift, `along` points from there towards the top."""

    bottom: Direction
    along: Direction


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
