"""The exact times of a rep, once it is over.

A phase begins where the angular rate first passes 5 % of that phase's
own peak rate and ends where it falls below 5 % again. A bell laid through the rate of each phase
says where that is (`bell`), also where unsteadiness turns the segment as fast; and how sure it is.
A swing beyond the top belongs to the lift: when the rate rises again at once, the lift goes on.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.following.tracker_events import TrackedRep
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.timing.movement import Movement, find_movement, measure_rates
from sensorcoach.detect.timing.speed_profile import Edge, SpeedProfile, fit_speed_profiles
from sensorcoach.dsp.sparc import sparc
from sensorcoach.events import Rep
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

EDGE_SHARE = 0.05
"""Share of a phase's own peak rate at which it begins and ends."""

MARGIN_POINTS = 75
"""Grid points read before the bottom, where there are any: what is unsteady in rest, and the lift's first moment."""

STILL_POINTS = 5
"""Unsteadiness is that of the mean rate over so many points: tremor, which is faster, moves no edge."""

STILL_SHARE = 0.2
"""Faster than this share of the peak rate is no unsteadiness."""

LEAST_UNSTEADY_RADPS = 0.05 * RAD_PER_DEG
LEAST_UNSTEADY_SHARE = 0.003
"""No sensor is steadier than this rate, and no peak rate is known better than this share."""

ON_DOWN_TIMES = 1.5
BELOW_SHARE = 0.15
"""Who sinks so many times as far as they rose goes on into another posture: what is below the bottom by more than this
share of the lift is not looked at."""

SWING_SHARE = 0.12
SWING_TIMES = 2.0
SWING_POINTS = (3, 13)
SWING_OVER_POINTS = 23
"""A swing is a rate above this share of the peak, and this many times the unsteadiness, so soon after the edge
(points); it is over after so many points, or it was no swing."""

STRONG_SWING_SHARE = 0.25
STRONG_SWING_TIMES = 4.0
STRONG_SWING_WITHIN = 0.2
STRONG_SWING_POINTS = 15
"""Above this share and so many times the unsteadiness it may also come later, within this share of the lift's duration
after its edge: a slow lift fades before it swings. It is over so many points after its fastest."""

SWING_LASTS_S = 1.0
"""A swing is read with the derivative for movements of this length."""

BEFORE_POINTS = 10
"""The bottom of a rep is the mean of so many points before its lift."""

LEAST_POINTS = 5
"""Fewer points have no spectrum worth the name."""

BLURRED_DEVIATION_S = 0.15
"""Deviation of an edge seen without a gyro, besides that by unsteadiness: the sensor's own acceleration, a quarter of
the range in a lift of one second, passes for tilt as the lift begins and ends."""

MISTAKEN_S = 0.18
"""The fit says how far an edge may be off when it is the right one. Limits wider than this are those of somebody who
sways as fast as they lift, where a sway is taken for an edge: they grow by as much again as they are wider."""

TOUCH_S = 0.1
"""A rep that ends so close to a hole may as well end in it: its end was not seen."""

BODY_SHARE = 0.1
"""Further than this share of the lift above its bottoms it is under way for sure."""

_NEAR_POINTS = round(0.5 * RATE_HZ)
"""No fitted edge lies further from the bottom than this and `TOUCH_S`."""

SURE = 1.96
"""So many deviations to each side hold 95 %."""


@dataclass(frozen=True, slots=True)
class _Phase:
    """A phase by its edges, seconds from the first point read, and the peak rate of its bell."""

    first: Edge
    last: Edge
    peak_radps: float


