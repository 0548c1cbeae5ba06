"""Find the exact times of a finished rep.

A phase begins where the angular rate first passes `EDGE_SHARE` (5 %) of the phase's own peak rate, and ends where it
falls below that again. A speed profile fitted to the rate of each phase gives both moments, even where unsteadiness
turns the segment as fast, and how sure they are. A swing beyond the top belongs to the lift: where the rate rises again
at once, the lift goes on.
"""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.detect.following.tracker_events import TrackedRep
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.phase_shares import EDGE_SHARE, STEADY_SHARE
from sensorcoach.detect.timing.movement import Movement, find_movement, measure_rates
from sensorcoach.detect.timing.speed_profile import Edge, SpeedProfile, fit_speed_profiles
from sensorcoach.dsp.sparc import sparc
from sensorcoach.events import Rep
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

MARGIN_S: Annotated[float, Within(0.5, 5.0, "s")] = 1.5
"""Time read before the bottom. It shows the unsteadiness at rest and the lift's first moment."""

TREMOR_S: Annotated[float, Within(0.02, 0.3, "s")] = 0.1
"""Length of the mean over the rate that unsteadiness is measured on. Tremor is faster and moves no edge."""

LEAST_UNSTEADY_RADPS: Annotated[float, Within(0.0, 0.01, "rad/s")] = 0.05 * RAD_PER_DEG
"""Smallest unsteadiness. No sensor is steadier."""

LEAST_UNSTEADY_SHARE: Annotated[float, Within(0.0, 0.02, "share")] = 0.003
"""Smallest unsteadiness as a share of the peak rate. No peak rate is known better."""

SUPPOSED_SHARE: Annotated[float, Within(0.005, 0.1, "share")] = 0.02
"""Unsteadiness as a share of the peak rate where the segment is never still. Then nothing can be measured."""

ON_DOWN_TIMES: Annotated[float, Within(1.1, 3.0, "times")] = 1.5
"""Descent, in units of the rise, above which the person goes on into another posture. Reps come down about as far as
they go up."""

CUT_BELOW_SHARE: Annotated[float, Within(0.05, 0.5, "share")] = 0.15
"""Depth below the bottom, as a share of the lift, from which a descent into another posture is left out. Bottoms of a
set differ by less."""

SWING_SHARE: Annotated[float, Within(0.06, 0.4, "share")] = 0.12
"""Smallest rate of a swing after the lift's edge, as a share of the peak rate. It is well above the 5 % of the edge."""

SWING_TIMES: Annotated[float, Within(1.0, 6.0, "times")] = 2.0
"""Smallest rate of a swing in units of the unsteadiness. Less is unsteadiness."""

SWING_AFTER_S: Annotated[tuple[float, float], Within(0.0, 1.0, "s")] = (0.06, 0.26)
"""Earliest and latest beginning of a swing after the lift's edge. A later one is another movement."""

SWING_OVER_S: Annotated[float, Within(0.2, 1.5, "s")] = 0.46
"""Time after the edge by which a swing is over. A longer one is not a swing."""

STRONG_SWING_SHARE: Annotated[float, Within(0.1, 0.8, "share")] = 0.25
"""Smallest rate of a strong swing, as a share of the peak rate. It may come later: a slow lift fades first."""

STRONG_SWING_TIMES: Annotated[float, Within(2.0, 10.0, "times")] = 4.0
"""Smallest rate of a strong swing in units of the unsteadiness. It must stand out more, because it may come later."""

STRONG_SWING_WITHIN: Annotated[float, Within(0.05, 0.5, "share")] = 0.2
"""Latest beginning of a strong swing after the lift's edge, as a share of the lift's duration. A later rise is
another movement."""

