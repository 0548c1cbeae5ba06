"""Fit the weights of the evidence and write sensorcoach/detect/finding/evidence.toml: `make fit`.

usage: python -m bench.fit_evidence [--data FOLDER] [--leave-out GROUP] [--without COMPARISON] [--out FILE]

The cycles of real people's recordings and of simulated sets, scenes and life are labelled by their truth. Real and
simulated cycles weigh alike, so do cycles in and outside sets, and so do groups within each. A group is a person
(`pt/s1`), a style (`style/slow`), a kind of scene or one simulated life. With a group or a comparison left out, the
weights are printed, unless a file is named.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.evidence.collect import Seeds, collect
from bench.evidence.fit import prepare
from bench.evidence.model_file import model_text
from bench.real_folder import real_folder
from bench.simulated import PROCESSES
from sensorcoach.detect.finding.comparisons import NAMES

SHIPPED = Path(__file__).parents[1] / "sensorcoach" / "detect" / "finding" / "evidence.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect, fit, write; exit status 1 without recordings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=real_folder(), help="recordings of real people")
    parser.add_argument("--leave-out", default="", metavar="GROUP", help="fit without this person, style or scene")
    parser.add_argument("--without", choices=NAMES, metavar="COMPARISON", help="fit without this comparison")
    parser.add_argument("--out", type=Path, help="where to write (default: the weights that the program ships with)")
    asked = parser.parse_args(arguments)
    if not (asked.data / "recordings.csv").exists():
        print(f"No recordings of real people in {asked.data}. Name their folder with --data; nothing is written.")
        return 1
    with ProcessPoolExecutor(PROCESSES) as pool:
        everything = collect(asked.data, Seeds(), pool)
    groups = sorted({one.group for one in everything})
    if asked.leave_out and asked.leave_out not in groups:
        parser.error(f"nobody is called {asked.leave_out!r}; there are {', '.join(groups)}")
    kept = [one for one in everything if one.group != asked.leave_out]
    text = model_text(prepare(kept).fit(asked.without), kept, _command(asked))
    out: Path | None = asked.out or (None if asked.leave_out or asked.without else SHIPPED)
    if out is None:
        print(text, end="")
    else:
        out.write_text(text, encoding="utf-8")
    return 0


def _command(asked: argparse.Namespace) -> str:
    left_out = f" --leave-out {asked.leave_out!r}" if asked.leave_out else ""
    without = f" --without {asked.without}" if asked.without else ""
    return f"python -m bench.fit_evidence{left_out}{without}"


if __name__ == "__main__":
    sys.exit(main())
