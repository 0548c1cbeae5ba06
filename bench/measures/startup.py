"""Measure how soon `sensorcoach --help` prints, and a small file is analyzed, in new processes."""

import sys
from pathlib import Path

from bench.long_recording import EXERCISE
from bench.measures.figure import Figure
from bench.measures.processor import Pairs, in_turns, program_s
from sensorcoach.samples import Samples

MOST_HELP_S = 0.3
SMALL_S = 30.0
"""Length of the small file: a few reps."""

_RUN = "from sensorcoach.cli.main import main; main()"


def startup(sessions: list[Samples], folder: Path) -> list[Figure]:
    """Compare help with importing NumPy, and a small file with the peak counter and with importing NumPy."""
    small = folder / "small.csv"
    _write_small(small, sessions[0])
    numpy = [sys.executable, "-c", "import numpy"]
    peaks = [sys.executable, "-m", "bench.peers.peak_counter", str(small)]
    analyze = [sys.executable, "-c", _RUN, "analyze", "--exercise", EXERCISE, str(small)]
    helped = _in_turns([sys.executable, "-c", _RUN, "--help"], numpy)
    analysed, floor = _in_turns(analyze, peaks), _in_turns(analyze, numpy)
    return [
        Figure(
            "sensorcoach --help",
            f"{helped.ours:.2f} s",
            f"<= {MOST_HELP_S:g} s",
            helped.ours <= MOST_HELP_S,
            'python -c "import numpy"',
            f"{helped.peer:.2f} s",
        ),
        Figure(
            f"sensorcoach analyze, a file of {SMALL_S:g} s",
            f"{analysed.ours:.2f} s",
            peer="the peak counter on it",
            peer_measured=f"{analysed.peer:.2f} s",
        ),
        Figure("our speed as a share of the peer's, that file", f"{analysed.speed_share:.2f}"),
        Figure("that file over importing NumPy alone", f"{1.0 / floor.speed_share:.1f} ×"),
    ]


def _in_turns(ours: list[str], peer: list[str]) -> Pairs:
    for command in (ours, peer):
        program_s(command)  # what is compiled at the first start does not count
    return in_turns(lambda: program_s(ours), lambda: program_s(peer))


def _write_small(path: Path, session: Samples) -> None:
    """Return the middle of a session, with its reps, as CSV of six axes."""
    start = (len(session) - round(SMALL_S / (session.time_s[1] - session.time_s[0]))) // 2
    lines = ["time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyro_x_radps,gyro_y_radps,gyro_z_radps"]
    gyro_radps = session.gyro_radps if session.gyro_radps is not None else session.acc_mps2[:, :0]
    for k in range(start, len(session) - start):
        row = (session.time_s[k], *session.acc_mps2[k], *gyro_radps[k])
        lines.append(",".join(f"{value:.4f}" for value in row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
