"""Fuzz all targets for a while: `python -m tests.fuzz.run [--seconds 60] [--plain] [TARGET ...]`, or `make fuzz`.

With atheris installed, coverage guides the changes; `--plain`, or Python without it, changes the corpus at random.
Each finding is written to the corpus of its target, where the tests try it from then on.
"""

import argparse
import hashlib
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

_LONGEST_S = 10
"""Seconds after which an input counts as a hang."""


def main() -> int:
    """Fuzz the named targets, or all, and return 1 if one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0, help="time for all targets together")
    parser.add_argument("--plain", action="store_true", help="do not use atheris")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - after atheris in the process of one target

    names: list[str] = options.targets or list(TARGETS)
    each_s = options.seconds / len(names)
    guided = not options.plain and importlib.util.find_spec("atheris") is not None
    failed = [
        name for name in names if not (run_guided(name, each_s) if guided else run_plain(name, each_s, options.seed))
    ]
    print(f"faults: {', '.join(failed)}" if failed else "no faults")
    return 1 if failed else 0


def run_plain(name: str, seconds: float, seed: int) -> bool:
    """Change inputs at random for a time; print their number. Return whether no fault was found."""
    from tests.fuzz.mutations import mutate  # noqa: PLC0415
    from tests.fuzz.targets import TARGETS, load_corpus  # noqa: PLC0415

    corpus, random_source = load_corpus(name), random.Random(f"{name} {seed}")  # noqa: S311 - not for secrets
    end_s, count = time.monotonic() + seconds, 0
    while time.monotonic() < end_s:
        data = mutate(random_source.choice(corpus), corpus, random_source)
        count += 1
        begun_s = time.monotonic()
        try:
            TARGETS[name](data)
        except Exception:  # noqa: BLE001 - a fault of any kind is reported with its input
            traceback.print_exc()
            print(f"{name}: input {count} has a fault: {keep(name, data)}")
            return False
        if time.monotonic() - begun_s > _LONGEST_S:
            print(f"{name}: input {count} takes too long: {keep(name, data)}")
            return False
    print(f"{name}: {count} inputs")
    return True


def keep(name: str, data: bytes) -> Path:
    """Write a finding into the corpus of its target."""
    from tests.fuzz.targets import CORPUS, SHARED_CORPUS  # noqa: PLC0415

    path = CORPUS / SHARED_CORPUS.get(name, name) / f"found-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def run_guided(name: str, seconds: float) -> bool:
    """Run atheris in a process of its own, because it ends its process. Return whether no fault was found."""
    from tests.fuzz.targets import CORPUS, SHARED_CORPUS  # noqa: PLC0415

    seeds = CORPUS / SHARED_CORPUS.get(name, name)
    with tempfile.TemporaryDirectory() as grown:
        limits = [f"-max_total_time={max(1, round(seconds))}", f"-timeout={_LONGEST_S}", "-rss_limit_mb=2048"]
        command = [sys.executable, "-m", "tests.fuzz.guided", name, *limits, f"-artifact_prefix={seeds}/found-"]
        done = subprocess.run(  # noqa: S603 - our own code
            [*command, grown, str(seeds)], check=False, capture_output=True, text=True
        )
    lines = done.stderr.strip().splitlines()
    print(f"{name}: {lines[-1] if lines and done.returncode == 0 else done.stderr[-3000:]}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