def refine_rep(record: MotionHistory, axis: LiftAxis, tracked: TrackedRep, number: int) -> Rep:
    """The rep with its exact times, range and peak rates."""
    start = max(tracked.bottom - MARGIN_POINTS, record.first)
    angle_rad = axis.angle_rad(record.up(start, tracked.decided + 1))
    bottom, top, end = tracked.bottom - start, tracked.top - start, tracked.end - start
    rising, sinking = _movements(angle_rad, bottom, top, end)
    lift, lower = _phases(angle_rad, rising, sinking)
    sinks_s = min(lower.first.time_s, lower.last.time_s)
    top_s = min(lift.last.time_s, sinks_s)
    ends_s = record.time_s(start) + lift.first.time_s, record.time_s(start) + lower.last.time_s
    return Rep(
        number=number,
        lift_start_s=ends_s[0],
        hold_start_s=record.time_s(start) + top_s,
        lower_start_s=record.time_s(start) + sinks_s,
        end_s=ends_s[1],
        rom_rad=_range_rad(angle_rad, lift.first.time_s, top_s, sinks_s),
        peak_lift_radps=rising.peak_radps,
        peak_lower_radps=sinking.peak_radps,
        smoothness=_smoothness(rising, lift),
        smoothness_lower=_smoothness(sinking, lower),
        times_within_s=_within_s(lift, lower, BLURRED_DEVIATION_S if record.blurred else 0.0),
        missing_s=_missing_s(record, angle_rad[bottom : end + 1], tracked, ends_s),
    )


def _movements(angle_rad: FloatArray, bottom: int, top: int, end: int) -> tuple[Movement, Movement]:
    """Lift and lowering; the way on downwards after a rep, into another posture, is no part of it.

    Down to the set's own bottom, where the arc is 0, it is: the rep may have begun higher up.
    """
    lift_rad, sunk_rad = float(angle_rad[top] - angle_rad[bottom]), float(angle_rad[top] - angle_rad[end])
    sinking_rad, travel_rad = -angle_rad, min(lift_rad, sunk_rad)
    if sunk_rad > ON_DOWN_TIMES * lift_rad:
        foot_rad = min(float(angle_rad[bottom]), 0.0)
        below = np.flatnonzero(angle_rad[top : end + 1] <= foot_rad - BELOW_SHARE * lift_rad)
        end = top + int(below[0]) if len(below) else end
        sinking_rad = sinking_rad[: end + 1]
        travel_rad = float(angle_rad[top]) - max(float(angle_rad[end]), foot_rad)
    return find_movement(angle_rad, bottom, top, lift_rad), find_movement(sinking_rad, top, end, travel_rad)


def _phases(angle_rad: FloatArray, rising: Movement, sinking: Movement) -> tuple[_Phase, _Phase]:
    """The edges of both; where no hold is left between them they meet half way."""
    unsteady_radps = _unsteadiness(rising, sinking)
    ups, downs = rising.guesses(unsteady_radps), sinking.guesses(unsteady_radps)
    bells = fit_speed_profiles(ups + downs, unsteady_radps)
    lift = _phase(bells[: len(ups)], rising)
    lower = _phase(bells[len(ups) :], sinking)
    lift = _with_swing(lift, measure_rates(angle_rad, SWING_LASTS_S), unsteady_radps)
    if lift.last.time_s <= lower.first.time_s:
        return lift, lower
    turn_s = 0.5 * (lift.last.time_s + lower.first.time_s)
    last, first = Edge(turn_s, lift.last.deviation_s), Edge(turn_s, lower.first.deviation_s)
    return _Phase(lift.first, last, lift.peak_radps), _Phase(first, lower.last, lower.peak_radps)


def _phase(bells: list[SpeedProfile], within: Movement) -> _Phase:
    """From the first bell's start to the last one's end."""
    peak_radps = max(bell.peak_radps for bell in bells)
    limit_radps = EDGE_SHARE * peak_radps
    first, last = bells[0].start(limit_radps), bells[-1].end(limit_radps)
    low_s, high_s = within.start * CELL_S, (within.stop - 1) * CELL_S
    first = Edge(min(max(first.time_s, low_s), within.middle * CELL_S), first.deviation_s)
    last = Edge(max(min(last.time_s, high_s), within.middle * CELL_S), last.deviation_s)
    return _Phase(first, last, peak_radps)


def _unsteadiness(rising: Movement, sinking: Movement) -> float:
    """How fast the segment turns where it should be still, in the rest before, the hold and the rest after: RMS."""
    rate = np.convolve(rising.rate_radps, np.full(STILL_POINTS, 1.0 / STILL_POINTS), "same")
    peak_radps = min(rising.peak_radps, sinking.peak_radps)
    half_up, half_down = 0.5 * rising.lasts_s * RATE_HZ, 0.5 * sinking.lasts_s * RATE_HZ
    rest = max(0, round(rising.middle - half_up - RATE_HZ)), max(0, round(rising.middle - half_up))
    hold = round(rising.middle + half_up), round(sinking.middle - half_down)
    after = round(sinking.middle + half_down)
    still = np.concatenate([rate[slice(*rest)], rate[hold[0] : max(hold)], rate[after:]])
    still = still[np.abs(still) < STILL_SHARE * peak_radps]
    found_radps = float(np.sqrt(np.mean(still * still))) if len(still) > STILL_POINTS else 0.02 * peak_radps
    return max(found_radps, LEAST_UNSTEADY_RADPS, LEAST_UNSTEADY_SHARE * peak_radps)


