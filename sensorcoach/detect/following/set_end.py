"""Where a set ends because the wearer walks, or has been off its arc for a while."""

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.following.tracker_events import SetEndReason
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.units import RAD_PER_DEG

ASIDE_SHARE = 0.6
ASIDE_RAD = 15.0 * RAD_PER_DEG
ASIDE_POINTS = round(1.0 * RATE_HZ)
"""So far out of the arc's plane (share of the range, or angle if more) for so long is another posture."""


def find_arc_end(record: MotionHistory, axis: LiftAxis, start: int, stop: int) -> tuple[int, SetEndReason | None]:
    """Where, from grid point `start` up to `stop`, the set has to end, and why; `stop` and None where it goes on."""
    first = max(start - ASIDE_POINTS, record.first)
    aside = np.abs(axis.sine_out_of_plane(record.up(first, stop))) > max(ASIDE_SHARE * axis.range_rad, ASIDE_RAD)
    aside &= ~record.gone(first, stop)
    if not aside.any():
        return stop, None
    strayed = _first_lasting(aside, ASIDE_POINTS)
    walked = np.flatnonzero((record.walking(start, stop) > 0.0) & aside[start - first :])
    ends: list[tuple[int, SetEndReason | None]] = []
    if len(walked):
        ends.append((start + int(walked[0]) + 1, SetEndReason.WALKING))
    if strayed is not None:
        ends.append((first + strayed, SetEndReason.ASIDE))
    return min([*ends, (stop, None)], key=lambda end: end[0])


def _first_lasting(marks: npt.NDArray[np.bool_], points: int) -> int | None:
    """How many marks it takes until `points` in a row have been set; None when they are not."""
    sums = np.cumsum(np.concatenate([[0], marks]))
    full = np.flatnonzero(sums[points:] - sums[:-points] == points)
    return points + int(full[0]) if len(full) else None
