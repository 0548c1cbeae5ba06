"""Damage a recording at random places, and check that only the damaged second is lost, and that a notice reports it.

python -m bench.damaged_recordings                       # 1000 flipped bits and 500 cuts
python -m bench.damaged_recordings --flips 60 --cuts 40
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sensorcoach.errors import InputError
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.importers.own_mcap import open_mcap
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

SOURCE = Path(__file__).parents[1] / "recordings" / "glute-bridge-good.mcap"
_SECONDS = 20.0
"""Length of the recording that is damaged."""
_SEED = 1


class WrongOutcomeError(Exception):
    """More is lost than the damage explains, or a loss is not reported."""


def _require(condition: object, message: str) -> None:
    if not condition:
        raise WrongOutcomeError(message)


def write_original(path: Path) -> list[Packet]:
    """Write the recording that is damaged later, and return its packets."""
    reader = RecordingReader(SOURCE)
    description = reader.description or Description("witmotion")
    packets = [packet for group in reader.packets() for packet in group if packet.arrival_s < _SECONDS]
    with RecordingWriter.create(path, description, to_disk=False) as writer:
        writer.write(packets)
    return packets


def list_flips(content: bytes, count: int) -> Iterator[bytes]:
    """Yield the content with one flipped bit, at random places of the data and the summary."""
    places = np.random.default_rng(_SEED)
    for _ in range(count):
        bit = int(places.integers(8 * len(content)))
        damaged = bytearray(content)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)


def list_cuts(content: bytes, count: int) -> Iterator[bytes]:
    """Yield the content cut off at random places."""
    places = np.random.default_rng(_SEED)
    for _ in range(count):
        yield content[: int(places.integers(len(content)))]


def check_damaged(path: Path, packets: list[Packet], *, cut: bool) -> str:
    """Read and analyze a damaged recording; return the outcome. Raises WrongOutcomeError for an unreported loss."""
    try:
        recording = open_mcap(path)
        found = [packet for group in recording.packets() for packet in group]
    except InputError as error:
        return f"refused: {error.code}"
    _check_packets(found, packets, recording.notices, cut=cut)
    document = analyze_file(str(path), SessionOptions.of(None, None))
    json.dumps(document, allow_nan=False)
    if "error" in document:
        _require(cut, document["error"]["message"])
        return f"not analyzed: {document['error']['code']}"
    shown = document["recording"]["notices"]
    _require(set(recording.notices) <= set(shown), "a notice is not in the document")
    return "nothing lost" if len(found) == len(packets) else "a part lost and reported"


def _check_packets(found: list[Packet], packets: list[Packet], notices: tuple[str, ...], *, cut: bool) -> None:
    """Check that one run of packets is missing at most, that it is short, and that a notice reports it."""
    lost = len(packets) - len(found)
    begin = next((place for place, packet in enumerate(found) if packet != packets[place]), len(found))
    whole = found == packets[:begin] + packets[begin + lost :]
    _require(whole, "packets changed, or lost in several places")
    if cut:
        _require(begin == len(found), "packets before the cut are lost")
        _require(notices, "a cut without a notice")
    elif lost:
        missing = packets[begin : begin + lost]
        _require(missing[-1].arrival_s - missing[0].arrival_s < 1.0, "more than the damaged second is lost")
        _require(any("may be missing" in notice for notice in notices), "a loss without a notice")


def run(flips: int, cuts: int, folder: Path) -> Counter[str]:
    """Return the number of files with each outcome."""
    packets = write_original(folder / "original.mcap")
    content = (folder / "original.mcap").read_bytes()
    outcomes: Counter[str] = Counter()
    path = folder / "damaged.mcap"
    for damaged in list_flips(content, flips):
        path.write_bytes(damaged)
        outcomes[f"flipped bit, {check_damaged(path, packets, cut=False)}"] += 1
    for damaged in list_cuts(content, cuts):
        path.write_bytes(damaged)
        outcomes[f"cut off, {check_damaged(path, packets, cut=True)}"] += 1
    return outcomes


def main() -> None:
    """Print the number of files with each outcome."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--cuts", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for outcome, count in sorted(run(asked.flips, asked.cuts, Path(folder)).items()):
            print(f"{count:5d}  {outcome}")


if __name__ == "__main__":
    main()
