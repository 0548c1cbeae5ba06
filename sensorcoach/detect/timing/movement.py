"""Find one lift or lowering of a rep roughly: where its core is, how fast it goes, which points belong to it."""

import functools
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.detect.timing.speed_profile import Guess
from sensorcoach.dsp.running import derivative_weights
from sensorcoach.motion.resampling import CELL_S, RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

CORE_SHARE: Annotated[float, Within(0.3, 0.9, "share")] = 0.6
"""Share of the travel that is the core of a movement. The rest lies evenly before and after it."""

CORE_LASTS: Annotated[float, Within(0.25, 0.6, "share")] = 0.37
"""Share of its duration that a movement spends in its core. A minimum-jerk movement spends 0.36."""

CREEP_TIMES: Annotated[float, Within(1.1, 4.0, "times")] = 1.7
"""Factor by which another stretch with the same travel must be shorter to be the core. Then the hold sags."""

SHORTEST_S: Annotated[float, Within(0.1, 0.8, "s")] = 0.3
"""Shortest lift or lowering. The guess of the duration needs a floor."""

BEYOND_SHARE: Annotated[float, Within(0.1, 1.0, "share")] = 0.35
"""Share of the duration that is read beyond the guessed ends. The guess errs by less."""

BEYOND_S: Annotated[float, Within(0.0, 0.5, "s")] = 0.1
"""Time that is read beyond the guessed ends in addition. It matters in quick movements."""

AGAINST_SHARE: Annotated[float, Within(0.02, 0.3, "share")] = 0.08
"""Rate in the other direction, as a share of the peak rate, that is another movement. Less is noise."""

COARSE_S: Annotated[float, Within(0.4, 3.0, "s")] = 0.8
"""Duration above which every second point is fitted. Nothing in such a movement is faster."""

WINDOW_SHARE: Annotated[float, Within(0.1, 0.5, "share")] = 0.25
"""Window of the derivative, as a share of the movement's duration. It keeps the shape of the movement and removes
noise."""

WINDOW_S: Annotated[tuple[float, float], Within(0.08, 1.0, "s")] = (0.14, 0.42)
"""Shortest and longest window of the derivative. Shorter ones show noise, longer ones flatten quick movements."""

ORDER: Annotated[int, Within(2, 6, "degree")] = 4
"""Degree of the polynomial of the derivative. Its derivative, a cubic, follows the rise and the fall of a rate."""

PEAK_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.3
"""Smallest peak of the rate, as a share of the highest, that may be a half of a movement that hesitates. Lower peaks
are unsteadiness."""

DIP_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.25
"""Smallest dip between two peaks, as a share of the lower one. The first begins the movement, the second ends it."""

DIP_TIMES: Annotated[float, Within(1.0, 8.0, "times")] = 3.0
"""Smallest dip in units of the unsteadiness (RMS). Shallower ones are unsteadiness."""

TOPS_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.25
"""Largest distance of a peak of the rate from the core, as a share of the duration. Others are unsteadiness."""

HALF_TRAVEL_SHARE: Annotated[float, Within(0.05, 0.4, "share")] = 0.15
"""Smallest travel before and after the dip of a movement that hesitates, as a share. Less is unsteadiness."""

HALF_LASTS: Annotated[float, Within(0.4, 0.7, "share")] = 0.54
"""Share of its duration in which a minimum-jerk movement is faster than half its peak rate. The duration of a half is
guessed with it."""