STRONG_SWING_OVER_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Time after its fastest moment by which a strong swing is over. A slower fall is a second lift."""

SWING_LASTS_S: Annotated[float, Within(0.3, 2.0, "s")] = 1.0
"""Duration of the movements whose derivative shows a swing. Its window follows a swing and removes tremor."""

BEFORE_S: Annotated[float, Within(0.02, 1.0, "s")] = 0.2
"""Time before the lift whose mean angle is the bottom of a rep. The mean removes noise."""

LEAST_POINTS: Annotated[int, Within(3, 30, "points")] = 5
"""Smallest number of grid points with a spectrum. Fewer say nothing of smoothness."""

BLURRED_DEVIATION_S: Annotated[float, Within(0.02, 0.5, "s")] = 0.15
"""Additional deviation of an edge without a gyro. The sensor's own acceleration passes for tilt as the lift begins and
ends: a quarter of the range in a lift of one second."""

MISTAKEN_S: Annotated[float, Within(0.05, 1.0, "s")] = 0.18
"""Limits above which an edge may be a sway of the body. The limits then grow by the factor by which they are wider."""

TOUCH_S: Annotated[float, Within(0.0, 0.5, "s")] = 0.1
"""Distance from a gap within which a rep may as well end in it. Its end was not seen."""

BODY_SHARE: Annotated[float, Within(0.05, 0.5, "share")] = 0.1
"""Height over its bottoms, as a share of the lift, from which a rep is under way for sure. Less may be unsteadiness."""

NEAR_S: Annotated[float, Within(0.2, 2.0, "s")] = 0.5
"""Largest distance of a fitted edge from the bottom, without `TOUCH_S`. Gaps further off cannot touch the rep."""

SURE: Annotated[float, Within(1.0, 3.0, "deviations")] = 1.96
"""Number of deviations to each side that hold 95 %. It is the quantile of the normal distribution."""

_MARGIN_POINTS, _TREMOR_POINTS, _BEFORE_POINTS = (round(one * RATE_HZ) for one in (MARGIN_S, TREMOR_S, BEFORE_S))
_SWING_AFTER_POINTS = round(SWING_AFTER_S[0] * RATE_HZ), round(SWING_AFTER_S[1] * RATE_HZ)
_SWING_OVER_POINTS, _STRONG_SWING_OVER_POINTS = round(SWING_OVER_S * RATE_HZ), round(STRONG_SWING_OVER_S * RATE_HZ)
_NEAR_POINTS = round(NEAR_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class _Phase:
    """A phase by its edges, seconds from the first point read, and the peak rate of its speed profile."""

    first: Edge
    last: Edge
    peak_radps: float


def refine_rep(history: MotionHistory, axis: LiftAxis, tracked: TrackedRep, number: int) -> Rep:
    """Return the rep with its exact times, range and peak rates."""
    start = max(tracked.bottom - _MARGIN_POINTS, history.first)
    angle_rad = axis.angle_rad(history.up(start, tracked.decided + 1))
    bottom, top, end = tracked.bottom - start, tracked.top - start, tracked.end - start
    rising, sinking = _find_movements(angle_rad, bottom, top, end)
    lift, lower = _fit_phases(angle_rad, rising, sinking)
    sinks_s = min(lower.first.time_s, lower.last.time_s)
    top_s = min(lift.last.time_s, sinks_s)
    ends_s = history.time_s(start) + lift.first.time_s, history.time_s(start) + lower.last.time_s
    return Rep(
        number=number,
        lift_start_s=ends_s[0],
        hold_start_s=history.time_s(start) + top_s,
        lower_start_s=history.time_s(start) + sinks_s,
        end_s=ends_s[1],
        rom_rad=_measure_range(angle_rad, lift.first.time_s, top_s, sinks_s),
        peak_lift_radps=rising.peak_radps,
        peak_lower_radps=sinking.peak_radps,
        smoothness=_measure_smoothness(rising, lift),
        smoothness_lower=_measure_smoothness(sinking, lower),
        times_within_s=_estimate_limits_s(lift, lower, BLURRED_DEVIATION_S if history.blurred else 0.0),
        missing_s=_measure_missing_s(history, angle_rad[bottom : end + 1], tracked, ends_s),
    )


def _find_movements(angle_rad: FloatArray, bottom: int, top: int, end: int) -> tuple[Movement, Movement]:
    """Find lift and lowering; a descent that goes on into another posture is left out.

    The rep may have begun higher up, so the way down to the set's own bottom, where the arc is 0, belongs to it.
    """
    lift_rad, sunk_rad = float(angle_rad[top] - angle_rad[bottom]), float(angle_rad[top] - angle_rad[end])
    sinking_rad, travel_rad = -angle_rad, min(lift_rad, sunk_rad)
    if sunk_rad > ON_DOWN_TIMES * lift_rad:
        foot_rad = min(float(angle_rad[bottom]), 0.0)
        below = np.flatnonzero(angle_rad[top : end + 1] <= foot_rad - CUT_BELOW_SHARE * lift_rad)
        end = top + int(below[0]) if len(below) else end
        sinking_rad = sinking_rad[: end + 1]
        travel_rad = float(angle_rad[top]) - max(float(angle_rad[end]), foot_rad)
    return find_movement(angle_rad, bottom, top, lift_rad), find_movement(sinking_rad, top, end, travel_rad)


def _fit_phases(angle_rad: FloatArray, rising: Movement, sinking: Movement) -> tuple[_Phase, _Phase]:
    """Fit lift and lowering; where no hold is left between them they meet halfway."""
    unsteady_radps = _measure_unsteadiness(rising, sinking)
    ups, downs = rising.guess_profiles(unsteady_radps), sinking.guess_profiles(unsteady_radps)
    profiles = fit_speed_profiles(ups + downs, unsteady_radps)
    lift = _bound_phase(profiles[: len(ups)], rising)
    lower = _bound_phase(profiles[len(ups) :], sinking)
    lift = _add_swing(lift, measure_rates(angle_rad, SWING_LASTS_S), unsteady_radps)
    if lift.last.time_s <= lower.first.time_s:
        return lift, lower
    turn_s = 0.5 * (lift.last.time_s + lower.first.time_s)
    last, first = Edge(turn_s, lift.last.deviation_s), Edge(turn_s, lower.first.deviation_s)
    return _Phase(lift.first, last, lift.peak_radps), _Phase(first, lower.last, lower.peak_radps)


def _bound_phase(profiles: list[SpeedProfile], within: Movement) -> _Phase:
    """Return the phase from the start of its first speed profile to the end of its last."""
    peak_radps = max(profile.peak_radps for profile in profiles)
    limit_radps = EDGE_SHARE * peak_radps
    first, last = profiles[0].find_start(limit_radps), profiles[-1].find_end(limit_radps)
    low_s, high_s = within.start * CELL_S, (within.stop - 1) * CELL_S
    first = Edge(min(max(first.time_s, low_s), within.middle * CELL_S), first.deviation_s)
    last = Edge(max(min(last.time_s, high_s), within.middle * CELL_S), last.deviation_s)
    return _Phase(first, last, peak_radps)


def _measure_unsteadiness(rising: Movement, sinking: Movement) -> float:
    """Return how fast the segment turns in the rest before, the hold and the rest after: RMS, rad/s."""
    rate = np.convolve(rising.rate_radps, np.full(_TREMOR_POINTS, 1.0 / _TREMOR_POINTS), "same")
    peak_radps = min(rising.peak_radps, sinking.peak_radps)
    half_up, half_down = 0.5 * rising.lasts_s * RATE_HZ, 0.5 * sinking.lasts_s * RATE_HZ
    rest = max(0, round(rising.middle - half_up - RATE_HZ)), max(0, round(rising.middle - half_up))
    hold = round(rising.middle + half_up), round(sinking.middle - half_down)
    after = round(sinking.middle + half_down)
    still = np.concatenate([rate[slice(*rest)], rate[hold[0] : max(hold)], rate[after:]])
    still = still[np.abs(still) < STEADY_SHARE * peak_radps]
    found_radps = float(np.sqrt(np.mean(still * still))) if len(still) > _TREMOR_POINTS else SUPPOSED_SHARE * peak_radps
    return max(found_radps, LEAST_UNSTEADY_RADPS, LEAST_UNSTEADY_SHARE * peak_radps)


def _add_swing(lift: _Phase, rate_radps: FloatArray, unsteady_radps: float) -> _Phase:
    """Return the lift with the swing that follows its edge at once, if one does."""
    edge = math.ceil(lift.last.time_s * RATE_HZ)
    soon, late = edge + _SWING_AFTER_POINTS[0], edge + _SWING_AFTER_POINTS[1]
    later = edge + round(STRONG_SWING_WITHIN * (lift.last.time_s - lift.first.time_s) * RATE_HZ)
    limit_radps = max(SWING_SHARE * lift.peak_radps, SWING_TIMES * unsteady_radps)
    above = np.flatnonzero(rate_radps[soon : max(late, later)] > limit_radps)
    if len(above) == 0:
        return lift
    begins = soon + int(above[0])
    fastest = begins + int(np.argmax(rate_radps[begins : begins + _SWING_AFTER_POINTS[1]]))
    strong_radps = max(STRONG_SWING_SHARE * lift.peak_radps, STRONG_SWING_TIMES * unsteady_radps)
    strong = bool(rate_radps[fastest] > strong_radps)
    if begins >= late and not strong:
        return lift
    over_by = fastest + _STRONG_SWING_OVER_POINTS if strong else edge + _SWING_OVER_POINTS
    slow = np.flatnonzero(rate_radps[fastest:over_by] <= EDGE_SHARE * lift.peak_radps)
    if len(slow) == 0:
        return lift
    over = Edge((fastest + int(slow[0]) - 0.5) * CELL_S, lift.last.deviation_s)
    return _Phase(lift.first, over, lift.peak_radps)


def _measure_range(angle_rad: FloatArray, first_s: float, top_s: float, lower_s: float) -> float:
    """Return the angle from just before the lift to the highest point in the hold."""
    first, top, lower = round(first_s * RATE_HZ), round(top_s * RATE_HZ), round(lower_s * RATE_HZ)
    before = angle_rad[max(first - _BEFORE_POINTS, 0) : first + 1]
    return float(angle_rad[top : lower + 1].max() - before.mean())


def _measure_missing_s(
    history: MotionHistory, angle_rad: FloatArray, tracked: TrackedRep, ends_s: tuple[float, float]
) -> float:
    """Return how much of the rep lies in gaps; `angle_rad` runs from bottom to bottom, straight across them.

    The fitted edges may lie clear of a gap while the movement reaches into it: then the movement decides.
    """
    if not history.has_gap(tracked.bottom - _NEAR_POINTS, tracked.end + 1 + _NEAR_POINTS):
        return 0.0
    low_rad = max(float(angle_rad[0]), float(angle_rad[-1]))
    body = tracked.bottom + np.flatnonzero(angle_rad > low_rad + BODY_SHARE * (float(angle_rad.max()) - low_rad))
    first_s = min(ends_s[0] - TOUCH_S, history.time_s(int(body[0])))
    return history.missing_s(first_s, max(ends_s[1] + TOUCH_S, history.time_s(int(body[-1]))))


def _measure_smoothness(rising: Movement, lift: _Phase) -> float | None:
    """Return the SPARC of the rate of a phase; None where it has too few points."""
    rate = rising.smooth_radps[math.floor(lift.first.time_s * RATE_HZ) : math.ceil(lift.last.time_s * RATE_HZ) + 1]
    return sparc(rate, RATE_HZ) if len(rate) >= LEAST_POINTS else None


def _estimate_limits_s(lift: _Phase, lower: _Phase, blurred_s: float) -> float:
    """Return the half-width of the 95 % limits of the least certain of lift, hold and lowering."""
    pairs = (lift.first, lift.last), (lift.last, lower.first), (lower.first, lower.last)
    fitted_s = SURE * max(math.hypot(one.deviation_s, other.deviation_s) for one, other in pairs)
    return math.hypot(fitted_s * max(1.0, fitted_s / MISTAKEN_S), SURE * math.hypot(blurred_s, blurred_s))
