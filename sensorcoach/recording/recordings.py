"""What an importer opens: packets as the sensor sent them, or samples that another program has timed.

A new format is one file in `importers/` and its line in `all_importers.py`; CONTRIBUTING.md has the steps.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sensorcoach.errors import InputError
from sensorcoach.events import NoticeRaised
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.samples import Samples

GROUP_S = 60.0
"""Seconds of packets read at a time, unless the caller chooses."""


class PacketReader(Protocol):
    """Reads packets from a file. `notices` describes faults of the file; reading may add to it."""

    notices: list[str]

    def packets(self, group_s: float) -> Iterator[Sequence[Packet]]:
        """All packets in order, in groups of about `group_s` seconds; each call starts at the beginning."""
        ...


@dataclass(frozen=True, slots=True)
class PacketRecording:
    """A recording of packets. `description` is None if the file has none."""

    path: Path
    description: Description | None
    duration_s: float
    reader: PacketReader

    @property
    def notices(self) -> tuple[str, ...]:
        """Faults of the file, in words; complete once all packets have been read."""
        return tuple(self.reader.notices)

    def packets(self, group_s: float = GROUP_S) -> Iterator[Sequence[Packet]]:
        """All packets in order, in groups of about `group_s` seconds; each call starts at the beginning."""
        return self.reader.packets(group_s)

    def require_description(self) -> Description:
        """The description. Raises InputError if the file has none."""
        if self.description is None:
            raise InputError(
                "no_description",
                f"{self.path} has no intact description, which names the sensor.",
                "It contains nothing that can be decoded; record again.",
            )
        return self.description


@dataclass(frozen=True, slots=True)
class SampleRecording:
    """A recording of timed samples from another program.

    `rate_hz`: the usual rate. `sensors`: `("acc",)` or `("acc", "gyro")`. `duration_s`: time of the last sample.
    `read` returns an iterator over all samples in blocks; each call starts at the beginning. It may raise InputError.
    `notices`: faults of the file that do not prevent its analysis, in words. `corrections`: notices with a code and a
    time; reading may add to them.
    """

    path: Path
    rate_hz: float
    sensors: tuple[str, ...]
    duration_s: float
    read: Callable[[], Iterator[Samples]]
    notices: tuple[str, ...] = ()
    corrections: Sequence[NoticeRaised] = ()

    def samples(self) -> Iterator[Samples]:
        """All samples in order, in blocks; each call starts at the beginning. Raises InputError at a wrong line."""
        return self.read()


Recording = PacketRecording | SampleRecording


@dataclass(frozen=True, slots=True)
class Importer:
    """One file format.

    `name`: lower case with dashes. `description`: a noun phrase that completes "sensorcoach reads ...".
    `sniff(head, name)` returns whether a file with these first bytes (up to 512) and this file name has the format.
    `open(path)` opens such a file. It raises InputError for content that it cannot use.
    """

    name: str
    description: str
    sniff: Callable[[bytes, str], bool]
    open: Callable[[Path], Recording]
