"""A bell laid through the angular rate of a movement: the whole of it tells where its ends are.

A movement speeds up, may keep its speed, and slows down:

    rate(t) = peak g((t - start) / rise)^p g((end - t) / fall)^q + offset,   g(x) = x (2 - x) for x < 1, else 1

With p = q = 2 and rise = fall = half the duration that is the minimum-jerk movement (Flash and Hogan 1985); short rise
and fall make a cruise, unequal ones an early or a late peak. Where tremor and breathing turn the segment as fast as
5 % of the peak rate, the moment that passes 5 % means nothing, but the flanks still point to it. What people's
movements look like goes in as a Gaussian prior, so that it speaks only where the signal does not. Least squares by
Gauss and Newton, several bells at once; the covariance says how sure the ends are.
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray

START, END, RISE, FALL, P, Q, PEAK, OFFSET = range(8)
EDGES, LENGTHS, POWERS = slice(START, RISE), slice(RISE, P), slice(P, PEAK)
"""Parameters: start and end in guessed durations from the guessed middle, rise and fall as logarithms of their share of
the duration, the two powers, the logarithm of the peak over its guess, and the offset over the guessed peak."""

USUAL = np.array([-0.5, 0.5, np.log(0.45), np.log(0.45), 2.2, 2.2, 0.0, 0.0])
SPREAD = np.array([0.4, 0.4, 0.3, 0.3, 0.5, 0.5, 0.12, 1.0])
"""Mean and deviation of the prior: from the minimum-jerk movement to a cruise, and a third more or less of each."""

_CERTAINTY = SPREAD[None] ** -2.0
"""Inverse variances of that prior."""

OFFSET_SHARE = 0.5
"""Deviation of the offset, as a share of the unsteadiness: the part of it, breathing, that stays through a phase."""

LOWEST = np.array([-3.0, -3.0, np.log(0.12), np.log(0.12), 1.0, 1.0, -0.7, -0.5])
HIGHEST = np.array([3.0, 3.0, 0.0, 0.0, 5.0, 5.0, 0.7, 0.5])
SHORTEST = 0.3
"""Bounds of the parameters, and of the duration in guessed ones."""

NOISE_TIMES = 3.0
"""Unsteadiness is slow: neighbouring points err together, so that each says less than its own error promises."""

MISFIT_SHARE = 0.1
"""No movement is exactly a bell: this share of the rate itself is not held against it."""

ROUNDS = 5
"""Steps of the fit; more move the edges by milliseconds."""

LARGEST_STEP = np.array([0.25, 0.25, 0.4, 0.4, 0.8, 0.8, 0.25, 0.1])

_DIAGONAL = slice(None, None, len(USUAL) + 1)
"""Of a square matrix laid out in one row."""

_INWARD = np.array([1.0, -1.0])[:, None, None]
"""From the start a movement lies after, from the end before."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a movement lies: its middle and duration, seconds, its peak rate, rad/s, and the points (n,) to be fitted.

    `smooth_radps` (n,) is the rate as it would be without noise, as far as known: it weighs the points.
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

    def start(self, limit_radps: float) -> Edge:
        """Where the rate passes this limit on the way up."""
        return self._edge(START, END, (RISE, P), 1.0, limit_radps)

    def end(self, limit_radps: float) -> Edge:
        """Where the rate falls below this limit."""
        return self._edge(END, START, (FALL, Q), -1.0, limit_radps)

    def _edge(self, near: int, far: int, flank: tuple[int, int], inward: float, limit_radps: float) -> Edge:
        """The flank passes a share of the peak at 1 - sqrt(1 - share^(1/power)) of its length."""
        at = self.parameters.tolist()
        length, power = float(np.exp(at[flank[0]])), at[flank[1]]
        full_radps = float(np.exp(at[PEAK])) * self.guess.peak_radps
        share = min(limit_radps / full_radps, 0.99)
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
    """Bells through these movements of one person, who is unsteady by so much (RMS)."""
    tau, rate, weight = _stacked(guesses, unsteady_radps)
    prior = _prior(guesses, unsteady_radps)
    parameters: FloatArray = np.repeat(USUAL[None], len(guesses), axis=0)
    normal = np.zeros((len(guesses), len(USUAL), len(USUAL)))
    slopes, weight = np.ones((len(USUAL), *tau.shape)).transpose(1, 0, 2), weight[:, None, :]
    for _ in range(ROUNDS):
        model = _model(parameters, tau, slopes)
        weighted = slopes * weight
        normal = weighted @ slopes.transpose(0, 2, 1)
        normal.reshape(len(guesses), -1)[:, _DIAGONAL] += prior
        downhill = (weighted @ (rate - model)[:, :, None])[:, :, 0] - prior * (parameters - USUAL)
        step: FloatArray = np.asarray(np.linalg.solve(normal, downhill[:, :, None])[:, :, 0], dtype=np.float64)
        parameters = _within(parameters + _within(step, -LARGEST_STEP, LARGEST_STEP), LOWEST, HIGHEST)
        parameters[:, END] = np.maximum(parameters[:, END], parameters[:, START] + SHORTEST)
    model = _model(parameters, tau, slopes)
    tops = (model - parameters[:, OFFSET, None]).max(axis=1).tolist()
    covariance = np.linalg.inv(normal)
    return [
        SpeedProfile(guess, parameters[k], covariance[k], tops[k] * guess.peak_radps) for k, guess in enumerate(guesses)
    ]


