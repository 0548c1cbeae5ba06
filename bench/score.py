"""Score counting and timing against recordings with known truth: `make score`.

usage: python -m bench.score [--data FOLDER] [--scorer FILE] [--analyze COMMAND]

Scores the demonstration recordings, which are simulated, beside the peers. With a folder of recordings of real people
and a scorer for them (bench/real_folder.py), runs that scorer over sensorcoach and the peak counter as well.
Exit status: the scorer's.
"""

import argparse
import csv
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.agreement import COLUMNS, Compared, TimedRep, cells, compare, table
from bench.peers.peer import document
from bench.peers.registry import PEERS
from bench.real_folder import HOW_TO_NAME, SCORER_VARIABLE, real_folder, scorer
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

RECORDINGS = Path(__file__).parents[1] / "recordings"
PEER = f"{sys.executable} -m bench.peers.peak_counter"

Row = dict[str, str]
Analyse = Callable[[str, str, str], Any]
"""File, exercise and placement to the analysis document."""


def ours(path: str, exercise: str, placement: str) -> Any:  # noqa: ANN401  # two programs' documents, read by key alone
    """Return the document that `sensorcoach analyze` prints."""
    return analyze_file(path, SessionOptions.of(exercise, placement))


def rows(path: Path) -> list[Row]:
    """Return the rows of a truth table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def true_sets(folder: Path, file: str) -> list[list[TimedRep]]:
    """Return the true reps of a recording, set by set."""
    reps: dict[str, list[TimedRep]] = {}
    for row in rows(folder / "reps.csv"):
        if row["file"] == file:
            times = (float(row[key]) for key in ("start_s", "top_s", "lower_s", "end_s", "rom_deg"))
            reps.setdefault(row["set"], []).append(TimedRep(*times))
    return list(reps.values())


def found_reps(document: Any) -> list[TimedRep]:  # noqa: ANN401  # as above
    """Return the reps in an analysis document, with the codes of their warnings."""
    keys = ("lift_start_s", "hold_start_s", "lower_start_s", "end_s", "rom_deg")
    return [
        TimedRep(*(float(rep[key]) for key in keys), codes=tuple(str(warned["code"]) for warned in rep["warnings"]))
        for done in document["sets"]
        for rep in done["reps"]
    ]


def scored(folder: Path, analyse: Analyse) -> dict[str, Compared]:
    """Score every recording of a folder with full truth tables, by file."""
    result: dict[str, Compared] = {}
    for row in rows(folder / "recordings.csv"):
        file = row["file"]
        document = analyse(str(folder / file), row["exercise"], row["placement"])
        duration_s = float(document["recording"]["duration_s"])
        result[file] = compare(true_sets(folder, file), found_reps(document), duration_s)
    return result


def own_report(folder: Path) -> str:
    """Return our table over a folder: by kind of recording, the peers below, and the files with a wrong count."""
    here = scored(folder, ours)
    good, faulty = ([one for file, one in here.items() if file.endswith(end)] for end in ("-good.mcap", "-faulty.mcap"))
    peers = {name: scored(folder, partial(document, count=count)) for name, count in PEERS.items()}
    groups = {"all": list(here.values()), "good": good, "faulty": faulty}
    groups |= {name: list(there.values()) for name, there in peers.items()}
    wrong = [
        f"  {file}, set {number}: {count.found} counted, {count.true} done"
        for file, one in here.items()
        for number, count in enumerate(one.sets, start=1)
        if count.found != count.true
    ]
    return "\n".join(
        [table(["simulated", *COLUMNS], [[name, *cells(group)] for name, group in groups.items()]), *wrong]
    )


def run_scorer(scorer: Path, data: Path, analyze: str) -> int:
    """Run the scorer over sensorcoach and the peak counter; return the worse exit status."""
    status = 0
    for name, command in (("sensorcoach", analyze), ("peak counter", PEER)):
        print(f"\n{name}, {data}:", flush=True)
        done = subprocess.run([sys.executable, scorer, data, "--command", command], check=False)  # noqa: S603  # ours
        status = max(status, done.returncode)
    return status


def main() -> int:
    """Print all scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    parser.add_argument("--scorer", type=Path, default=scorer(), help="program that scores them")
    parser.add_argument("--analyze", default=f"{Path(sys.executable).with_name('sensorcoach')} analyze")
    asked = parser.parse_args()
    print(own_report(RECORDINGS))
    if not (asked.data / "recordings.csv").exists() or not asked.scorer.exists():
        print(f"\nScored no recordings of real people: {HOW_TO_NAME}, and a scorer with {SCORER_VARIABLE}.")
        return 0
    return run_scorer(asked.scorer, asked.data, asked.analyze)


if __name__ == "__main__":
    sys.exit(main())
