"""Measure memory and time of long recordings, each in a process of its own.

usage, by itself: python -m bench.measures.memory RECORDING
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from bench.measures.figure import Figure
from bench.measures.processor import spent_s

MOST_MB = 200.0
PAIRS = 3
STATUS = Path("/proc/self/status")
"""File in which Linux keeps the highest memory of this process; other systems are not measured."""


def memory(hour: Path, night: Path, hours: float) -> list[Figure]:
    """`night` lasts `hours` times as long as `hour`."""
    pairs = [(_child(hour), _child(night)) for _ in range(PAIRS)]
    short, long = pairs[0]
    ratio = statistics.median(night["seconds"] / hour["seconds"] for hour, night in pairs)
    grown, known = long["grown_mb"], bool(long["measured"])
    return [
        Figure(
            f"memory above the imports, {hours:g} h",
            f"{grown:.0f} MB" if known else "not known here",
            f"<= {MOST_MB:.0f} MB",
            grown <= MOST_MB if known else None,
            "the same of one hour",
            f"{short['grown_mb']:.0f} MB" if known else "",
        ),
        Figure(f"time for {hours:g} h over time for 1 h", f"{ratio:.1f}", f"{hours:g}, linear", ratio < 1.25 * hours),
    ]


def _child(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.measures.memory", path]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])  # noqa: S603  # ourselves
    return json.loads(done.stdout)


def _highest_mb() -> float:
    if not STATUS.exists():
        return 0.0
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return float(line.split()[1]) / 1024.0


def main() -> None:
    """Analyze one recording and print its cost beyond the imports."""
    from sensorcoach.runner.offline.analyze import analyze_file  # noqa: PLC0415  # as above
    from sensorcoach.runner.options import SessionOptions  # noqa: PLC0415  # what is measured is what comes after the imports

    before_mb = _highest_mb()
    seconds = spent_s(lambda: analyze_file(sys.argv[1], SessionOptions()))
    print(json.dumps({"seconds": seconds, "grown_mb": _highest_mb() - before_mb, "measured": STATUS.exists()}))


if __name__ == "__main__":
    main()