LEAST_HALF_S: Annotated[float, Within(0.1, 0.6, "s")] = 0.25
"""Shortest half of a movement that hesitates. The guess of the duration needs a floor."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A lift or lowering. Rates (n,) are positive in its own direction; points are indices of the arrays.

    `first`, `last`: its core. `lasts_s`, `middle`: duration and middle, guessed from the core. `start`, `stop`: the
    points that may belong to it.
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

    def guess_profiles(self, unsteady_radps: float) -> list[Guess]:
        """Return the guess of the speed profile, or of two where the movement hesitates."""
        cut = self._find_dip(unsteady_radps)
        if cut is None:
            return [self._guess(self.start, self.stop, self.middle, self.lasts_s, self.peak_radps)]
        return [self._guess_half(self.start, cut + 1), self._guess_half(cut, self.stop)]

    def _find_dip(self, unsteady_radps: float) -> int | None:
        """Return the point at which the movement hesitates most; None where it does not."""
        beyond = round(TOPS_SHARE * self.lasts_s * RATE_HZ)
        start, stop = max(self.first - beyond, self.start), min(self.last + beyond + 1, self.stop)
        rate = self.smooth_radps[start:stop]
        inner = rate[1:-1]
        high = inner > PEAK_SHARE * self.peak_radps
        tops = 1 + np.flatnonzero((inner >= rate[:-2]) & (inner > rate[2:]) & high)
        while len(tops) >= 2:
            dip = int(tops[0]) + int(np.argmin(rate[tops[0] : tops[-1] + 1]))
            before, after = float(rate[:dip].sum()), float(rate[dip:].sum())
            if min(before, after) >= HALF_TRAVEL_SHARE * (before + after):
                lower = min(float(rate[: dip + 1].max()), float(rate[dip:].max()))
                deep = lower - float(rate[dip]) > max(DIP_SHARE * lower, DIP_TIMES * unsteady_radps)
                return start + dip if deep else None
            tops = tops[1:] if before < after else tops[:-1]
        return None

    def _guess_half(self, start: int, stop: int) -> Guess:
        """Guess one of the two speed profiles of a movement that hesitates."""
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
    """Find the upward movement that covers this travel between two turning points; there must be one."""
    first, last = _find_core(angle_rad[low : high + 1], travel_rad)
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
        rate_radps=_differentiate(angle_rad),
        smooth_radps=smooth,
        first=first,
        last=last,
        lasts_s=lasts_s,
        middle=middle,
        peak_radps=peak_radps,
        start=start + int(before[-1]) + 1 if len(before) else start,
        stop=last + int(after[0]) if len(after) else stop,
    )


def _find_core(angle_rad: FloatArray, travel_rad: float) -> tuple[int, int]:
    """Return the first and last point of the core of a rise that covers this travel."""
    outside_rad = 0.5 * (1.0 - CORE_SHARE) * travel_rad
    first = int(np.flatnonzero(angle_rad <= angle_rad[0] + outside_rad)[-1])
    last = first + int(np.flatnonzero(angle_rad[first:] >= angle_rad[0] + travel_rad - outside_rad)[0])
    steepest_rad = float((angle_rad[1:] - angle_rad[:-1]).max())
    if (last - first) * steepest_rad <= CREEP_TIMES * CORE_SHARE * travel_rad:
        return first, last  # Nothing is steep enough to be shorter by `CREEP_TIMES`.
    reached = np.searchsorted(np.maximum.accumulate(angle_rad), angle_rad + CORE_SHARE * travel_rad)
    ahead = (reached < len(angle_rad)) & (reached > np.arange(len(angle_rad)))
    starts = np.flatnonzero(ahead)  # Elsewhere it had been as high before and has sunk back.
    if len(starts) == 0:
        return first, last
    lengths = reached[starts] - starts
    if last - first <= CREEP_TIMES * lengths.min():
        return first, last
    shortest = starts[lengths == lengths.min()]
    middle = int(shortest[len(shortest) // 2])
    return middle, int(reached[middle])


def _differentiate(angle_rad: FloatArray) -> FloatArray:
    """Return the differences across both neighbours (n,), rad/s; as `np.gradient`, four times as fast."""
    slopes = np.empty(len(angle_rad))
    slopes[1:-1] = (angle_rad[2:] - angle_rad[:-2]) / (2.0 * CELL_S)
    slopes[0], slopes[-1] = (angle_rad[1] - angle_rad[0]) / CELL_S, (angle_rad[-1] - angle_rad[-2]) / CELL_S
    return slopes


def measure_rates(angle_rad: FloatArray, lasts_s: float) -> FloatArray:
    """Return the angular rate (n,), rad/s, of an angle (n,) on the grid, smoothed for a movement of this duration."""
    window_s = min(max(WINDOW_SHARE * lasts_s, WINDOW_S[0]), WINDOW_S[1])
    half = round(0.5 * window_s * RATE_HZ)
    padded = np.concatenate([np.full(half, angle_rad[0]), angle_rad, np.full(half, angle_rad[-1])])
    return np.convolve(padded, _derive_weights(2 * half + 1), "valid")


@functools.cache
def _derive_weights(points: int) -> FloatArray:
    """Return the Savitzky-Golay weights of the first derivative, for a convolution on the grid."""
    return derivative_weights(points, ORDER, CELL_S)
