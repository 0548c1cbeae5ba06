"""Fit a speed profile to the angular rate of a movement: the whole of it shows where its ends are.

A movement speeds up, may keep its speed, and slows down:

    rate(t) = peak g((t - start) / rise)^p g((end - t) / fall)^q + offset,   g(x) = x (2 - x) for x < 1, else 1

With p = q = 2 and rise = fall = half the duration this is the minimum-jerk movement (Flash and Hogan 1985). Short rise
and fall make a cruise, unequal ones an early or a late peak. Where tremor and breathing turn the segment as fast as
5 % of the peak, the moment that passes 5 % means nothing, but the flanks still point to it. A Gaussian prior describes
usual movements of people and matters only where the signal does not decide. The fit is Gauss-Newton least squares of
several profiles at once; the covariance shows how sure the ends are.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

START, END, RISE, FALL, P, Q, PEAK, OFFSET = range(8)
EDGES, LENGTHS, POWERS = slice(START, RISE), slice(RISE, P), slice(P, PEAK)
# Columns: start and end in guessed durations from the guessed middle; rise and fall as logarithms of their share of
# the duration; the two powers; the logarithm of the peak over its guess; the offset over the guessed peak.

USUAL = np.array([-0.5, 0.5, np.log(0.45), np.log(0.45), 2.2, 2.2, 0.0, 0.0])
"""Mean (8,) of the prior: between the minimum-jerk movement and a cruise."""

SPREAD = np.array([0.4, 0.4, 0.3, 0.3, 0.5, 0.5, 0.12, 1.0])
"""Deviation (8,) of the prior: about a third more or less of each."""

_CERTAINTY = SPREAD[None] ** -2.0
"""Inverse variances of the prior."""

OFFSET_SHARE: Annotated[float, Within(0.0, 2.0, "share")] = 0.5
"""Deviation of the offset, as a share of the unsteadiness. Breathing stays through a phase."""

LOWEST = np.array([-3.0, -3.0, np.log(0.12), np.log(0.12), 1.0, 1.0, -0.7, -0.5])
"""Lower bounds (8,)."""

HIGHEST = np.array([3.0, 3.0, 0.0, 0.0, 5.0, 5.0, 0.7, 0.5])
"""Upper bounds (8,)."""

SHORTEST: Annotated[float, Within(0.1, 0.8, "share")] = 0.3
"""Smallest duration, as a share of the guessed one. A fit must not shrink to a spike of noise."""

NOISE_TIMES: Annotated[float, Within(1.0, 10.0, "times")] = 3.0
"""Factor of the error of a single point. Unsteadiness is slow, so neighbouring points err together."""

MISFIT_SHARE: Annotated[float, Within(0.0, 0.4, "share")] = 0.1
"""Share of the rate by which a real movement may differ from the profile. None is exactly like it."""

ROUNDS: Annotated[int, Within(2, 20, "steps")] = 5
"""Number of steps of the fit. More move the edges by milliseconds."""

LARGEST_STEP = np.array([0.25, 0.25, 0.4, 0.4, 0.8, 0.8, 0.25, 0.1])
"""Largest step (8,) of the fit."""

LARGEST_SHARE: Annotated[float, Within(0.9, 0.999, "share")] = 0.99
"""Largest share of the peak at which an edge is read. At the peak itself its slope has no end."""

LEAST_FLANK: Annotated[float, Within(1e-6, 0.01, "share")] = 1e-3
"""Smallest position on a flank, as a share of its length. Its logarithm must stay finite."""

_DIAGONAL = slice(None, None, len(USUAL) + 1)
"""Of a square matrix laid out in one row."""

_INWARD = np.array([1.0, -1.0])[:, None, None]
"""From the start a movement lies after, from the end before."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess of a movement: its middle and duration, seconds, its peak rate, rad/s, and the points (n,) to be fitted.

    `smooth_radps` (n,): estimate of the rate without noise, which weighs the points.
    """

    middle_s: float
    lasts_s: float
    peak_radps: float
    time_s: FloatArray
    rate_radps: FloatArray
    smooth_radps: FloatArray


@dataclass(frozen=True, slots=True)
class Edge:
    """A moment and its standard deviation, seconds."""

    time_s: float
    deviation_s: float


@dataclass(frozen=True, slots=True)
class SpeedProfile:
    """A fitted movement: parameters (8,), their covariance (8, 8), and its peak rate, rad/s."""

    guess: Guess
    parameters: FloatArray
    covariance: FloatArray
    peak_radps: float

    def find_start(self, limit_radps: float) -> Edge:
        """Find where the rate passes this limit on the way up."""
        return self._find_edge(START, END, (RISE, P), 1.0, limit_radps)

    def find_end(self, limit_radps: float) -> Edge:
        """Find where the rate falls below this limit."""
        return self._find_edge(END, START, (FALL, Q), -1.0, limit_radps)

    def _find_edge(self, near: int, far: int, flank: tuple[int, int], inward: float, limit_radps: float) -> Edge:
        """Find an edge: the flank passes a share of the peak at 1 - sqrt(1 - share^(1/power)) of its length."""
        at = self.parameters.tolist()
        length, power = float(np.exp(at[flank[0]])), at[flank[1]]
        full_radps = float(np.exp(at[PEAK])) * self.guess.peak_radps
        share = min(limit_radps / full_radps, LARGEST_SHARE)
        reached = share ** (1.0 / power)
        root = (1.0 - reached) ** 0.5
        lasts = at[END] - at[START]
        inside = length * (1.0 - root)
        by_power = length * -reached * float(np.log(share)) / (2.0 * power * power * root)
        slope = np.zeros(len(USUAL))
        slope[near], slope[far] = 1.0 - inside, inside
        slope[flank[0]], slope[flank[1]] = inward * lasts * inside, inward * lasts * by_power
        where = at[near] + inward * lasts * inside
        deviation = float(np.sqrt(slope @ self.covariance @ slope))
        return Edge(self.guess.middle_s + where * self.guess.lasts_s, deviation * self.guess.lasts_s)


def fit_speed_profiles(guesses: list[Guess], unsteady_radps: float) -> list[SpeedProfile]:
    """Fit speed profiles to these movements of one person; `unsteady_radps`: unsteadiness, RMS."""
    tau, rate, weight = _stack(guesses, unsteady_radps)
    prior = _weigh_prior(guesses, unsteady_radps)
    parameters: FloatArray = np.repeat(USUAL[None], len(guesses), axis=0)
    normal = np.zeros((len(guesses), len(USUAL), len(USUAL)))
    slopes, weight = np.ones((len(USUAL), *tau.shape)).transpose(1, 0, 2), weight[:, None, :]
    for _ in range(ROUNDS):
        model = _evaluate(parameters, tau, slopes)
        weighted = slopes * weight
        normal = weighted @ slopes.transpose(0, 2, 1)
        normal.reshape(len(guesses), -1)[:, _DIAGONAL] += prior
        downhill = (weighted @ (rate - model)[:, :, None])[:, :, 0] - prior * (parameters - USUAL)
        step: FloatArray = np.asarray(np.linalg.solve(normal, downhill[:, :, None])[:, :, 0], dtype=np.float64)
        parameters = _clip(parameters + _clip(step, -LARGEST_STEP, LARGEST_STEP), LOWEST, HIGHEST)
        parameters[:, END] = np.maximum(parameters[:, END], parameters[:, START] + SHORTEST)
    model = _evaluate(parameters, tau, slopes)
    tops = (model - parameters[:, OFFSET, None]).max(axis=1).tolist()
    covariance = np.linalg.inv(normal)
    return [
        SpeedProfile(guess, parameters[k], covariance[k], tops[k] * guess.peak_radps) for k, guess in enumerate(guesses)
    ]


def _stack(guesses: list[Guess], unsteady_radps: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return times, rates and weights (k, n), in units of each guess; shorter guesses end in points of weight 0."""
    tau, rate, weight = np.zeros((3, len(guesses), max(len(guess.time_s) for guess in guesses)))
    for k, guess in enumerate(guesses):
        n = len(guess.time_s)
        tau[k, :n] = (guess.time_s - guess.middle_s) / guess.lasts_s
        rate[k, :n] = guess.rate_radps / guess.peak_radps
        misfit = MISFIT_SHARE * np.maximum(guess.smooth_radps, 0.0) / guess.peak_radps
        weight[k, :n] = 1.0 / ((NOISE_TIMES * unsteady_radps / guess.peak_radps) ** 2 + misfit * misfit)
    return tau, rate, weight


