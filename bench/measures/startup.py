"""How soon `sensorcoach --help` is there, beside importing NumPy alone."""

import subprocess
import sys
import time
from pathlib import Path

from bench.measures.figure import Figure

MOST_S = 0.3
REPEATS = 5


def startup() -> list[Figure]:
    """Best of five, each in a new process."""
    program = Path(sys.executable).with_name("sensorcoach")
    help_s = _best_s([str(program), "--help"])
    numpy_s = _best_s([sys.executable, "-c", "import numpy"])
    return [
        Figure(
            "sensorcoach --help",
            f"{help_s:.2f} s",
            f"<= {MOST_S:g} s",
            help_s <= MOST_S,
            'python -c "import numpy"',
            f"{numpy_s:.2f} s",
        )
    ]


def _best_s(command: list[str]) -> float:
    spent_s: list[float] = []
    for _ in range(REPEATS):
        start_s = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # ourselves
        spent_s.append(time.perf_counter() - start_s)
    return min(spent_s)
