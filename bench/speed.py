"""Measure all speed budgets in one run, beside alternatives: `make bench`.

usage: python -m bench.speed [--hours N]

All times are processor time, and ratios are medians of pairs. It shows which budgets are kept and where the time of an
hour goes; the exit status is 0 either way.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.agreement import table
from bench.long_recording import tiles, write_long
from bench.measures.decision_delay import decision_delay
from bench.measures.figure import HEAD, Figure
from bench.measures.live_block import live_block
from bench.measures.live_fast import live_fast
from bench.measures.memory import memory
from bench.measures.stages import HEAD as STAGE_HEAD
from bench.measures.stages import stage_rows
from bench.measures.startup import startup
from bench.measures.throughput import throughput

HOUR_S = 3600.0


def main() -> None:
    """Measure all, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8.0, help="length of the long recording (default 8)")
    asked = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        hour, night = Path(folder) / "hour.mcap", Path(folder) / "night.mcap"
        _say("writing simulated recordings")
        sessions = tiles()
        write_long(hour, sessions, HOUR_S)
        write_long(night, sessions, asked.hours * HOUR_S)
        _say("an hour from a recording")
        figures += throughput(hour, HOUR_S)
        _say(f"{asked.hours:g} hours from a recording")
        figures += memory(hour, night, asked.hours)
        _say("start, and a small file")
        figures += startup(sessions, Path(folder))
        _say("an hour stage by stage")
        stages = stage_rows(hour)
    _say("live blocks")
    figures += live_block(sessions)
    figures += live_fast()
    _say("delay of decisions")
    figures += decision_delay()
    print(table(HEAD, [figure.cells() for figure in figures]))
    print(f"\n{table(STAGE_HEAD, stages)}")


def _say(text: str) -> None:
    print(f"{text} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
