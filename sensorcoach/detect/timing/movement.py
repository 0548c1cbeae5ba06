"""One lift or lowering of a rep, roughly: where its core is, how fast it goes, which points belong to it."""

import functools
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.timing.speed_profile import Guess
from sensorcoach.dsp.running import derivative_weights
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.samples import FloatArray

CORE_SHARE = 0.6
CORE_LASTS = 0.37
"""The core has this share of the travel, and what is missing evenly before and after it; a movement is this share of
its duration in it (minimum jerk: 0.36)."""

CREEP_TIMES = 1.7
"""If some other stretch with this share of the travel is shorter by this factor, that is the core: the hold sags."""

SHORTEST_S = 0.3
"""No lift or lowering is shorter."""

BEYOND_SHARE = 0.35
BEYOND_S = 0.1
"""Points are looked at so far beyond the guessed ends: this share of the duration and this time."""

AGAINST_SHARE = 0.08
"""Turning the other way by this share of the peak rate is another movement."""

COARSE_S = 0.8
"""Movements longer than this are fitted at every second point: nothing in them is faster."""

WINDOW_SHARE = 0.25
WINDOW_S = (0.14, 0.42)
ORDER = 4
"""Window of the derivative: share of the movement's duration, within these bounds; polynomial order."""

PEAK_SHARE = 0.3
DIP_SHARE = 0.25
DIP_TIMES = 3.0
"""A movement has two peaks when its rate, between two of this share of the highest, dips by this share of the lower
one, and by this many times the unsteadiness. It is two movements then: the first begins it, the second ends it."""

TOPS_SHARE = 0.25
HALF_SHARE = 0.15
"""Those peaks lie in the core or at most this share of the duration outside, and what is before and after the dip has
at least this share of the travel: else it is unsteadiness."""

HALF_LASTS = 0.54
"""Share of its duration in which a minimum-jerk movement is faster than half its peak rate."""

LEAST_HALF_S = 0.25
"""No half of a movement is shorter."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Rates (n,) are positive in its own direction; points are numbers in the arrays it was found in.

    `first`, `last`: its core. `lasts_s`, `middle`: duration and middle, guessed from that. `start`, `stop`: the points
    that may belong to it.
    """

    rate_radps: FloatArray
    smooth_radps: FloatArray
    first: int
    last: int
    lasts_s: float
    middle: float
    peak_radps: float
    start: int
    stop: int

    def guesses(self, unsteady_radps: float) -> list[Guess]:
        """The bell to be fitted, or two where it hesitates."""
        cut = self._dip(unsteady_radps)
        if cut is None:
            return [self._guess(self.start, self.stop, self.middle, self.lasts_s, self.peak_radps)]
        return [self._half(self.start, cut + 1), self._half(cut, self.stop)]

    def _dip(self, unsteady_radps: float) -> int | None:
        """Where the movement hesitates most, if it does."""
        beyond = round(TOPS_SHARE * self.lasts_s * RATE_HZ)
        start, stop = max(self.first - beyond, self.start), min(self.last + beyond + 1, self.stop)
        rate = self.smooth_radps[start:stop]
        inner = rate[1:-1]
        high = inner > PEAK_SHARE * self.peak_radps
        tops = 1 + np.flatnonzero((inner >= rate[:-2]) & (inner > rate[2:]) & high)
        while len(tops) >= 2:
            dip = int(tops[0]) + int(np.argmin(rate[tops[0] : tops[-1] + 1]))
            before, after = float(rate[:dip].sum()), float(rate[dip:].sum())
            if min(before, after) >= HALF_SHARE * (before + after):
                lower = min(float(rate[: dip + 1].max()), float(rate[dip:].max()))
                deep = lower - float(rate[dip]) > max(DIP_SHARE * lower, DIP_TIMES * unsteady_radps)
                return start + dip if deep else None
            tops = tops[1:] if before < after else tops[:-1]
        return None

    def _half(self, start: int, stop: int) -> Guess:
        """One of the two bells of a movement that hesitates."""
        rate = self.smooth_radps[start:stop]
        fast = np.flatnonzero(rate > 0.5 * rate.max())
        lasts_s = max(float(fast[-1] - fast[0]) * CELL_S / HALF_LASTS, LEAST_HALF_S)
        return self._guess(start, stop, start + 0.5 * float(fast[0] + fast[-1]), lasts_s, float(rate.max()))

    def _guess(self, start: int, stop: int, middle: float, lasts_s: float, peak_radps: float) -> Guess:
        points = np.arange(start, stop, 2 if lasts_s > COARSE_S else 1)
        time_s: FloatArray = np.asarray(points * CELL_S, dtype=np.float64)
        return Guess(
            middle * CELL_S,
            lasts_s,
            peak_radps,
            time_s,
            self.rate_radps[points],
            self.smooth_radps[points],
        )


