"""The usual quick solution: the first principal component of the low-passed acceleration, and `find_peaks`.

usage: python -m bench.peers.peak_counter [--exercise ID] [--placement P] [--json] FILE...

Its numbers are round and the same for every file. It prints documents like `sensorcoach analyze`, so that the same
scorer reads them. Its phase times are where a peak passes a tenth and nine tenths of its own height.
"""

import numpy as np
from scipy import signal

from bench.peers.peer import Peaks, principal, print_documents, smoothed
from sensorcoach.samples import FloatArray

CUTOFF_HZ = 1.0
LEAST_SHARE = 0.33
LEAST_MPS2 = 0.5
APART_S = 2.0
FLANK = 0.1
AROUND_S = 20.0


def count_peaks(time_s: FloatArray, acc_mps2: FloatArray) -> Peaks:
    """Return the reps in acceleration (n, 3) at even times (n,)."""
    rate_hz = float(1.0 / np.median(np.diff(time_s)))
    way = principal(smoothed(acc_mps2, rate_hz, CUTOFF_HZ))
    if np.median(way[: round(rate_hz)]) > 0.0:  # the first second is taken for the bottom
        way = -way
    low, high = np.percentile(way, [2, 98])
    least = max(LEAST_SHARE * (high - low), LEAST_MPS2)
    tops, _ = signal.find_peaks(way, prominence=least, distance=max(1, round(APART_S * rate_hz)))
    around = round(AROUND_S * rate_hz)
    _, _, start, end = signal.peak_widths(way, tops, 1.0 - FLANK, wlen=around)
    _, _, hold, lower = signal.peak_widths(way, tops, FLANK, wlen=around)
    height_mps2, _, _ = signal.peak_prominences(way, tops, wlen=around)
    return Peaks(time_s[0] + np.array([start, hold, lower, end]) / rate_hz, height_mps2)


if __name__ == "__main__":
    print_documents(count_peaks, __doc__)