def _with_swing(lift: _Phase, rate_radps: FloatArray, unsteady_radps: float) -> _Phase:
    """The lift with the swing that follows its edge at once, if there is one."""
    edge = math.ceil(lift.last.time_s * RATE_HZ)
    soon, late = edge + SWING_POINTS[0], edge + SWING_POINTS[1]
    later = edge + round(STRONG_SWING_WITHIN * (lift.last.time_s - lift.first.time_s) * RATE_HZ)
    limit_radps = max(SWING_SHARE * lift.peak_radps, SWING_TIMES * unsteady_radps)
    above = np.flatnonzero(rate_radps[soon : max(late, later)] > limit_radps)
    if len(above) == 0:
        return lift
    begins = soon + int(above[0])
    fastest = begins + int(np.argmax(rate_radps[begins : begins + SWING_POINTS[1]]))
    strong_radps = max(STRONG_SWING_SHARE * lift.peak_radps, STRONG_SWING_TIMES * unsteady_radps)
    strong = bool(rate_radps[fastest] > strong_radps)
    if begins >= late and not strong:
        return lift
    over_by = fastest + STRONG_SWING_POINTS if strong else edge + SWING_OVER_POINTS
    slow = np.flatnonzero(rate_radps[fastest:over_by] <= EDGE_SHARE * lift.peak_radps)
    if len(slow) == 0:
        return lift
    over = Edge((fastest + int(slow[0]) - 0.5) * CELL_S, lift.last.deviation_s)
    return _Phase(lift.first, over, lift.peak_radps)


def _range_rad(angle_rad: FloatArray, first_s: float, top_s: float, lower_s: float) -> float:
    """From where the segment lay just before the lift to its highest in the hold."""
    first, top, lower = round(first_s * RATE_HZ), round(top_s * RATE_HZ), round(lower_s * RATE_HZ)
    before = angle_rad[max(first - BEFORE_POINTS, 0) : first + 1]
    return float(angle_rad[top : lower + 1].max() - before.mean())


def _missing_s(record: MotionHistory, angle_rad: FloatArray, tracked: TrackedRep, ends_s: tuple[float, float]) -> float:
    """How much of the rep lies in holes; `angle_rad` from bottom to bottom, straight across them.

    It may have gone on until a hole, or since one, where its edges as fitted do not: the movement says so.
    """
    if not record.has_gap(tracked.bottom - _NEAR_POINTS, tracked.end + 1 + _NEAR_POINTS):
        return 0.0
    low_rad = max(float(angle_rad[0]), float(angle_rad[-1]))
    body = tracked.bottom + np.flatnonzero(angle_rad > low_rad + BODY_SHARE * (float(angle_rad.max()) - low_rad))
    first_s = min(ends_s[0] - TOUCH_S, record.time_s(int(body[0])))
    return record.missing_s(first_s, max(ends_s[1] + TOUCH_S, record.time_s(int(body[-1]))))


def _smoothness(rising: Movement, lift: _Phase) -> float | None:
    """SPARC of the lift's rate; None when there are too few points."""
    rate = rising.smooth_radps[math.floor(lift.first.time_s * RATE_HZ) : math.ceil(lift.last.time_s * RATE_HZ) + 1]
    return sparc(rate, RATE_HZ) if len(rate) >= LEAST_POINTS else None


def _within_s(lift: _Phase, lower: _Phase, blurred_s: float) -> float:
    """Half-width of the 95 % limits of the least certain of lift, hold and lowering."""
    pairs = (lift.first, lift.last), (lift.last, lower.first), (lower.first, lower.last)
    fitted_s = SURE * max(math.hypot(one.deviation_s, other.deviation_s) for one, other in pairs)
    return math.hypot(fitted_s * max(1.0, fitted_s / MISTAKEN_S), SURE * math.hypot(blurred_s, blurred_s))
