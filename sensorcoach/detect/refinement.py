"""The exact times of a rep, once it is over.

The contract's definition: a phase begins where the angular rate first passes 5 % of that phase's
own peak rate and ends where it falls below 5 % again. The rate comes from a Savitzky-Golay
derivative of the lift angle: it keeps slow starts as they are (no bias up to the third order) and
drops tremor of 6 Hz and more, whose rate would otherwise pass 5 % all the time.
"""

from collections.abc import Callable

import numpy as np
from scipy import signal

from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.tracker import TrackedRep
from sensorcoach.events import Rep
from sensorcoach.motion.grid import CELL_S
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.samples import FloatArray

EDGE_SHARE = 0.05
"""Share of a phase's own peak rate at which it begins and ends (contract.md)."""

INNER_SHARE = 0.15
"""A phase reaches at least from this share of its travel to what is missing to the same at its end:
a stall in the middle of a lift does not end it."""

RATE_POINTS = 19
RATE_ORDER = 4
"""Window (0.38 s) and polynomial order of the derivative."""

MARGIN_POINTS = 25
"""Grid points read before the bottom and after the end, where there are any."""


def refined(record: MotionRecord, axis: LiftAxis, tracked: TrackedRep, number: int) -> Rep:
    """The rep with its exact times, range and peak rates."""
    start = max(tracked.bottom - MARGIN_POINTS, record.first)
    angle_rad = axis.angle_rad(record.up(start, tracked.decided + 1))
    rate_radps = rates(angle_rad)
    bottom, top, end = tracked.bottom - start, tracked.top - start, tracked.end - start
    lift = _phase(angle_rad, rate_radps, bottom, top, record.first == start)
    lower = _phase(-angle_rad, -rate_radps, top, end, False)
    times = [record.time_s(start + edge) for edge in (*lift, *lower)]
    return Rep(
        number=number,
        lift_start_s=times[0],
        hold_start_s=min(times[1], times[2]),
        lower_start_s=max(times[1], times[2]),
        end_s=times[3],
        rom_rad=_range(angle_rad, *lift, *lower),
        peak_lift_radps=float(rate_radps[bottom : top + 1].max()),
        peak_lower_radps=float(-rate_radps[top : end + 1].min()),
    )


def rates(angle_rad: FloatArray) -> FloatArray:
    """Angular rate (n,) of an angle (n,) on the grid, rad/s."""
    points = min(RATE_POINTS, (len(angle_rad) - 1) // 2 * 2 + 1)
    if points <= RATE_ORDER:
        return np.gradient(angle_rad, CELL_S)
    return signal.savgol_filter(angle_rad, points, RATE_ORDER, deriv=1, delta=CELL_S)


def _phase(angle: FloatArray, rate: FloatArray, low: int, high: int, _: bool) -> tuple[float, float]:
    """Edges of the rising phase between two turning points, in fractional points."""
    travel = angle[high] - angle[low]
    inner = np.flatnonzero(angle[low : high + 1] <= angle[low] + INNER_SHARE * travel)
    first = low + int(inner[-1])
    outer = np.flatnonzero(angle[first : high + 1] >= angle[high] - INNER_SHARE * travel)
    last = first + int(outer[0])
    limit = EDGE_SHARE * float(rate[low : high + 1].max())
    return _outward(rate, first, limit, -1), _outward(rate, last, limit, 1)


def _outward(rate: FloatArray, start: int, limit: float, step: int) -> float:
    """Going outward from a point, where the rate falls below the limit, between points by a straight line."""
    k = start
    while 0 <= k + step < len(rate) and rate[k] > limit:
        k += step
    inside, outside = rate[k - step] if k != start else rate[k], rate[k]
    if outside > limit or inside <= limit:
        return float(k)
    return k - step * (limit - outside) / (inside - outside)


def _range(angle_rad: FloatArray, lift: float, top: float, lower: float, end: float) -> float:
    """Angle from the rep's own bottom to its own top: the highest of the hold over the lift's foot."""
    bottom = float(angle_rad[round(lift)])
    hold = angle_rad[round(min(top, lower)) : round(max(top, lower)) + 1]
    return float(np.max(hold)) - bottom


Refiner = Callable[[MotionRecord, LiftAxis, TrackedRep, int], Rep]
