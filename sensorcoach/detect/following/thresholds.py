"""The angles that a tracker compares with: what follows from a set's usual range and its usual bottom.

They change with a rep; they are worked out then, and not at every grid point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.units import RAD_PER_DEG

FOOT_SHARE = 0.03
"""Within this share of the range above the lowest angle the segment is still at the bottom."""

FADE_PER_S = 0.04
"""A bottom that is not returned to rises by this share of the range in a second."""

FLOOR_GAIN = 0.3
"""How quickly the set's usual bottom follows each rep's."""

ONSET_SHARE = 0.06
"""Rise above the bottom, as a share of the usual range, that starts a lift on the screen."""

LIFT_SHARE = 0.3
"""Rise, as a share of the usual range, that makes it a lift. Less is shifting about."""

ONSET_LEAST = 0.3
LIFT_LEAST = 0.8
"""ONSET_SHARE and LIFT_SHARE are never less than these shares of the exercise's least lift."""

LOW_SHARE = 0.25
"""Within this share of the range above the set's usual bottom a rise that has stopped is a new bottom."""

BELOW_SHARE = 0.5
SLACK_RAD = 12.0 * RAD_PER_DEG
"""Further below the set's bottom than this share of the range and this slack is another posture."""

BEYOND_TIMES = 2.0
BEYOND_RAD = 18.0 * RAD_PER_DEG
"""A rise beyond this many times the usual range and this is another movement: overextension stays below."""

HIGH_SHARE = 1.6
"""A hold this much higher than usual is another rest when it lasts as long as idleness."""

LONGEST_HOLD_S = 130.0
LONGEST_REP_S = 180.0
"""A hold or a rep of such length is another posture: the longest holds that people train last two minutes."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Angles in radians, from the usual range and the usual angle of the bottom.

    `foot_rad`, `onset_rad`, `lift_rad`, `high_rad`, `beyond_rad`: rises above the bottom. `fade_rad`: by how much it
    fades at each grid point. `below_rad`, `low_rad`: lift angles.
    """

    range_rad: float
    floor_rad: float
    foot_rad: float
    onset_rad: float
    lift_rad: float
    high_rad: float
    beyond_rad: float
    fade_rad: float
    below_rad: float
    low_rad: float

    @classmethod
    def of(cls, range_rad: float, floor_rad: float, limits: MovementLimits) -> "Thresholds":
        """For this usual range, and the bottom usually at this angle."""
        return cls(
            range_rad=range_rad,
            floor_rad=floor_rad,
            foot_rad=FOOT_SHARE * range_rad,
            onset_rad=max(ONSET_SHARE * range_rad, ONSET_LEAST * limits.least_rad),
            lift_rad=max(LIFT_SHARE * range_rad, LIFT_LEAST * limits.least_rad),
            high_rad=HIGH_SHARE * range_rad,
            beyond_rad=BEYOND_TIMES * range_rad + BEYOND_RAD,
            fade_rad=FADE_PER_S * range_rad / RATE_HZ,
            below_rad=floor_rad - BELOW_SHARE * range_rad - SLACK_RAD,
            low_rad=floor_rad + LOW_SHARE * range_rad,
        )

    def after(self, low_rad: float, ranges_rad: Sequence[float], limits: MovementLimits) -> "Thresholds":
        """The same after a movement that ended at this angle, where the latest reps had these ranges."""
        floor_rad = self.floor_rad + FLOOR_GAIN * (low_rad - self.floor_rad)
        return Thresholds.of(sorted(ranges_rad)[len(ranges_rad) // 2], floor_rad, limits)
