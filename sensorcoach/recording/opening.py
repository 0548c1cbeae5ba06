"""Opens whatever a user points at: a recording of ours, or one of the forms the importers read."""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sensorcoach.errors import InputError
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.importers.plain_csv import EXPECTED, PlainCsv
from sensorcoach.recording.importers.wt901_jsonl import Wt901Recording, looks_like_wt901
from sensorcoach.recording.mcap_scan import MAGIC
from sensorcoach.recording.reader import GROUP_S, RecordingReader
from sensorcoach.samples import Samples

_SNIFFED_BYTES = 512


class PacketReader(Protocol):
    """What reads packets out of a file: `notices` are what is wrong with it, in words."""

    notices: list[str]

    def packets(self, group_s: float) -> Iterator[Sequence[Packet]]:
        """All packets in order, in groups of about `group_s` seconds; from the beginning at each call."""
        ...


@dataclass(frozen=True, slots=True)
class PacketRecording:
    """A recording of packets as they came. `description` is None where the file was cut off before it."""

    path: Path
    description: Description | None
    duration_s: float
    reader: PacketReader

    @property
    def notices(self) -> tuple[str, ...]:
        """What is wrong with the file, in words; complete once the packets have been read."""
        return tuple(self.reader.notices)

    def packets(self, group_s: float = GROUP_S) -> Iterator[Sequence[Packet]]:
        """All packets in order, in groups of about `group_s` seconds; from the beginning at each call."""
        return self.reader.packets(group_s)


@dataclass(frozen=True, slots=True)
class SampleRecording:
    """A recording of samples with times, from another program."""

    path: Path
    rate_hz: float
    sensors: tuple[str, ...]
    duration_s: float
    file: PlainCsv
    notices: tuple[str, ...] = ()

    def samples(self) -> Iterator[Samples]:
        """All samples in order, in blocks; from the beginning at each call. Raises InputError at a wrong line."""
        return self.file.samples()


Recording = PacketRecording | SampleRecording


def open_recording(path: str | Path) -> Recording:
    """Find out what kind of recording a file is, and open it.

    Raises InputError: no such file, a folder or a pipe, not readable, empty, of no known form, or wrong at its head.
    """
    path = Path(path)
    try:
        return _opened(path)
    except FileNotFoundError:
        raise InputError("no_such_file", f"There is no file {path}.", _look(path)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            "unreadable_file", f"{path} cannot be read: {reason}.", "Check the file's permissions."
        ) from error


def _opened(path: Path) -> Recording:
    if path.is_dir():
        raise InputError("is_a_folder", f"{path} is a folder, not a recording.", "Name the files in it.")
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError(
            "not_a_file",
            f"{path} is a pipe or a device, which can be read only once; a recording is read several times.",
            "Save it to a file first, and name that.",
        )
    with path.open("rb") as stream:
        head = stream.read(_SNIFFED_BYTES)
    if not head:
        raise InputError("empty_file", f"{path} is empty.", "Record again, or look for the file's original.")
    if MAGIC.startswith(head[: len(MAGIC)]):
        reader = RecordingReader(path)
        return PacketRecording(path, reader.description, reader.duration_s, reader)
    if looks_like_wt901(head):
        lines = Wt901Recording(path)
        return PacketRecording(path, lines.description, lines.duration_s, lines)
    if b"\0" in head or not (b"," in head or path.suffix.lower() == ".csv"):
        raise InputError(
            "unknown_format",
            f"{path} is in no form that this program reads.",
            f"It reads its own recordings (.mcap) and CSV with the header {EXPECTED}.",
        )
    file = PlainCsv(path)
    return SampleRecording(path, file.rate_hz, file.sensors, file.duration_s, file)


def _look(path: Path) -> str:
    folder = path.parent
    return "Check the name." if folder.is_dir() else f"There is no folder {folder} either; check the path."
