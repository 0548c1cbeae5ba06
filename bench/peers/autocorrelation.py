"""A counter in the style of RecoFit: exercise is where the signal repeats itself, reps are peaks a period apart.

usage: python -m bench.peers.autocorrelation [--exercise ID] [--placement P] [--json] FILE...

After Morris, Saponas, Guillory, Kelner: RecoFit, CHI 2014. Its steps: smooth; in sliding windows take the first
principal component and its autocorrelation; windows that repeat themselves are exercise; within a piece of exercise
take the first principal component, its highest peaks at least the shortest period apart, then among those the ones
three quarters of the local period apart, the period being that of the autocorrelation around each; drop what is
less than half as high as the 40th percentile.

What differs, and why: the classifier trained on the authors' recordings of arm-worn sensors is a rule on the same
features, the height of the autocorrelation's peak after its first zero and the energy. The window is 20 s for their
5 s, because a hip exercise takes 3 to 12 s a rep and nothing shows a period in less than one and a half of it; with
5 s it counts next to no set rightly. The shortest and the longest rep are the same for all exercises. It uses
acceleration alone.
"""

import numpy as np
from scipy import signal

from bench.peers.peer import NOTHING, Peaks, interpolated, principal, print_documents, smoothed
from sensorcoach.samples import FloatArray, IntArray

GRID_HZ = 10.0
"""Grid rate, enough for the passband of the low-pass."""

CUTOFF_HZ = 1.0
WINDOW_S = 20.0
STEP_S = 1.0
PERIOD_S = (1.5, 15.0)
"""Duration of the shortest and the longest rep."""

LEAST_ALIKE = 0.3
"""Least autocorrelation at the period of a repeating window."""

LEAST_VOTES = 0.25
"""Least share of repeating windows over a moment of exercise; below half, so that the first and the last rep are in."""

LEAST_RMS_MPS2 = 0.2
APART = 0.75
LOW_PERCENTILE = 40.0
LEAST_OF_LOW = 0.5
FLANK = 0.1


def count_periods(time_s: FloatArray, acc_mps2: FloatArray) -> Peaks:
    """Return the reps in acceleration (n, 3) at even times (n,)."""
    rate_hz = float(1.0 / np.median(np.diff(time_s)))
    smooth = smoothed(acc_mps2, rate_hz, CUTOFF_HZ)
    grid_s = np.arange(time_s[0], time_s[-1], 1.0 / GRID_HZ)
    grid = interpolated(grid_s, time_s, smooth)
    found = [_reps(grid[start:end], grid_s[start]) for start, end in _pieces(grid)]
    if not found:
        return NOTHING
    return Peaks(np.hstack([peaks.edges_s for peaks in found]), np.hstack([peaks.height_mps2 for peaks in found]))


def _pieces(grid: FloatArray) -> list[tuple[int, int]]:
    """Return first and last grid points of the pieces of exercise: enough windows over each point repeat."""
    width = round(WINDOW_S * GRID_HZ)
    votes, windows = np.zeros(len(grid)), np.zeros(len(grid))
    for start in range(0, len(grid) - width + 1, round(STEP_S * GRID_HZ)):
        within = slice(start, start + width)
        votes[within] += _repeats(principal(grid[within]))
        windows[within] += 1.0
    exercise = np.concatenate([[False], votes > LEAST_VOTES * windows, [False]])
    edges = np.flatnonzero(exercise[1:] != exercise[:-1])
    return [(start, end) for start, end in edges.reshape(-1, 2).tolist() if end - start >= width]


def _repeats(way: FloatArray) -> bool:
    return bool(np.std(way) >= LEAST_RMS_MPS2) and _period(way)[1] >= LEAST_ALIKE


def _period(way: FloatArray) -> tuple[float, float]:
    """Return the period in grid points and the autocorrelation there: the highest peak after the first zero."""
    centred = way - way.mean()
    both_ways = np.asarray(signal.correlate(centred, centred), dtype=np.float64)
    alike = both_ways[len(way) - 1 :] / max(float(centred @ centred), 1e-12)
    low, high = (round(period_s * GRID_HZ) for period_s in PERIOD_S)
    negative = np.flatnonzero(alike < 0.0)
    first = max(low, int(negative[0])) if len(negative) else len(way)
    tops, _ = signal.find_peaks(alike[first : min(high, len(way) * 3 // 4) + 1])
    if not len(tops):
        return float(high), 0.0
    best = first + int(tops[np.argmax(alike[first + tops])])
    return float(best), float(alike[best])


def _reps(piece: FloatArray, start_s: float) -> Peaks:
    """Return the reps of one piece of exercise."""
    way = principal(piece)
    if np.median(way[: round(GRID_HZ)]) > 0.0:  # its first second is taken for the bottom
        way = -way
    tops, _ = signal.find_peaks(way, height=0.0)
    tops = _apart(tops, way, np.full(len(tops), PERIOD_S[0] * GRID_HZ))
    tops = _apart(tops, way, np.array([APART * _local_period(way, top) for top in tops]))
    if not len(tops):
        return NOTHING
    tops = tops[way[tops] >= LEAST_OF_LOW * np.percentile(way[tops], LOW_PERCENTILE)]
    _, _, start, end = signal.peak_widths(way, tops, 1.0 - FLANK)
    _, _, hold, lower = signal.peak_widths(way, tops, FLANK)
    height_mps2, _, _ = signal.peak_prominences(way, tops)
    return Peaks(start_s + np.array([start, hold, lower, end]) / GRID_HZ, height_mps2)


def _local_period(way: FloatArray, top: int) -> float:
    half = round(0.5 * WINDOW_S * GRID_HZ)
    first = max(0, min(top - half, len(way) - 2 * half))
    return _period(way[first : first + 2 * half])[0]


def _apart(tops: IntArray, way: FloatArray, least: FloatArray) -> IntArray:
    """Return the highest peaks first, each unless a higher one is nearer than its `least` (n,)."""
    kept: list[int] = []
    for k in np.argsort(-way[tops]):
        if all(abs(int(tops[k]) - other) >= least[k] for other in kept):
            kept.append(int(tops[k]))
    return np.array(sorted(kept), dtype=np.int64)


if __name__ == "__main__":
    print_documents(count_periods, __doc__)
