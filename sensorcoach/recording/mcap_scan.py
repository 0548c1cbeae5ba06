"""Read the records of an MCAP recording from the front, and go on behind damaged ones.

The reader of the mcap package needs a properly closed file, trusts the lengths in it, and takes longer for an hour of
small chunks than the pipeline takes for the samples. This one checks each record: its length must agree with the
lengths inside, and a chunk with its checksum. Behind a damaged record it searches for the next intact one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from sensorcoach.recording import mcap_records
from sensorcoach.recording.mcap_records import CHUNK, DATA_END, HEADER, MESSAGE_INDEX, METADATA, RECORD, Chunk

MAGIC = b"\x89MCAP0\r\n"
_MAX_RECORD_BYTES = 1 << 24
"""Longest record that is read. A chunk of this program has a few kilobytes."""

_FOOTER, _FOOTER_BYTES, _DATA_END_BYTES = 0x02, 20, 4
_CANDIDATE = re.compile(rb"[\x06\x0c\x0f](?=.{3}\x00{5})", re.DOTALL)
"""The first byte of anything like a chunk, a metadata record or the end of the data, up to `_MAX_RECORD_BYTES` long."""
_WINDOW_BYTES = 1 << 20
"""Bytes of the file that are searched at a time."""
_SEARCH_BYTES = 1 << 26
"""Most bytes that one search reads to check candidates. It limits the time for a file made to look like records."""


@dataclass(frozen=True, slots=True)
class Record:
    """An intact record with its content; `offset` is its position in the file.

    `chunk`: the messages of a chunk, None for other records and for a compressed chunk.
    """

    opcode: int
    content: bytes
    offset: int
    chunk: Chunk | None = None

    @property
    def stop(self) -> int:
        """The position behind the record."""
        return self.offset + RECORD.size + len(self.content)


@dataclass(frozen=True, slots=True)
class Damage:
    """Damaged bytes of the file, from `offset` to `stop`."""

    offset: int
    stop: int


def read_records(stream: IO[bytes], file_bytes: int) -> Iterator[Record | Damage]:
    """Yield headers, metadata, chunks and damage, from the stream's position to the end of the data."""
    offset = stream.tell()
    while offset < file_bytes:
        record = _read_record(stream, offset, file_bytes)
        if record is None:
            stop = _find_record(stream, offset + 1, file_bytes)
            yield Damage(offset, stop)
            offset = stop
        elif record.opcode == DATA_END:
            return
        else:
            if record.opcode != MESSAGE_INDEX:
                yield record
            offset = record.stop


def is_closed(stream: IO[bytes], file_bytes: int) -> bool:
    """Return whether a writer closed the file; rewinds the stream."""
    stream.seek(max(0, file_bytes - len(MAGIC)))
    ending = stream.read(len(MAGIC))
    stream.seek(0)
    return file_bytes > 2 * len(MAGIC) and ending == MAGIC


def _read_record(stream: IO[bytes], offset: int, file_bytes: int) -> Record | None:
    """The record at `offset`, None unless it is intact and belongs to a recording."""
    stream.seek(offset)
    head = stream.read(RECORD.size)
    if len(head) < RECORD.size:
        return None
    opcode, length = RECORD.unpack(head)
    if length > min(_MAX_RECORD_BYTES, file_bytes - offset - RECORD.size):
        return None
    if opcode == CHUNK:
        return _read_chunk(stream, offset, length)
    if opcode not in {HEADER, METADATA, MESSAGE_INDEX, DATA_END}:
        return None
    content = stream.read(length)
    return Record(opcode, content, offset) if len(content) == length and _has_lengths(opcode, content) else None


def _has_lengths(opcode: int, content: bytes) -> bool:
    """Return whether the lengths inside a record agree with its own."""
    if opcode == HEADER:
        return mcap_records.parse_profile(content) is not None
    if opcode == METADATA:
        return bool(mcap_records.parse_metadata(content))
    if opcode == MESSAGE_INDEX:
        return mcap_records.is_message_index(content)
    return len(content) == _DATA_END_BYTES


def _read_chunk(stream: IO[bytes], offset: int, length: int) -> Record | None:
    """The chunk whose content begins at the stream's position, None if it is damaged."""
    head = stream.read(min(length, mcap_records.CHUNK_HEAD_BYTES))
    if not mcap_records.has_chunk_lengths(head, length):
        return None
    content = head + stream.read(length - len(head))
    if len(content) < length:
        return None
    if mcap_records.parse_compression(head):
        return Record(CHUNK, content, offset)
    chunk = mcap_records.parse_chunk(content)
    return chunk and Record(CHUNK, content, offset, chunk)


def _find_record(stream: IO[bytes], start: int, file_bytes: int) -> int:
    """The position of the next intact chunk, metadata or end of the data; the end of the file without one."""
    checked_bytes = 0
    for window_at in range(start, file_bytes, _WINDOW_BYTES):
        stream.seek(window_at)
        window = stream.read(_WINDOW_BYTES + RECORD.size - 1)
        for candidate in _CANDIDATE.finditer(window):
            if candidate.start() >= _WINDOW_BYTES:
                break
            at = window_at + candidate.start()
            record = _read_record(stream, at, file_bytes)
            if record is not None and (
                record.opcode != DATA_END or _is_before_summary(stream, record.stop, file_bytes)
            ):
                return at
            checked_bytes += stream.tell() - at
            if checked_bytes > _SEARCH_BYTES:
                return file_bytes
    return file_bytes


def _is_before_summary(stream: IO[bytes], offset: int, file_bytes: int) -> bool:
    """Return whether the records from `offset` on lead to the footer. The end of the data has no other sign."""
    while offset + RECORD.size <= file_bytes:
        stream.seek(offset)
        opcode, length = RECORD.unpack(stream.read(RECORD.size))
        offset += RECORD.size + length
        if opcode == _FOOTER:
            return length == _FOOTER_BYTES and offset + len(MAGIC) == file_bytes
    return False
