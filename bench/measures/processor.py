"""Processor time: on a busy machine the wall clock says little about the code."""

import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":

    def _children_s() -> float:
        return math.nan

else:
    import resource

    def _children_s() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


PAIRS = 5
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds of ours and of a peer, in turn."""

    ours_s: tuple[float, ...]
    peer_s: tuple[float, ...]

    @property
    def ours(self) -> float:
        """Our median, seconds."""
        return statistics.median(self.ours_s)

    @property
    def peer(self) -> float:
        """The peer's median, seconds."""
        return statistics.median(self.peer_s)

    @property
    def speed_share(self) -> float:
        """Our speed as a share of the peer's: the median of the pairs, in which a busy machine slows both."""
        return statistics.median(peer / ours for ours, peer in zip(self.ours_s, self.peer_s, strict=True))


def spent_s(work: Callable[[], object]) -> float:
    """Return the processor time of a piece of work in this process."""
    start_s = time.process_time()
    work()
    return time.process_time() - start_s


def in_turns(ours: Callable[[], float], peer: Callable[[], float], pairs: int = PAIRS) -> Pairs:
    """Measure both in turn, several times; each returns its own seconds."""
    both = [(ours(), peer()) for _ in range(pairs)]
    return Pairs(tuple(pair[0] for pair in both), tuple(pair[1] for pair in both))


def program_s(command: Sequence[str]) -> float:
    """Return the processor time of a program from start to end; nan on Windows, which does not report it."""
    before_s = _children_s()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)  # noqa: S603  # ourselves and our peers
    return _children_s() - before_s
