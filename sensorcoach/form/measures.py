"""What the rules of form look at in one finished rep, beyond its times: top, hold, plane and landing."""

from dataclasses import dataclass
from typing import Annotated

from sensorcoach.events import Rep
from sensorcoach.parameters import Within

BLUR_S: Annotated[float, Within(0.0, 0.5, "s")] = 0.2
"""Time by which quick phases look longer without a gyroscope. A low-pass of 2 Hz tells gravity from motion there."""


@dataclass(frozen=True, slots=True)
class RepMeasures:
    """One rep and its measures; angles in radians along the arc of the set, whose bottom is 0.

    `start_rad`, `top_rad`, `end_rad`: the bottom before, the top, the bottom after.
    `overshoot_rad`: how far the top lies above the hold that follows. `sunk_rad`: how far the hold sinks.
    Both are 0 where the hold is too short to measure them.
    `aside_rad`: how far the segment leaves the plane of the lift, at `aside_s`.
    `impact_mps2`: the sharpest jolt around the end of the lowering, at `impact_s`.
    `usual_impact_mps2`: the jolts of the rep before that.
    `blurred`: quick movements look smaller than they are, as without a gyroscope.
    """

    rep: Rep
    start_rad: float
    top_rad: float
    end_rad: float
    overshoot_rad: float
    sunk_rad: float
    aside_rad: float
    aside_s: float
    impact_mps2: float
    impact_s: float
    usual_impact_mps2: float
    blurred: bool

    @property
    def blur_s(self) -> float:
        """Time by which a quick phase looks longer than it was."""
        return BLUR_S if self.blurred else 0.0

    @property
    def lasts_s(self) -> float:
        """Time from the start of the lift to the end of the lowering."""
        return self.rep.end_s - self.rep.lift_start_s
