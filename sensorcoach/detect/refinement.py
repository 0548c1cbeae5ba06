"""The exact times of a rep, once it is over.

The contract's definition: a phase begins where the angular rate first passes 5 % of that phase's
own peak rate and ends where it falls below 5 % again. The rate comes from a Savitzky-Golay
derivative of the lift angle, which keeps slow starts as they are (no bias up to the third order);
its window follows the pace of the movement.

Where unsteadiness itself turns the segment at 5 % of the peak rate, that crossing means nothing.
There the edge is carried on from where the rate passes 12 % and 30 %, as far as a minimum-jerk
movement (Flash and Hogan 1985) would go on. A swing beyond the top belongs to the lift: when the
rate rises again at once, the lift goes on.
"""

import functools
import math

import numpy as np
from scipy import signal

from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.tracked import TrackedRep
from sensorcoach.dsp.smoothness import spectral_arc_length
from sensorcoach.events import Rep
from sensorcoach.motion.grid import CELL_S, RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.samples import FloatArray

EDGE_SHARE = 0.05
"""Share of a phase's own peak rate at which it begins and ends (contract.md)."""

MIDDLE_SHARE = 0.12
STEEP_SHARE = 0.3
"""Shares of the peak rate from which an unsteady edge is carried on."""

CARRIED = 0.535
"""Time from 5 to 12 % of the peak rate over that from 12 to 30 % in 30 s² (1 - s)², s from 0 to 1."""

QUIET_SHARE = 0.02
"""Unsteadiness below this share of the peak rate leaves the 5 % crossing as it is."""

SWING_POINTS = round(0.25 * RATE_HZ)
"""A rise of the rate above `MIDDLE_SHARE` so soon after the edge belongs to the same movement."""

INNER_SHARE = 0.15
"""A phase reaches at least from this share of its travel to what is missing to the same at its end:
neither a stall in the middle of a lift nor settling at the top ends it."""

CENTRAL_SHARE = 0.44
"""Share of its duration in which a minimum-jerk movement covers the travel between."""

WINDOW_SHARE = 0.25
WINDOW_S = (0.14, 0.42)
ORDER = 4
"""Window of the derivative: share of the movement's duration, within these bounds; polynomial order."""

LEAST_POINTS = 5
"""Fewer points have no spectrum worth the name."""

MARGIN_POINTS = 25
"""Grid points read before the bottom, where there are any."""


def refined(record: MotionRecord, axis: LiftAxis, tracked: TrackedRep, number: int) -> Rep:
    """The rep with its exact times, range and peak rates."""
    start = max(tracked.bottom - MARGIN_POINTS, record.first)
    angle_rad = axis.angle_rad(record.up(start, tracked.decided + 1))
    bottom, top, end = tracked.bottom - start, tracked.top - start, tracked.end - start
    lift = _Phase(angle_rad, bottom, top)
    lower = _Phase(-angle_rad, top, end)
    hold_start, lower_start = min(lift.last, lower.first), max(lift.last, lower.first)
    return Rep(
        number=number,
        lift_start_s=record.time_s(start + lift.first),
        hold_start_s=record.time_s(start + hold_start),
        lower_start_s=record.time_s(start + lower_start),
        end_s=record.time_s(start + lower.last),
        rom_rad=float(angle_rad[round(hold_start) : round(lower_start) + 1].max() - angle_rad[round(lift.first)]),
        peak_lift_radps=lift.peak_radps,
        peak_lower_radps=lower.peak_radps,
        smoothness=lift.smoothness(),
        smoothness_lower=lower.smoothness(),
    )


class _Phase:
    """The rising movement between two turning points: `first` and `last` are its edges in fractional points."""

    def __init__(self, angle_rad: FloatArray, low: int, high: int) -> None:
        share = (angle_rad[low : high + 1] - angle_rad[low]) / (angle_rad[high] - angle_rad[low])
        inner = low + int(np.flatnonzero(share <= INNER_SHARE)[-1])
        outer = inner + int(np.flatnonzero(share[inner - low :] >= 1.0 - INNER_SHARE)[0])
        self._rate = rates(angle_rad, (outer - inner) * CELL_S / CENTRAL_SHARE)
        self.peak_radps = float(self._rate[inner : outer + 1].max())
        steep = inner + np.flatnonzero(self._rate[inner : outer + 1] >= STEEP_SHARE * self.peak_radps)
        self._unsteady = _unsteadiness(self._rate, low, high, self.peak_radps) > QUIET_SHARE
        self.first = self._edge(int(steep[0]), -1)
        self.last = self._edge(int(steep[-1]), 1)
        again = self._swings_on(self.last)
        if again is not None:
            self.last = self._edge(again, 1)

    def smoothness(self) -> float | None:
        """SPARC of the phase's rate; None when there are too few points."""
        rate = self._rate[math.floor(self.first) : math.ceil(self.last) + 1]
        return spectral_arc_length(rate, RATE_HZ) if len(rate) >= LEAST_POINTS else None

    def _edge(self, steep: int, step: int) -> float:
        direct = self._outward(steep, EDGE_SHARE, step)
        if not self._unsteady:
            return direct
        near, far = self._outward(steep, STEEP_SHARE, step), self._outward(steep, MIDDLE_SHARE, step)
        return min(max(far + CARRIED * (far - near), 0.0), len(self._rate) - 1.0)

    def _swings_on(self, edge: float) -> int | None:
        """The fastest point of a swing that follows the edge at once, if there is one."""
        start = math.ceil(edge)
        soon = self._rate[start : start + 2 * SWING_POINTS]
        above = np.flatnonzero(soon[:SWING_POINTS] > MIDDLE_SHARE * self.peak_radps)
        if len(above) == 0:
            return None
        return start + int(above[0]) + int(np.argmax(soon[above[0] :]))

    def _outward(self, start: int, share: float, step: int) -> float:
        """Going outward from a point, where the rate falls below a share of the peak; straight between points."""
        limit = share * self.peak_radps
        k = start
        while 0 <= k + step < len(self._rate) and self._rate[k] > limit:
            k += step
        inside, outside = self._rate[k - step] if k != start else self._rate[k], self._rate[k]
        if outside > limit or inside <= limit:
            return float(k)
        return k - step * (limit - outside) / (inside - outside)


def rates(angle_rad: FloatArray, lasts_s: float) -> FloatArray:
    """Angular rate (n,) of an angle (n,) on the grid, rad/s, for a movement of about this duration."""
    window_s = min(max(WINDOW_SHARE * lasts_s, WINDOW_S[0]), WINDOW_S[1])
    half = round(0.5 * window_s * RATE_HZ)
    padded = np.concatenate([np.full(half, angle_rad[0]), angle_rad, np.full(half, angle_rad[-1])])
    return np.convolve(padded, _derivative(2 * half + 1), "valid")


@functools.cache
def _derivative(points: int) -> FloatArray:
    """Savitzky-Golay weights of the first derivative, for a convolution on the grid."""
    return signal.savgol_coeffs(points, ORDER, deriv=1, delta=CELL_S)


def _unsteadiness(rate_radps: FloatArray, low: int, high: int, peak_radps: float) -> float:
    """How fast the segment turns where it should be still, as a share of the peak rate: median over slow points."""
    slow = np.abs(np.concatenate([rate_radps[: low + 1], rate_radps[high:]]))
    return float(np.median(slow)) / peak_radps if len(slow) >= 10 and peak_radps > 0.0 else 0.0
