"""Notifications of a WitMotion sensor as JSON lines, as the WT901 project records them ("wt901-recording").

    line 1    {"format": "wt901-recording", "version": 1, ...}
    others    {"hex": "5561...", "t": 0.03}     the bytes of one notification, and its arrival in seconds

The file does not say at which rate the sensor was set; how many bytes came in how long does.
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

FORMAT = "wt901-recording"
_MAX_LINE_BYTES = 1 << 16


class Wt901Recording:
    """One file; its lines are checked as they are read. Raises InputError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices: list[str] = []
        """What is wrong with the file, in words."""
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
        """All packets in order, in groups of about `group_s` seconds; from the beginning at each call."""
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
                    yield self._packet(line, number)

    def _packet(self, line: bytes, number: int) -> Packet:
        try:
            row: Any = json.loads(line)
            return Packet(float(row["t"]), bytes.fromhex(row["hex"]))
        except (ValueError, KeyError, TypeError):
            raise InputError(
                "bad_line",
                f"Line {number} of {self._path} is no notification with its time.",
                'Each line after the first must read {"hex": "5561...", "t": seconds}; leave out those that do not.',
            ) from None


def looks_like_wt901(head: bytes) -> bool:
    """Does a file that begins so say that it is of this form?"""
    line = head.split(b"\n", 1)[0]
    return line.startswith(b"{") and b'"' + FORMAT.encode() + b'"' in line
