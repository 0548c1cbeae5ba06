"""What all peers share: their result, evenly spaced samples, and documents like `sensorcoach analyze`.

A peer is a function from times (n,) and acceleration (n, 3), evenly spaced, to its `Peaks`. All its numbers are round
and the same for every file.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import signal

from bench.reading import samples_of
from sensorcoach.errors import SensorcoachError
from sensorcoach.samples import FloatArray, Samples

G_MPS2 = 9.81
LEAST_S = 10.0
"""Shortest recording that is counted: it must be longer than the filters."""

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Peaks:
    """The reps, n of them: starts of lift, hold and lowering, and ends, seconds, (4, n); heights, m/s², (n,)."""

    edges_s: FloatArray
    height_mps2: FloatArray

    def __len__(self) -> int:
        return len(self.height_mps2)


Counter = Callable[[FloatArray, FloatArray], Peaks]
"""Even times (n,) and acceleration (n, 3) to the reps in it."""

NOTHING = Peaks(np.empty((4, 0)), np.empty(0))


def smoothed(acc_mps2: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Return acceleration (n, 3) about its mean, low-passed without delay."""
    low_pass = signal.butter(2, cutoff_hz, fs=rate_hz, output="sos")
    return np.asarray(signal.sosfiltfilt(low_pass, acc_mps2 - acc_mps2.mean(axis=0), axis=0), dtype=np.float64)


def principal_axis(values: FloatArray) -> FloatArray:
    """Return the direction (3,) along which values (n, 3) vary most, with arbitrary sign."""
    centred = values - values.mean(axis=0)
    return np.asarray(np.linalg.eigh(centred.T @ centred).eigenvectors[:, -1], dtype=np.float64)


def principal(values: FloatArray) -> FloatArray:
    """Return the component (n,) of values (n, 3), about their mean, in that direction."""
    return (values - values.mean(axis=0)) @ principal_axis(values)


def interpolated(at_s: FloatArray, time_s: FloatArray, values: FloatArray) -> FloatArray:
    """Interpolate values (n, 3) of times (n,) linearly at other times (m,): (m, 3)."""
    return np.column_stack([np.interp(at_s, time_s, values[:, k]) for k in range(3)])


def counted(samples: Samples, count: Counter) -> Peaks:
    """Return a peer's reps in a recording; gaps are interpolated linearly, since peers know no gaps."""
    time_s = samples.time_s
    if len(samples) < 2 or np.ptp(time_s) < LEAST_S:
        return NOTHING
    period_s = float(np.median(np.diff(time_s)))
    even_s = np.arange(time_s[0], time_s[-1], period_s)
    return count(even_s, interpolated(even_s, time_s, samples.acc_mps2))


def document(path: str, exercise: str, placement: str, count: Counter) -> Document:
    """Return the document of one file, one set to a file; quantities unknown to a peer are zero."""
    empty: Document = {"schema": "sensorcoach.analysis/1", "exercise": exercise, "placement": placement, "sets": []}
    try:
        samples = samples_of(path)
    except SensorcoachError as error:
        failed = {"code": error.code, "message": error.message, "remedy": error.remedy}
        return {**empty, "recording": {"path": path, "duration_s": 0.0}, "error": failed}
    peaks = counted(samples, count)
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
            "rom_deg": range_deg(height_mps2),
            "warnings": [],
        }
        for number, (start_s, hold_s, lower_s, end_s, height_mps2) in enumerate(rows, start=1)
    ]


def range_deg(height_mps2: float) -> float:
    """Return the angle by which gravity has turned when its direction has moved that far."""
    return float(np.degrees(2.0 * np.arcsin(min(height_mps2 / (2.0 * G_MPS2), 1.0))))


def print_documents(count: Counter, description: str | None) -> None:
    """Run the command line of every peer: one document a file, in order."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--exercise", default="generic")
    parser.add_argument("--placement", default="pelvis")
    parser.add_argument("--json", action="store_true", help="accepted for the scorer; the output is always JSON")
    asked = parser.parse_args()
    for path in asked.files:
        print(json.dumps(document(path, asked.exercise, asked.placement, count)))
