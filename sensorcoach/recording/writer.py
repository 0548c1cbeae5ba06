"""Writes a recording: MCAP, one chunk a second, each pushed out to the disk before the next begins.

Chunks are not compressed. A second of packets is one or two kilobytes of noise-like bytes, of which zstandard
saves a quarter, for half as much reading time again (measured, 100 Hz, 6 axes: 5.4 MB an hour as it is); and bytes
that need no unpacking cannot claim to unpack to more than there is.
"""

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
from sensorcoach.recording.packed_index import keep_index_packed
from sensorcoach.recording.topics import EVENTS_TOPIC, PACKETS_TOPIC, PROFILE

CHUNK_S = 1.0
"""Longest time from the first packet of a chunk to the packet that closes it."""


class RecordingWriter:
    """Appends packets and events to a new file; what `flush` has written survives the plug being pulled.

    `to_disk`: wait for the disk at each flush. Simulated sessions, written much faster than they last, need not.
    """

    def __init__(self, stream: IO[bytes], description: Description, *, to_disk: bool = False) -> None:
        self._stream = stream
        self._to_disk = to_disk
        self._start_ns = round((description.started_unix_s or 0.0) * 1e9)
        """Wall clock at arrival 0, so that other programs show the time of day."""
        self._waiting: list[Packet] = []
        """Packets of the open chunk."""
        self._writer = Writer(stream, compression=CompressionType.NONE)
        keep_index_packed(self._writer)
        self._writer.start(PROFILE, "sensorcoach")
        self._writer.add_metadata(METADATA_NAME, to_metadata(description))
        schema = self._writer.register_schema(packet_block.SCHEMA_NAME, "text", packet_block.SCHEMA_TEXT.encode())
        self._packets = self._writer.register_channel(PACKETS_TOPIC, "application/octet-stream", schema)
        self._events = self._writer.register_channel(EVENTS_TOPIC, "json", 0)
        self.flush()

    @classmethod
    def create(cls, path: Path, description: Description, *, to_disk: bool = True) -> Self:
        """A writer of a new file at `path`; an existing one is not touched (FileExistsError)."""
        return cls(path.open("xb"), description, to_disk=to_disk)

    def write(self, packets: Sequence[Packet]) -> None:
        """Append packets in the order of arrival; a chunk is closed by the first packet a second after its first."""
        for packet in packets:
            if self._waiting and (
                packet.arrival_s - self._waiting[0].arrival_s >= CHUNK_S
                or len(self._waiting) >= packet_block.MAX_PACKETS
            ):
                self.flush()
            self._waiting.append(packet)

    def write_event(self, time_s: float, document: Mapping[str, object]) -> None:
        """Append something that became known at `time_s` on the recording's clock: a mark, an edit, a rep."""
        data = json.dumps({"time_s": time_s, **document}, ensure_ascii=False).encode()
        log_ns = self._log_ns(time_s)
        self._writer.add_message(self._events, log_ns, data, log_ns)

    def flush(self) -> None:
        """Close the open chunk and hand it to the disk."""
        if self._waiting:
            first_ns, last_ns = self._log_ns(self._waiting[0].arrival_s), self._log_ns(self._waiting[-1].arrival_s)
            self._writer.add_message(self._packets, last_ns, packet_block.encode_block(self._waiting), first_ns)
            self._waiting.clear()
        self._writer.flush()
        if self._to_disk:
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Write what is left and the index, and close the file. Raises OSError; the file is closed all the same."""
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
        return max(0, self._start_ns + round(arrival_s * 1e9))
