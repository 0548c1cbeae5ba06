"""An hour from a recording, as `analyze` reads it, beside the peak counter over the same hour."""

import time
from pathlib import Path

from bench.measures.figure import Figure
from bench.peers.peak_counter import count_peaks
from bench.reading import samples_of
from sensorcoach.runner.choice import Choice
from sensorcoach.runner.whole import analyse_file

LEAST_TIMES = 5000.0
REPEATS = 3


def throughput(hour: Path, hour_s: float) -> list[Figure]:
    """Best of three of each, one after the other."""
    ours_s: list[float] = []
    read_s: list[float] = []
    peer_s: list[float] = []
    counts = (0, 0)
    for _ in range(REPEATS):
        start_s = time.perf_counter()
        document = analyse_file(str(hour), Choice())
        ours_s.append(time.perf_counter() - start_s)
        start_s = time.perf_counter()
        samples = samples_of(hour)
        read_s.append(time.perf_counter() - start_s)
        start_s = time.perf_counter()
        peaks = count_peaks(samples.time_s, samples.acc_mps2)
        peer_s.append(time.perf_counter() - start_s)
        counts = (sum(len(done["reps"]) for done in document["sets"]), len(peaks))
    times = hour_s / min(ours_s)
    return [
        Figure(
            f"{hour_s / 3600:g} h at 100 Hz, 6 axes, from a recording ({counts[0]} reps)",
            f"{times:.0f} × real time ({min(ours_s):.2f} s)",
            f">= {LEAST_TIMES:.0f} ×",
            times >= LEAST_TIMES,
            f"reading it and the peak counter ({counts[1]} reps)",
            f"{hour_s / (min(read_s) + min(peer_s)):.0f} × ({min(read_s):.2f} + {min(peer_s):.2f} s)",
        ),
        Figure(
            "the same, less reading and decoding", f"{hour_s / max(min(ours_s) - min(read_s), 1e-6):.0f} × real time"
        ),
    ]