def _weigh_prior(guesses: list[Guess], unsteady_radps: float) -> FloatArray:
    """Return the inverse variances (k, 8) of the prior."""
    prior = np.repeat(_CERTAINTY, len(guesses), axis=0)
    peaks_radps = np.array([guess.peak_radps for guess in guesses])
    prior[:, OFFSET] = (OFFSET_SHARE * unsteady_radps / peaks_radps) ** -2.0
    return prior


def _clip(values: FloatArray, low: FloatArray | float, high: FloatArray | float) -> FloatArray:
    """Clip as `np.clip` does, which takes three times as long for few values."""
    return np.minimum(np.maximum(values, low), high)


def _evaluate(parameters: FloatArray, tau: FloatArray, slopes: FloatArray) -> FloatArray:
    """Return the rates (k, n) for parameters (k, 8); writes their derivatives into `slopes` (k, 8, n).

    Both flanks are computed at once: here the number of array operations costs time, not their size.
    """
    column = parameters.T[:, :, None]
    lasts = column[END] - column[START]
    lengths = np.exp(column[LENGTHS]) * lasts
    flank = _clip((tau - column[EDGES]) / (lengths * _INWARD), LEAST_FLANK, 1.0)
    g = flank * (2.0 - flank)
    log_g = np.log(g)
    by_log = column[POWERS] * log_g
    shape = np.exp(column[PEAK] + by_log[0] + by_log[1])
    by_flank = shape * column[POWERS] * (2.0 - 2.0 * flank) / g
    by_length = by_flank * flank
    rows = slopes.transpose(1, 0, 2)
    rows[EDGES] = (by_flank * (flank / lasts - 1.0 / lengths) + (by_length / lasts)[::-1]) * _INWARD
    rows[LENGTHS] = -by_length
    rows[POWERS] = shape * log_g
    rows[PEAK] = shape
    rows[OFFSET] = 1.0
    return shape + column[OFFSET]
