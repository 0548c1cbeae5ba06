"""Damage a recording at random places, and check that only the damaged second is lost, and that a notice reports it.

    python -m bench.damaged_recordings                       # 1000 flipped bits and 500 cuts
    python -m bench.damaged_recordings --flips 60 --cuts 40
"""

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.packets import Packet
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

SOURCE = Path(__file__).parents[1] / "recordings" / "glute-bridge-good.mcap"
_SECONDS = 20.0
"""Length of the recording that is damaged."""
_SEED = 1


def write_original(path: Path) -> list[Packet]:
    """Write the recording that is damaged later, and return its packets."""
    reader = RecordingReader(SOURCE)
    assert reader.description is not None
    packets = [packet for group in reader.packets() for packet in group if packet.arrival_s < _SECONDS]
    with RecordingWriter.create(path, reader.description, to_disk=False) as writer:
        writer.write(packets)
    return packets


def list_flips(content: bytes, count: int) -> Iterator[bytes]:
    """Yield the content with one flipped bit, at random places of the data and the summary."""
    places = random.Random(_SEED)
    for _ in range(count):
        bit = places.randrange(8 * len(content))
        damaged = bytearray(content)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)


def list_cuts(content: bytes, count: int) -> Iterator[bytes]:
    """Yield the content cut off at random places."""
    places = random.Random(_SEED)
    for _ in range(count):
        yield content[: places.randrange(len(content))]


def check_damaged(path: Path, packets: list[Packet], *, cut: bool) -> str:
    """Read and analyze a damaged recording; return the outcome. Raises AssertionError for an unreported loss."""
    try:
        recording = open_recording(path)
        assert isinstance(recording, PacketRecording)
        found = [packet for group in recording.packets() for packet in group]
    except InputError as error:
        return f"refused: {error.code}"
    _check_packets(found, packets, recording.notices, cut=cut)
    document = analyze_file(str(path), SessionOptions.of(None, None))
    json.dumps(document, allow_nan=False)
    if "error" in document:
        assert cut, document["error"]
        return f"not analyzed: {document['error']['code']}"
    assert set(recording.notices) <= set(document["recording"]["notices"])
    return "nothing lost" if len(found) == len(packets) else "a part lost and reported"


def _check_packets(found: list[Packet], packets: list[Packet], notices: tuple[str, ...], *, cut: bool) -> None:
    """Check that one run of packets is missing at most, that it is short, and that a notice reports it."""
    lost = len(packets) - len(found)
    begin = next((place for place, packet in enumerate(found) if packet != packets[place]), len(found))
    assert found == packets[:begin] + packets[begin + lost :], "packets changed, or lost in several places"
    if cut:
        assert begin == len(found), "packets lost before the cut"
        assert notices
    elif lost:
        missing = packets[begin : begin + lost]
        assert missing[-1].arrival_s - missing[0].arrival_s < 1.0, "more than the damaged second is lost"
        assert any("may be missing" in notice for notice in notices), "a loss without a notice"


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
