"""Count reps as zero crossings: the first principal component of the band-passed acceleration, with a dead band.

usage: python -m bench.peers.zero_crossings [--exercise ID] [--placement P] [--json] FILE...

The classic of step counters and small devices. A rep is a passage from below the dead band to above it. The band-pass
removes the mounting, which changes slower than once in ten seconds, and everything quicker than a lift. Phases are
unknown: lift and lowering meet at the highest point between two crossings.
"""

import numpy as np
from scipy import signal

from bench.peers.peer import NOTHING, Peaks, principal_axis, print_documents
from sensorcoach.samples import FloatArray

BAND_HZ = (0.1, 1.0)
LEAST_SHARE = 0.33
"""Width of the dead band as a share of the usual swing, half of it on either side of zero."""

LEAST_MPS2 = 0.5
"""Least width of the dead band."""


def count_crossings(time_s: FloatArray, acc_mps2: FloatArray) -> Peaks:
    """Return the reps in acceleration (n, 3) at even times (n,)."""
    rate_hz = float(1.0 / np.median(np.diff(time_s)))
    band_pass = signal.butter(2, BAND_HZ, btype="bandpass", fs=rate_hz, output="sos")
    about_mean = acc_mps2 - acc_mps2.mean(axis=0)
    passed = np.asarray(signal.sosfiltfilt(band_pass, about_mean, axis=0), dtype=np.float64)
    axis = principal_axis(passed)
    if np.median(about_mean[: round(rate_hz)] @ axis) > 0.0:  # the first second is taken for the bottom
        axis = -axis
    way = passed @ axis
    low, high = np.percentile(way, [2, 98])
    half = 0.5 * max(LEAST_SHARE * (high - low), LEAST_MPS2)
    rows = [(*edges, way[edges[1]] - way[edges[0]]) for edges in _cycles(way, half)]
    if not rows:
        return NOTHING
    start, top, end, height_mps2 = np.array(rows).T
    return Peaks(time_s[0] + np.array([start, top, top, end]) / rate_hz, height_mps2)


def _cycles(way: FloatArray, half: float) -> list[tuple[int, int, int]]:
    """Return upward crossing, highest point and downward crossing of each passage from below -half to above +half."""
    ups = np.flatnonzero((way[:-1] <= 0.0) & (way[1:] > 0.0)) + 1
    downs = np.flatnonzero((way[:-1] > 0.0) & (way[1:] <= 0.0)) + 1
    cycles: list[tuple[int, int, int]] = []
    low_since = 0
    for start in ups:
        later = downs[downs > start]
        end = int(later[0]) if len(later) else len(way) - 1
        top = int(start) + int(np.argmax(way[start : end + 1]))
        been_low = not cycles or float(way[low_since : start + 1].min()) < -half  # the first comes out of rest
        if way[top] > half and been_low:
            cycles.append((int(start), top, end))
            low_since = end
    return cycles


if __name__ == "__main__":
    print_documents(count_crossings, __doc__)
