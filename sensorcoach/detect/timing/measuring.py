"""What the rules of form look at in one finished rep, beyond its times: the top, the hold, the plane, the landing."""

from dataclasses import replace

import numpy as np

from sensorcoach.detect.following.tracker_events import TrackedRep
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.running import median, running_mean
from sensorcoach.events import Rep
from sensorcoach.form.measures import RepMeasures
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

SETTLE_S = 0.4
"""So long after the lift its swing at the top has come to rest."""

PROPER_SHARE = 0.3
"""From this share of its peak rate a lowering is one, and no sagging."""

SMOOTH_POINTS = 5
"""The rate is taken over 0.1 s."""

PLATEAU_S = 0.3
"""A shorter hold, after settling, has no level of its own."""

AFTER_END_POINTS = round(0.36 * RATE_HZ)
"""In a small lift the end is said before the floor is reached: a contact may come so much later."""

AROUND_END_S = 0.24
AROUND_END_BLURRED_S = 0.45
"""A contact lies within so long of the end of the lowering; without a gyro that is known less exactly, and it may
come as late as the rep is counted."""


def measure_rep(record: MotionHistory, axis: LiftAxis, tracked: TrackedRep, rep: Rep) -> RepMeasures:
    """The measures of a rep whose motion is still on record."""
    points = [record.point(t) for t in (rep.lift_start_s, rep.hold_start_s, rep.lower_start_s, rep.end_s)]
    lift_start, hold_start, lower_start, end = (min(max(p, record.first), tracked.decided) for p in points)
    up = record.up(lift_start, tracked.decided + 1)
    angle_rad = axis.angle_rad(up)
    held_rad = angle_rad[hold_start - lift_start : lower_start - lift_start + 1]
    top = int(np.argmax(angle_rad))
    aside_rad = np.arcsin(np.clip(axis.sine_out_of_plane(up[: end - lift_start + 1]), -1.0, 1.0))
    away_rad = np.abs(aside_rad - aside_rad[0])
    impact_mps2, impact, usual_mps2 = _impact(record, lift_start, end, record.felt_until(tracked.decided))
    plateau_rad = _plateau(held_rad)
    return RepMeasures(
        rep=replace(rep, aside_rad=float(away_rad.max())),
        start_rad=float(angle_rad[0]),
        top_rad=float(angle_rad[top]),
        end_rad=float(angle_rad[end - lift_start]),
        overshoot_rad=0.0 if plateau_rad is None else float(angle_rad[top]) - plateau_rad,
        sunk_rad=_sunk(angle_rad, hold_start - lift_start, end - lift_start),
        aside_rad=float(away_rad.max()),
        aside_s=record.time_s(lift_start + int(np.argmax(away_rad))),
        impact_mps2=impact_mps2,
        impact_s=record.time_s(impact),
        usual_impact_mps2=usual_mps2,
        blurred=record.blurred,
    )


def _settled(held_rad: FloatArray) -> FloatArray:
    """The hold without the swing at its beginning; empty where nothing is left."""
    settled = held_rad[round(SETTLE_S * RATE_HZ) :]
    return settled if len(settled) >= PLATEAU_S * RATE_HZ else settled[:0]


def _plateau(held_rad: FloatArray) -> float | None:
    """The level of the hold just after the swing at the top; None where there is no hold to speak of."""
    settled = _settled(held_rad)
    return median(settled[: round(PLATEAU_S * RATE_HZ)]) if len(settled) else None


def _sunk(angle_rad: FloatArray, hold_start: int, end: int) -> float:
    """How far the segment has sunk from its settled hold when the lowering proper begins; 0 where it has not.

    By the contract a lowering begins at 5 % of its peak rate; a sagging hold sinks faster than that. So the lowering
    proper is followed back from its fastest point to where its rate passes 30 %, at which a smooth one has gone 3 %.
    """
    held_rad = angle_rad[hold_start : end + 1]
    if len(held_rad) < 2:
        return 0.0
    steps_rad, ends = held_rad[1:] - held_rad[:-1], np.ones(SMOOTH_POINTS // 2)
    rate = running_mean(np.concatenate([steps_rad[0] * ends, steps_rad, steps_rad[-1] * ends]), SMOOTH_POINTS)
    fastest = int(np.argmin(rate))
    slow = np.flatnonzero(rate[:fastest] > PROPER_SHARE * rate[fastest])
    begins = hold_start + (int(slow[-1]) if len(slow) else 0)
    plateau_rad = _plateau(angle_rad[hold_start : begins + 1])
    return 0.0 if plateau_rad is None else max(plateau_rad - float(angle_rad[begins]), 0.0)


def _impact(record: MotionHistory, start: int, end: int, stop: int) -> tuple[float, int, float]:
    """The sharpest bend of |a| around the end of a rep, m/s², where, and how sharp bends are before that (RMS).

    Nothing from `stop` on is looked at: how much is there depends on how the samples came.
    """
    around = round((AROUND_END_BLURRED_S if record.blurred else AROUND_END_S) * RATE_HZ)
    low, high = max(end - around, start), stop if record.blurred else min(end + AFTER_END_POINTS, stop)
    before = record.impact(start, low)
    usual_mps2 = float(np.sqrt(np.mean(before * before))) if len(before) else 0.0
    bends = record.impact(low, high)
    most = int(np.argmax(bends)) if len(bends) else 0
    return (float(bends[most]) if len(bends) else 0.0), low + most, usual_mps2
