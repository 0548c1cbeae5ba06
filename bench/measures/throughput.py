"""Measure an hour from a recording, as `analyze` reads it, beside the peak counter over the same hour."""

from pathlib import Path

from bench.measures.figure import Figure
from bench.measures.processor import in_turns, spent_s
from bench.peers.peak_counter import count_peaks
from bench.reading import samples_of
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

LEAST_TIMES = 5000.0


def throughput(hour: Path, hour_s: float) -> list[Figure]:
    """Measure both in turn; each reads the recording itself."""
    reps = sum(len(done["reps"]) for done in analyze_file(str(hour), SessionOptions())["sets"])
    pairs = in_turns(
        lambda: spent_s(lambda: analyze_file(str(hour), SessionOptions())), lambda: spent_s(lambda: _peaks(hour))
    )
    times, peer_times = hour_s / pairs.ours, hour_s / pairs.peer
    return [
        Figure(
            f"{hour_s / 3600:g} h at 100 Hz, 6 axes, from a recording ({reps} reps)",
            f"{times:.0f} × real time ({pairs.ours:.2f} s)",
            f">= {LEAST_TIMES:.0f} ×",
            times >= LEAST_TIMES,
            f"reading it and the peak counter ({_peaks(hour)} reps)",
            f"{peer_times:.0f} × ({pairs.peer:.2f} s)",
        ),
        Figure("our speed as a share of the peer's, that hour", f"{pairs.speed_share:.2f}"),
    ]


def _peaks(hour: Path) -> int:
    """Return the number of reps that the peak counter finds."""
    samples = samples_of(hour)
    return len(count_peaks(samples.time_s, samples.acc_mps2))
