"""Where a set ends because the wearer walks, or has left the plane of its arc for a while."""

from typing import Annotated

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.following.tracker_events import SetEndReason
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.units import RAD_PER_DEG

ASIDE_SHARE: Annotated[float, Within(0.3, 1.0, "share")] = 0.6
"""Deviation from the arc's plane, as a share of the usual range, that is another posture. Wobbling stays below."""

ASIDE_RAD: Annotated[float, Within(0.1, 0.6, "rad")] = 15.0 * RAD_PER_DEG
"""Smallest deviation from the arc's plane that is another posture. Small lifts wobble by more than their range."""

ASIDE_S: Annotated[float, Within(0.3, 3.0, "s")] = 1.0
"""Duration of a deviation from the arc's plane that ends the set. Shorter ones are a slip."""

_ASIDE_POINTS = round(ASIDE_S * RATE_HZ)


def find_arc_end(history: MotionHistory, axis: LiftAxis, start: int, stop: int) -> tuple[int, SetEndReason | None]:
    """Return the grid point in `start` to `stop` at which the set has to end, and why; `stop` and None to go on."""
    first = max(start - _ASIDE_POINTS, history.first)
    aside = np.abs(axis.sine_out_of_plane(history.up(first, stop))) > max(ASIDE_SHARE * axis.range_rad, ASIDE_RAD)
    aside &= ~history.in_gap(first, stop)
    if not aside.any():
        return stop, None
    strayed = _find_lasting(aside, _ASIDE_POINTS)
    walked = np.flatnonzero((history.walking(start, stop) > 0.0) & aside[start - first :])
    ends: list[tuple[int, SetEndReason | None]] = []
    if len(walked):
        ends.append((start + int(walked[0]) + 1, SetEndReason.WALKING))
    if strayed is not None:
        ends.append((first + strayed, SetEndReason.ASIDE))
    return min([*ends, (stop, None)], key=lambda end: end[0])


def _find_lasting(marks: npt.NDArray[np.bool_], points: int) -> int | None:
    """Return how many marks it takes until `points` in a row are set; None if that does not happen."""
    sums = np.cumsum(np.concatenate([[0], marks]))
    full = np.flatnonzero(sums[points:] - sums[:-points] == points)
    return points + int(full[0]) if len(full) else None
