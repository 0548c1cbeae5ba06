"""The angles that a tracker compares with. They follow from a set's usual range and its usual bottom.

They change with a rep, so they are computed once a rep and not at every grid point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.units import RAD_PER_DEG

FOOT_SHARE: Annotated[float, Within(0.01, 0.1, "share")] = 0.03
"""Rise from the lowest angle, as a share of the range, within which the segment is still at the bottom. Breathing and
noise stay below."""

FADE_PER_S: Annotated[float, Within(0.0, 0.2, "range/s")] = 0.04
"""Rate at which a bottom without a return rises, in ranges a second. The body may settle a little higher."""

FLOOR_GAIN: Annotated[float, Within(0.05, 1.0, "share")] = 0.3
"""Share by which the set's usual bottom follows each rep's. One odd rep must not move it far."""

ONSET_SHARE: Annotated[float, Within(0.02, 0.15, "share")] = 0.06
"""Rise from the bottom, as a share of the usual range, that starts a lift. Less is breathing."""

LIFT_SHARE: Annotated[float, Within(0.15, 0.6, "share")] = 0.3
"""Rise, as a share of the usual range, that completes a lift. Less is shifting about."""

ONSET_LEAST: Annotated[float, Within(0.1, 0.8, "share")] = 0.3
"""Smallest rise that starts a lift, as a share of the exercise's smallest lift. Small sets need a floor above noise."""

LIFT_LEAST: Annotated[float, Within(0.5, 1.0, "share")] = 0.8
"""Smallest rise that completes a lift, as a share of the exercise's smallest lift. Rough angles come out smaller."""

LOW_SHARE: Annotated[float, Within(0.1, 0.4, "share")] = 0.25
"""Height, as a share of the range, below which a rise that stops is a new bottom. The body then lies differently."""

BELOW_SHARE: Annotated[float, Within(0.2, 1.0, "share")] = 0.5
"""Depth below the set's bottom, as a share of the range, that with `SLACK_RAD` is another posture. Bottoms of a set
differ by less."""

SLACK_RAD: Annotated[float, Within(0.05, 0.5, "rad")] = 12.0 * RAD_PER_DEG
"""Angle added to the depth below the bottom that is another posture. Small lifts shift by more than their range."""

BEYOND_TIMES: Annotated[float, Within(1.3, 4.0, "times")] = 2.0
"""Rise, in usual ranges, that with `BEYOND_RAD` is another movement. Overextension stays below."""

BEYOND_RAD: Annotated[float, Within(0.0, 0.7, "rad")] = 18.0 * RAD_PER_DEG
"""Angle added to the rise that is another movement. Small lifts vary by more than their range."""

HIGH_SHARE: Annotated[float, Within(1.2, 2.5, "times")] = 1.6
"""Height of a hold, in usual ranges, above which idleness ends the set. So high a stay is another rest."""

LONGEST_HOLD_S: Annotated[float, Within(30.0, 300.0, "s")] = 130.0
"""Longest hold of a rep. The longest holds that people train last two minutes."""

LONGEST_REP_S: Annotated[float, Within(45.0, 400.0, "s")] = 180.0
"""Longest rep. A longer one is another posture."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Angles in radians, from the usual range and the usual angle of the bottom.

    `foot_rad`, `onset_rad`, `lift_rad`, `high_rad`, `beyond_rad`: rises from the bottom. `fade_rad`: rise of the
    bottom at each grid point without a return. `below_rad`, `low_rad`: lift angles.
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
        """Compute the thresholds for this usual range and this usual angle of the bottom."""
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
        """Compute the thresholds after a movement that ended at this angle; `ranges_rad`: those of the latest reps."""
        floor_rad = self.floor_rad + FLOOR_GAIN * (low_rad - self.floor_rad)
        return Thresholds.of(sorted(ranges_rad)[len(ranges_rad) // 2], floor_rad, limits)