def _stacked(guesses: list[Guess], unsteady_radps: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Times, rates and weights (k, n), in units of each guess; shorter ones end in points of no weight."""
    tau, rate, weight = np.zeros((3, len(guesses), max(len(guess.time_s) for guess in guesses)))
    for k, guess in enumerate(guesses):
        n = len(guess.time_s)
        tau[k, :n] = (guess.time_s - guess.middle_s) / guess.lasts_s
        rate[k, :n] = guess.rate_radps / guess.peak_radps
        misfit = MISFIT_SHARE * np.maximum(guess.smooth_radps, 0.0) / guess.peak_radps
        weight[k, :n] = 1.0 / ((NOISE_TIMES * unsteady_radps / guess.peak_radps) ** 2 + misfit * misfit)
    return tau, rate, weight


def _prior(guesses: list[Guess], unsteady_radps: float) -> FloatArray:
    """Inverse variances (k, 8) of the parameters before anything is seen."""
    prior = np.repeat(_CERTAINTY, len(guesses), axis=0)
    peaks_radps = np.array([guess.peak_radps for guess in guesses])
    prior[:, OFFSET] = (OFFSET_SHARE * unsteady_radps / peaks_radps) ** -2.0
    return prior


def _within(values: FloatArray, low: FloatArray | float, high: FloatArray | float) -> FloatArray:
    """As `np.clip`, which takes three times as long for so few values."""
    return np.minimum(np.maximum(values, low), high)


def _model(parameters: FloatArray, tau: FloatArray, slopes: FloatArray) -> FloatArray:
    """Rates (k, n); their derivatives with respect to the parameters (k, 8) go into `slopes` (k, 8, n).

    Both flanks, x and y, are worked out at once: here an array costs by its being called for, not by its size.
    """
    column = parameters.T[:, :, None]
    lasts = column[END] - column[START]
    lengths = np.exp(column[LENGTHS]) * lasts
    flank = _within((tau - column[EDGES]) / (lengths * _INWARD), 1e-3, 1.0)
    g = flank * (2.0 - flank)
    log_g = np.log(g)
    by_log = column[POWERS] * log_g
    bell = np.exp(column[PEAK] + by_log[0] + by_log[1])
    by_flank = bell * column[POWERS] * (2.0 - 2.0 * flank) / g
    by_length = by_flank * flank
    rows = slopes.transpose(1, 0, 2)
    rows[EDGES] = (by_flank * (flank / lasts - 1.0 / lengths) + (by_length / lasts)[::-1]) * _INWARD
    rows[LENGTHS] = -by_length
    rows[POWERS] = bell * log_g
    rows[PEAK] = bell
    rows[OFFSET] = 1.0
    return bell + column[OFFSET]
