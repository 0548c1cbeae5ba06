"""Measure what the rules of form need of a finished rep beyond its times: the top, the hold, the plane, the landing."""

from dataclasses import replace
from typing import Annotated

import numpy as np

from sensorcoach.detect.following.tracker_events import TrackedRep
from sensorcoach.detect.following.tracker_state import RATE_POINTS
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.running import median, running_mean
from sensorcoach.events import Rep
from sensorcoach.form.measures import RepMeasures
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SETTLE_S: Annotated[float, Within(0.1, 1.5, "s")] = 0.4
"""Time after the lift in which the swing at the top settles. Earlier angles lie above the level of the hold."""

PROPER_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.3
"""Share of its peak rate from which a lowering is not just a sagging hold. A smooth one has gone 3 % there."""

PLATEAU_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Shortest hold, after settling, that has a level of its own. Fewer points have no reliable median."""

AFTER_END_S: Annotated[float, Within(0.0, 1.0, "s")] = 0.36
"""Latest contact after the end of the lowering. A small lift ends before the body reaches the floor."""

AROUND_END_S: Annotated[float, Within(0.05, 1.0, "s")] = 0.24
"""Earliest contact before the end of the lowering. The fitted end errs by less."""

AROUND_END_BLURRED_S: Annotated[float, Within(0.1, 1.5, "s")] = 0.45
"""Earliest contact before the end of the lowering, without a gyro. The end is then known less exactly."""

_AFTER_END_POINTS = round(AFTER_END_S * RATE_HZ)


def measure_rep(history: MotionHistory, axis: LiftAxis, tracked: TrackedRep, rep: Rep) -> RepMeasures:
    """Measure a rep whose motion is still in the history."""
    points = [history.point(t) for t in (rep.lift_start_s, rep.hold_start_s, rep.lower_start_s, rep.end_s)]
    lift_start, hold_start, lower_start, end = (min(max(p, history.first), tracked.decided) for p in points)
    up = history.up(lift_start, tracked.decided + 1)
    angle_rad = axis.angle_rad(up)
    held_rad = angle_rad[hold_start - lift_start : lower_start - lift_start + 1]
    top = int(np.argmax(angle_rad))
    aside_rad = np.arcsin(np.clip(axis.sine_out_of_plane(up[: end - lift_start + 1]), -1.0, 1.0))
    away_rad = np.abs(aside_rad - aside_rad[0])
    impact_mps2, impact, usual_mps2 = _measure_impact(history, lift_start, end, history.impact_end(tracked.decided))
    plateau_rad = _measure_plateau(held_rad)
    return RepMeasures(
        rep=replace(rep, aside_rad=float(away_rad.max())),
        start_rad=float(angle_rad[0]),
        top_rad=float(angle_rad[top]),
        end_rad=float(angle_rad[end - lift_start]),
        overshoot_rad=0.0 if plateau_rad is None else float(angle_rad[top]) - plateau_rad,
        sunk_rad=_measure_sag(angle_rad, hold_start - lift_start, end - lift_start),
        aside_rad=float(away_rad.max()),
        aside_s=history.time_s(lift_start + int(np.argmax(away_rad))),
        impact_mps2=impact_mps2,
        impact_s=history.time_s(impact),
        usual_impact_mps2=usual_mps2,
        blurred=history.blurred,
    )


def _cut_settled(held_rad: FloatArray) -> FloatArray:
    """Return the hold without the swing at its beginning; empty where nothing is left."""
    settled = held_rad[round(SETTLE_S * RATE_HZ) :]
    return settled if len(settled) >= PLATEAU_S * RATE_HZ else settled[:0]


def _measure_plateau(held_rad: FloatArray) -> float | None:
    """Return the level of the hold just after the swing at the top; None where the hold is too short."""
    settled = _cut_settled(held_rad)
    return median(settled[: round(PLATEAU_S * RATE_HZ)]) if len(settled) else None


def _measure_sag(angle_rad: FloatArray, hold_start: int, end: int) -> float:
    """Return how far the segment has sunk from its settled hold when the lowering proper begins; 0 where it has not.

    A lowering begins at 5 % of its peak rate (`EDGE_SHARE`), and a sagging hold sinks faster than that. So the
    lowering proper is followed back from its fastest point to where its rate passes `PROPER_SHARE`.
    """
    held_rad = angle_rad[hold_start : end + 1]
    if len(held_rad) < 2:
        return 0.0
    steps_rad, ends = held_rad[1:] - held_rad[:-1], np.ones(RATE_POINTS // 2)
    rate = running_mean(np.concatenate([steps_rad[0] * ends, steps_rad, steps_rad[-1] * ends]), RATE_POINTS)
    fastest = int(np.argmin(rate))
    slow = np.flatnonzero(rate[:fastest] > PROPER_SHARE * rate[fastest])
    begins = hold_start + (int(slow[-1]) if len(slow) else 0)
    plateau_rad = _measure_plateau(angle_rad[hold_start : begins + 1])
    return 0.0 if plateau_rad is None else max(plateau_rad - float(angle_rad[begins]), 0.0)


def _measure_impact(history: MotionHistory, start: int, end: int, stop: int) -> tuple[float, int, float]:
    """Return the sharpest bend of |a| around the end of a rep, m/s², its grid point, and the RMS of bends before.

    Points from `stop` on are left out: how many are known depends on how the samples came.
    """
    around = round((AROUND_END_BLURRED_S if history.blurred else AROUND_END_S) * RATE_HZ)
    low, high = max(end - around, start), stop if history.blurred else min(end + _AFTER_END_POINTS, stop)
    before = history.impact(start, low)
    usual_mps2 = float(np.sqrt(np.mean(before * before))) if len(before) else 0.0
    bends = history.impact(low, high)
    most = int(np.argmax(bends)) if len(bends) else 0
    return (float(bends[most]) if len(bends) else 0.0), low + most, usual_mps2
