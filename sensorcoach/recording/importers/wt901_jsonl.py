"""Notifications of a WitMotion sensor as JSON lines, as the WT901 project records them ("wt901-recording").

    line 1    {"format": "wt901-recording", "version": 1, ...}
    others    {"hex": "5561...", "t": 0.03}     the bytes of one notification, and its arrival in seconds

The file does not contain the rate of the sensor. The number of bytes and their arrival times give it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sensorcoach.devices.families.witmotion.device import DEVICE
from sensorcoach.devices.families.witmotion.frames import FRAME_BYTES
from sensorcoach.errors import InputError
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.recordings import Importer, PacketRecording

FORMAT = "wt901-recording"
_MAX_LINE_BYTES = 1 << 16
"""Longest line that is read."""
_MAX_ARRIVAL_S = 1e11
"""Largest arrival: beyond it, a second is no longer divided finely enough."""


class Wt901Recording:
    """One file. Each line is checked when it is read; a wrong one raises InputError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices: list[str] = []
        """Faults of the file, in words."""
        count, first_s, self.duration_s = 0, None, 0.0
        for packet in self._packets():
            count += len(packet.payload) // FRAME_BYTES
            first_s = packet.arrival_s if first_s is None else first_s
            self.duration_s = packet.arrival_s
        lasted_s = self.duration_s - (first_s or 0.0)
        rate_hz = count / lasted_s if lasted_s > 0.0 else DEVICE.usual_hz
        nominal_hz = min(DEVICE.rates_hz, key=lambda one: abs(one - rate_hz))
        self.description = Description(DEVICE.id, nominal_hz)

    def packets(self, group_s: float) -> Iterator[list[Packet]]:
        """All packets in order, in groups of about `group_s` seconds; each call starts at the beginning."""
        group: list[Packet] = []
        for packet in self._packets():
            if group and packet.arrival_s - group[0].arrival_s > group_s:
                yield group
                group = []
            group.append(packet)
        if group:
            yield group

    def _packets(self) -> Iterator[Packet]:
        with self._path.open("rb") as stream:
            stream.readline(_MAX_LINE_BYTES)
            number = 1
            while line := stream.readline(_MAX_LINE_BYTES):
                number += 1
                if line.strip():
                    yield self._parse_packet(line, number)

    def _parse_packet(self, line: bytes, number: int) -> Packet:
        try:
            row: Any = json.loads(line)
            packet = Packet(float(row["t"]), bytes.fromhex(row["hex"]))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            packet = None
        if packet is None or not abs(packet.arrival_s) <= _MAX_ARRIVAL_S:
            raise InputError(
                "bad_line",
                f"Line {number} of {self._path} is not a notification with its time.",
                'Each line after the first must read {"hex": "5561...", "t": seconds}; remove the others.',
            )
        return packet


def sniff(head: bytes, name: str) -> bool:
    """Return whether the first line names the format."""
    del name
    line = head.split(b"\n", 1)[0]
    return line.startswith(b"{") and b'"' + FORMAT.encode() + b'"' in line


def open_jsonl(path: Path) -> PacketRecording:
    """Open the file. Raises InputError at a wrong line."""
    lines = Wt901Recording(path)
    return PacketRecording(path, lines.description, lines.duration_s, lines)


IMPORTER = Importer("wt901-jsonl", "JSON lines of the WT901 project", sniff, open_jsonl)
