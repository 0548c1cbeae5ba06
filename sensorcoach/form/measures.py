"""What the rules of form look at in one finished rep, beyond its times: the top, the hold, the plane, the landing."""

from dataclasses import dataclass

from sensorcoach.events import Rep

BLUR_S = 0.2
"""Without a gyro quick phases look longer by so much: gravity is told from motion by a low-pass of 2 Hz."""


@dataclass(frozen=True, slots=True)
class RepMeasures:
    """One rep and what was measured of it; angles in radians along the set's arc, whose bottom is 0.

    `start_rad`, `top_rad`, `end_rad`: the bottom before, the top, the bottom after.
    `overshoot_rad`: how far the top lies above the hold that follows; `sunk_rad`: how far the hold sinks; both 0
    where there is no hold to speak of. `aside_rad`: how far the segment leaves the plane of the lift, at `aside_s`.
    `impact_mps2`: the sharpest jolt around the end of the lowering, at `impact_s`; `usual_impact_mps2` those before it.
    `blurred`: quick movements are shown smaller than they are, as without a gyro.
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
        """By how much a quick phase looks longer than it was."""
        return BLUR_S if self.blurred else 0.0

    @property
    def lasts_s(self) -> float:
        """From the start of the lift to the end of the lowering."""
        return self.rep.end_s - self.rep.lift_start_s
