"""Kill recording sessions at random moments, and measure what is lost.

    python -m bench.killed_sessions                # 200 sessions, four at a time
    python -m bench.killed_sessions --kills 8

Each session receives 100 packets a second for one to nine seconds. Its event loop is blocked for half of the time, as
by a slow screen. The result is the time from the last packet in the file to the last packet that the session received.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.runner.live.recorder import Recorder, record_packets

MAX_LOST_S = 2.0
"""Longest acceptable loss."""
_PERIOD_S = 0.01
_BLOCKED_S = 0.05
"""Time for which the event loop does not respond, every tenth packet."""
_SEED = 1


class _Source:
    """Yields packets at an even rate, with the true time as arrival."""

    def __init__(self) -> None:
        self._begin_s = time.monotonic()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Packet:
        await asyncio.sleep(_PERIOD_S)
        return Packet(time.monotonic() - self._begin_s, bytes(20))

    async def aclose(self) -> None:
        """Do nothing: this source is killed."""


async def _record(path: Path) -> None:
    """Record until killed, and print the arrival of each packet."""
    recorder = Recorder(path, lambda: Description("witmotion", 100.0), lambda line: print(line, file=sys.stderr))
    count = 0
    async for packet in record_packets(_Source(), recorder, lambda _: None):
        count += 1
        print(packet.arrival_s, flush=True)
        if count % 10 == 0:
            time.sleep(_BLOCKED_S)  # noqa: ASYNC251 - a blocked event loop is the point


def measure_loss_s(path: Path, kill_after_s: float) -> float:
    """Record to `path`, kill the session, and return the lost time; infinity without a readable file."""
    command = [sys.executable, "-m", "bench.killed_sessions", "--record", str(path)]
    last_s = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as session:  # noqa: S603 - this program
        for line in session.stdout or ():
            if line.endswith("\n"):
                last_s = float(line)
            if last_s >= kill_after_s:
                session.kill()
    if not path.exists():
        return np.inf
    recorded_s = [packet.arrival_s for group in RecordingReader(path).packets() for packet in group]
    return last_s - recorded_s[-1] if recorded_s else np.inf


def measure_losses_s(kills: int, folder: Path, at_once: int = 4) -> Iterator[float]:
    """Yield the lost time of each killed session."""
    moments_s = np.random.default_rng(_SEED).uniform(0.7, 9.0, kills)
    paths = [folder / f"{number}.mcap" for number in range(kills)]
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(measure_loss_s, paths, moments_s)


def main() -> None:
    """Print the losses, or be the session that is killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.record:
        asyncio.run(_record(asked.record))
        return
    with tempfile.TemporaryDirectory() as folder:
        losses_s = np.array(list(measure_losses_s(asked.kills, Path(folder))))
    print(f"{asked.kills} killed sessions, {np.isinf(losses_s).sum()} without a file")
    print(f"lost: median {np.median(losses_s):.2f} s, most {losses_s.max():.2f} s, limit {MAX_LOST_S:g} s")


if __name__ == "__main__":
    main()
