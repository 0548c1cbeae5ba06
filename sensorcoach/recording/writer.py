"""Write a recording: MCAP with one chunk a second, each flushed to the disk before the next begins.

Chunks are not compressed. A second of packets is one or two kilobytes of noise-like bytes: zstandard saves a quarter,
and reading takes half as long again (measured at 100 Hz with 6 axes: 5.4 MB an hour uncompressed). Uncompressed bytes
also cannot claim a false size.
"""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from mcap.writer import CompressionType, Writer

from sensorcoach.packets import Packet
from sensorcoach.recording import packet_block
from sensorcoach.recording.description import METADATA_NAME, Description, to_metadata
from sensorcoach.recording.packed_index import pack_index
from sensorcoach.recording.topics import EVENTS_TOPIC, PACKETS_TOPIC, PROFILE
from sensorcoach.storage import create_private_file

CHUNK_S = 1.0
"""Longest time from the first packet of a chunk to the packet that closes it."""


class RecordingWriter:
    """Appends packets and events to a new file. Data written by `flush` survives a power loss.

    `to_disk`: wait for the disk at each flush; simulated sessions do not need it.
    """

    def __init__(self, stream: IO[bytes], description: Description, *, to_disk: bool = False) -> None:
        self._stream = stream
        self._to_disk = to_disk
        self._start_ns = round((description.started_unix_s or 0.0) * 1e9)
        """Wall clock at arrival 0, so that other programs show the time of day."""
        self._waiting: list[Packet] = []
        """Packets of the open chunk."""
        self._writer = Writer(stream, compression=CompressionType.NONE)
        pack_index(self._writer)
        self._writer.start(PROFILE, "sensorcoach")
        self._writer.add_metadata(METADATA_NAME, to_metadata(description))
        schema = self._writer.register_schema(packet_block.SCHEMA_NAME, "text", packet_block.SCHEMA_TEXT.encode())
        self._unwritten_copy: Description | None = description
        """Description to repeat after the next packets, in case the first copy is damaged."""
        self._packets = self._writer.register_channel(PACKETS_TOPIC, "application/octet-stream", schema)
        self._events = self._writer.register_channel(EVENTS_TOPIC, "json", 0)
        self.flush()

    @classmethod
    def create(cls, path: Path, description: Description, *, to_disk: bool = True) -> Self:
        """Create a private file at `path`. Raises FileExistsError if there is one, or another OSError."""
        return cls.begin(create_private_file(path), description, to_disk=to_disk)

    @classmethod
    def begin(cls, stream: IO[bytes], description: Description, *, to_disk: bool = True) -> Self:
        """Write the head of a recording. Raises OSError; the file is closed then."""
        try:
            return cls(stream, description, to_disk=to_disk)
        except OSError:
            close_silently(stream)
            raise

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._stream.tell()

    def fileno(self) -> int:
        """The descriptor of the file."""
        return self._stream.fileno()

    def abandon(self) -> None:
        """Close the file without its end. Never fails."""
        close_silently(self._stream)

    def write(self, packets: Sequence[Packet]) -> None:
        """Append packets in the order of arrival. A packet `CHUNK_S` after the first of a chunk starts a new chunk."""
        for packet in packets:
            if self._waiting and (
                abs(packet.arrival_s - self._waiting[0].arrival_s) >= CHUNK_S
                or len(self._waiting) >= packet_block.MAX_PACKETS
            ):
                self.flush()
            self._waiting.append(packet)

    def describe(self, description: Description) -> None:
        """Write another description. Readers use the last one; its start time must not differ from the first one."""
        self.flush()
        self._writer.add_metadata(METADATA_NAME, to_metadata(description))
        self._unwritten_copy = description

    def write_event(self, time_s: float, document: Mapping[str, object]) -> None:
        """Append an event that became known at `time_s` on the recording's clock, such as a mark or a rep."""
        data = json.dumps({"time_s": time_s, **document}, ensure_ascii=False, allow_nan=False).encode()
        log_ns = self._log_ns(time_s)
        self._writer.add_message(self._events, log_ns, data, log_ns)

    def flush(self) -> None:
        """Close the open chunk and write it to the disk."""
        if self._waiting:
            first_ns, last_ns = self._log_ns(self._waiting[0].arrival_s), self._log_ns(self._waiting[-1].arrival_s)
            self._writer.add_message(self._packets, last_ns, packet_block.encode_block(self._waiting), first_ns)
            self._waiting.clear()
            if self._unwritten_copy is not None:
                self._writer.flush()
                self._writer.add_metadata(METADATA_NAME, to_metadata(self._unwritten_copy))
                self._unwritten_copy = None
        self._writer.flush()
        if self._to_disk:
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Write the rest and the index, and close the file. Raises OSError; the file is closed even then."""
        try:
            self.flush()
            self._writer.finish()
        finally:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _log_ns(self, arrival_s: float) -> int:
        limited_s = min(max(arrival_s, -packet_block.MAX_ARRIVAL_S), packet_block.MAX_ARRIVAL_S)
        return max(0, self._start_ns + round(limited_s * 1e9))


def close_silently(stream: IO[bytes]) -> None:
    """Close a file after an error that is already known."""
    with contextlib.suppress(OSError):
        stream.close()
