"""The program's own recordings: MCAP files with packets, as `RecordingWriter` writes them."""

from pathlib import Path

from sensorcoach.recording.mcap_scan import MAGIC
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.recordings import Importer, PacketRecording
from sensorcoach.recording.topics import PROFILE

_HEADER_BYTES = 40
"""Bytes that hold the profile, in case the first ones are damaged."""


def sniff(head: bytes, name: str) -> bool:
    """Return whether the file begins like MCAP, or is the beginning of such a file, or has the program's profile."""
    del name
    return MAGIC.startswith(head[: len(MAGIC)]) or PROFILE.encode() in head[:_HEADER_BYTES]


def open_mcap(path: Path) -> PacketRecording:
    """Open a recording, closed properly or cut off. Raises InputError if another program wrote it."""
    reader = RecordingReader(path)
    return PacketRecording(path, reader.description, reader.duration_s, reader)


IMPORTER = Importer("mcap", "its own recordings (.mcap)", sniff, open_mcap)
