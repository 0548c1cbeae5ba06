"""Read the records of an MCAP recording from the front, as far as they are intact.

The reader of the mcap package needs a properly closed file, trusts the lengths in it, and takes longer for an hour of
small chunks than the pipeline takes for the samples. This one reads a record only if it lies within the file, and only
the part that is needed. Format: https://mcap.dev/spec
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAGIC = b"\x89MCAP0\r\n"
HEADER, CHANNEL, MESSAGE, CHUNK, METADATA, DATA_END = 0x01, 0x04, 0x05, 0x06, 0x0C, 0x0F
_WANTED = frozenset({HEADER, CHUNK, METADATA})
_MAX_RECORD_BYTES = 1 << 24
"""Longest record that is read. A chunk of this program has a few kilobytes."""

_RECORD = struct.Struct("<BQ")
_CHUNK = struct.Struct("<QQQI")
_MESSAGE = struct.Struct("<HIQQ")


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its content; `offset` is its position in the file."""

    opcode: int
    content: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class Damage:
    """Damaged bytes from `offset` on: the end of a cut-off file, or one record."""

    offset: int
    reason: str


def read_records(stream: IO[bytes], file_bytes: int) -> Iterator[Record | Damage]:
    """Yield headers, metadata and chunks from the stream's position to the end of the data, and damage."""
    offset = stream.tell()
    while True:
        head = stream.read(_RECORD.size)
        if len(head) < _RECORD.size:
            yield Damage(offset, "the file ends here")
            return
        opcode, length = _RECORD.unpack(head)
        if opcode == DATA_END:
            return
        if length > file_bytes - offset - _RECORD.size:
            yield Damage(offset, "the last record is not complete")
            return
        if opcode in _WANTED and length <= _MAX_RECORD_BYTES:
            yield Record(opcode, stream.read(length), offset)
        else:
            if opcode in _WANTED:
                yield Damage(offset, f"a record of {length} bytes was skipped")
            stream.seek(length, 1)
        offset += _RECORD.size + length


def is_closed(stream: IO[bytes], file_bytes: int) -> bool:
    """Return whether a writer closed the file; rewinds the stream."""
    stream.seek(max(0, file_bytes - len(MAGIC)))
    ending = stream.read(len(MAGIC))
    stream.seek(0)
    return file_bytes > 2 * len(MAGIC) and ending == MAGIC


def parse_profile(content: bytes) -> str | None:
    """The profile that a header record names, or None if the record is damaged."""
    text = _parse_string(content, 0)
    return text[0] if text else None


def parse_metadata(content: bytes) -> tuple[str, dict[str, str]] | None:
    """Name and entries of a metadata record, or None if the record is damaged."""
    name = _parse_string(content, 0)
    if name is None or len(content) < name[1] + 4:
        return None
    entries: dict[str, str] = {}
    position = name[1] + 4
    while position < len(content):
        key = _parse_string(content, position)
        value = _parse_string(content, key[1]) if key else None
        if key is None or value is None:
            return None
        entries[key[0]] = value[0]
        position = value[1]
    return name[0], entries


@dataclass(frozen=True, slots=True)
class Chunk:
    """The content of a chunk: topics of the channels defined in it, and (channel, message) in order."""

    topics: dict[int, str]
    messages: list[tuple[int, bytes]]


def parse_compression(content: bytes) -> str:
    """The name of a chunk's compression; empty if it is not compressed."""
    text = _parse_string(content, _CHUNK.size)
    return text[0] if text else ""


def parse_log_span_ns(content: bytes) -> tuple[int, int]:
    """Log times of the first and the last message, as the chunk record gives them."""
    start_ns, end_ns = struct.unpack_from("<QQ", content) if len(content) >= _CHUNK.size else (0, 0)
    return start_ns, end_ns


def parse_chunk(content: bytes) -> Chunk | None:
    """The content of an uncompressed chunk record, or None if its lengths or checksum are wrong."""
    if len(content) < _CHUNK.size + 12:
        return None
    crc = _CHUNK.unpack_from(content)[3]
    text = _parse_string(content, _CHUNK.size)
    if text is None or text[0]:
        return None
    position = text[1] + 8
    if crc and zlib.crc32(memoryview(content)[position:]) != crc:
        return None
    found = Chunk({}, [])
    while position < len(content):
        if len(content) < position + _RECORD.size:
            return None
        opcode, length = _RECORD.unpack_from(content, position)
        position += _RECORD.size
        stop = position + length
        if stop > len(content):
            return None
        if opcode == MESSAGE and length >= _MESSAGE.size:
            channel = int.from_bytes(content[position : position + 2], "little")
            found.messages.append((channel, content[position + _MESSAGE.size : stop]))
        elif opcode == CHANNEL and length >= 8:
            topic = _parse_string(content, position + 4)
            found.topics[int.from_bytes(content[position : position + 2], "little")] = topic[0] if topic else ""
        position = stop
    return found


def _parse_string(content: bytes, position: int) -> tuple[str, int] | None:
    """A length-prefixed string and the position behind it; None if it does not fit."""
    start = position + 4
    if len(content) < start:
        return None
    stop = start + int.from_bytes(content[position:start], "little")
    if len(content) < stop:
        return None
    return content[start:stop].decode(errors="replace"), stop
