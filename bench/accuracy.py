"""Write docs/accuracy.md: `make accuracy`.

usage: python -m bench.accuracy [--seeds N] [--faulty-seeds N] [--life-hours H] [--data FOLDER] [--out FILE] [--quick]

Counts recordings of real people, also with weights fitted on others, and simulated sessions of every exercise,
placement and style, good and faulty. Without recordings of real people nothing is written: half a page would replace
the whole one.
"""

import argparse
import importlib.util
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bench.accuracy_page import Evidence, page
from bench.cases import Outcome, cases, faulty_cases, outcomes
from bench.evidence.collect import Seeds
from bench.leave_out import Unseen, unseen
from bench.measures.decision_delay import decision_delay
from bench.peers.registry import PEERS
from bench.progress import say
from bench.real import everything_in
from bench.real_folder import real_folder
from sensorcoach.detect.finding.comparisons import NAMES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
LIFE = "bench.life"
PROCESSES = 2
QUICK_EXERCISE = "clamshell"
QUICK_SEEDS = Seeds(sessions=(101,), scenes=(), lives=(301,), exercise=QUICK_EXERCISE)
"""A quick run shows that the page can be made; its numbers mean little."""

STYLE_SEEDS = 2
"""Number of simulated people for each style that is left out of the fit."""


def evidence(asked: argparse.Namespace) -> Evidence:
    """Measure everything on the page."""
    quick: bool = asked.quick
    name = QUICK_EXERCISE if quick else ""
    life = None if quick else simulated_life(asked.life_hours)
    with ProcessPoolExecutor(PROCESSES) as pool:
        planned = cases(range(1, asked.seeds + 1), name)
        good = _gathered("good sessions", pool.map(partial(outcomes, peers=PEERS), planned, chunksize=4), len(planned))
        planned = faulty_cases(range(1, asked.faulty_seeds + 1), name)
        faulty = _gathered("faulty sessions", pool.map(outcomes, planned, chunksize=4), len(planned))
        say("recordings of real people")
        real = everything_in(asked.data, pool.map)
        others = unseen(asked.data, QUICK_SEEDS, (1,), NAMES[:1], pool) if quick else _unseen(asked.data, pool)
    say("delay of decisions")
    delays = [] if quick else decision_delay()
    return Evidence(good, faulty, real, others, delays, life, _command(asked))


def _unseen(folder: Path, pool: Executor) -> Unseen:
    return unseen(folder, Seeds(), range(1, STYLE_SEEDS + 1), NAMES, pool)


def _gathered(what: str, results: Iterable[list[Outcome]], planned: int) -> list[Outcome]:
    found: list[Outcome] = []
    for number, done in enumerate(results, start=1):
        found += done
        if number % 100 == 0 or number == planned:
            say(f"{what}: {number}/{planned}")
    return found


def simulated_life(hours: float) -> str | None:
    """Return the printed output of the bench of simulated life, None without that bench."""
    if importlib.util.find_spec(LIFE) is None:
        return None
    say("simulated life")
    command = [sys.executable, "-m", LIFE, "--hours", f"{hours:g}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  # ourselves
    return f"```text\n{done.stdout.strip()}\n```"


def _command(asked: argparse.Namespace) -> str:
    quick = " --quick" if asked.quick else ""
    few = f"--seeds {asked.seeds} --faulty-seeds {asked.faulty_seeds} --life-hours {asked.life_hours:g}"
    return f"python -m bench.accuracy {few}{quick}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then write the page; exit status 1 without recordings of real people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=8, help="people per good session (default 8)")
    parser.add_argument("--faulty-seeds", type=int, default=16, help="people per faulty session (default 16)")
    parser.add_argument("--life-hours", type=float, default=10.0, help="simulated life at each placement (default 10)")
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--quick", action="store_true", help="one exercise, no delays: a trial run")
    asked = parser.parse_args(arguments)
    if not (asked.data / "recordings.csv").exists():
        print(f"No recordings of real people in {asked.data}. Name their folder with --data; nothing is written.")
        return 1
    asked.out.write_text(page(evidence(asked)), encoding="utf-8")
    say(f"wrote {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