def find_movement(angle_rad: FloatArray, low: int, high: int, travel_rad: float) -> Movement:
    """The movement upwards between two turning points that covers this travel; it must have one."""
    first, last = _core(angle_rad[low : high + 1], travel_rad)
    first, last = low + first, low + last
    lasts_s = max((last - first) * CELL_S / CORE_LASTS, SHORTEST_S)
    smooth = measure_rates(angle_rad, lasts_s)
    middle = 0.5 * (first + last)
    reach = ((0.5 + BEYOND_SHARE) * lasts_s + BEYOND_S) * RATE_HZ
    peak_radps = float(smooth[first : last + 1].max())
    against = smooth < -AGAINST_SHARE * peak_radps
    start, stop = max(0, round(middle - reach)), min(len(smooth), round(middle + reach) + 1)
    before, after = np.flatnonzero(against[start:first]), np.flatnonzero(against[last:stop])
    return Movement(
        rate_radps=_slopes(angle_rad),
        smooth_radps=smooth,
        first=first,
        last=last,
        lasts_s=lasts_s,
        middle=middle,
        peak_radps=peak_radps,
        start=start + int(before[-1]) + 1 if len(before) else start,
        stop=last + int(after[0]) if len(after) else stop,
    )


def _core(angle_rad: FloatArray, travel_rad: float) -> tuple[int, int]:
    """First and last point of the core of a rise that covers this travel."""
    outside_rad = 0.5 * (1.0 - CORE_SHARE) * travel_rad
    first = int(np.flatnonzero(angle_rad <= angle_rad[0] + outside_rad)[-1])
    last = first + int(np.flatnonzero(angle_rad[first:] >= angle_rad[0] + travel_rad - outside_rad)[0])
    steepest_rad = float((angle_rad[1:] - angle_rad[:-1]).max())
    if (last - first) * steepest_rad <= CREEP_TIMES * CORE_SHARE * travel_rad:
        return first, last  # Nothing is steep enough to be shorter by that factor.
    reached = np.searchsorted(np.maximum.accumulate(angle_rad), angle_rad + CORE_SHARE * travel_rad)
    ahead = (reached < len(angle_rad)) & (reached > np.arange(len(angle_rad)))
    starts = np.flatnonzero(ahead)  # Where it had been as high before, it has sunk back meanwhile.
    if len(starts) == 0:
        return first, last
    lengths = reached[starts] - starts
    if last - first <= CREEP_TIMES * lengths.min():
        return first, last
    shortest = starts[lengths == lengths.min()]
    middle = int(shortest[len(shortest) // 2])
    return middle, int(reached[middle])


def _slopes(angle_rad: FloatArray) -> FloatArray:
    """Differences across both neighbours (n,), rad/s: `np.gradient` in a fourth of its time."""
    slopes = np.empty(len(angle_rad))
    slopes[1:-1] = (angle_rad[2:] - angle_rad[:-2]) / (2.0 * CELL_S)
    slopes[0], slopes[-1] = (angle_rad[1] - angle_rad[0]) / CELL_S, (angle_rad[-1] - angle_rad[-2]) / CELL_S
    return slopes


def measure_rates(angle_rad: FloatArray, lasts_s: float) -> FloatArray:
    """Angular rate (n,) of an angle (n,) on the grid, rad/s, for a movement of about this duration."""
    window_s = min(max(WINDOW_SHARE * lasts_s, WINDOW_S[0]), WINDOW_S[1])
    half = round(0.5 * window_s * RATE_HZ)
    padded = np.concatenate([np.full(half, angle_rad[0]), angle_rad, np.full(half, angle_rad[-1])])
    return np.convolve(padded, _derivative(2 * half + 1), "valid")


@functools.cache
def _derivative(points: int) -> FloatArray:
    """Savitzky-Golay weights of the first derivative, for a convolution on the grid."""
    return derivative_weights(points, ORDER, CELL_S)
