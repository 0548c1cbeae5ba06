"""What one would write instead: the first principal component of the low-passed acceleration, and `find_peaks`.

usage: python -m bench.peers.peak_counter [--exercise ID] [--placement P] [--json] FILE...

Its numbers are round ones, the same for every file. It prints documents as `sensorcoach analyze` does, so that
the same scorer reads them; its phase times are where a peak passes a tenth and nine tenths of its own height.
"""

import argparse
import json
from dataclasses import dataclass

import numpy as np
from scipy import signal

from bench.reading import samples_of
from sensorcoach.errors import SensorcoachError
from sensorcoach.samples import FloatArray

CUTOFF_HZ = 1.0
LEAST_SHARE = 0.33
LEAST_MPS2 = 0.5
APART_S = 2.0
FLANK = 0.1
AROUND_S = 20.0
G_MPS2 = 9.81

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Peaks:
    """The reps, n of them: starts of lift, hold and lowering, and ends, seconds, (4, n); heights, m/s², (n,)."""

    edges_s: FloatArray
    height_mps2: FloatArray

    def __len__(self) -> int:
        return len(self.height_mps2)


def count_peaks(time_s: FloatArray, acc_mps2: FloatArray) -> Peaks:
    """The reps in acceleration (n, 3) at even times (n,)."""
    rate_hz = float(1.0 / np.median(np.diff(time_s)))
    low_pass = signal.butter(2, CUTOFF_HZ, fs=rate_hz, output="sos")
    smooth = np.asarray(signal.sosfiltfilt(low_pass, acc_mps2 - acc_mps2.mean(axis=0), axis=0), dtype=np.float64)
    way = smooth @ np.linalg.eigh(smooth.T @ smooth).eigenvectors[:, -1]
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


def document(path: str, exercise: str, placement: str) -> Document:
    """The document of one file, one set to a file; what a peak counter cannot know is zero."""
    empty: Document = {"schema": "sensorcoach.analysis/1", "exercise": exercise, "placement": placement, "sets": []}
    try:
        samples = samples_of(path)
    except SensorcoachError as error:
        failed = {"code": error.code, "message": error.message, "remedy": error.remedy}
        return {**empty, "recording": {"path": path, "duration_s": 0.0}, "error": failed}
    peaks = count_peaks(samples.time_s, samples.acc_mps2)
    return {
        **empty,
        "recording": {"path": path, "duration_s": float(np.ptp(samples.time_s)), "gaps": []},
        "signal": {"quality": "ok", "reason": None},
        "sets": [{"number": 1, "side": None, "rep_count": len(peaks), "reps": _reps(peaks)}] if len(peaks) else [],
    }


def _reps(peaks: Peaks) -> list[dict[str, object]]:
    rows = np.column_stack([*peaks.edges_s, peaks.height_mps2]).tolist()
    return [
        {
            "number": number,
            "lift_start_s": start_s,
            "hold_start_s": hold_s,
            "lower_start_s": lower_s,
            "end_s": end_s,
            "lift_s": hold_s - start_s,
            "hold_s": lower_s - hold_s,
            "lower_s": end_s - lower_s,
            "rom_deg": float(np.degrees(2.0 * np.arcsin(min(height_mps2 / (2.0 * G_MPS2), 1.0)))),
            "warnings": [],
        }
        for number, (start_s, hold_s, lower_s, end_s, height_mps2) in enumerate(rows, start=1)
    ]


def main() -> None:
    """Print one document a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--exercise", default="generic")
    parser.add_argument("--placement", default="pelvis")
    parser.add_argument("--json", action="store_true", help="as always; accepted so that commands look alike")
    asked = parser.parse_args()
    for path in asked.files:
        print(json.dumps(document(path, asked.exercise, asked.placement)))


if __name__ == "__main__":
    main()
