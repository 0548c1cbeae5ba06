"""Parse and check single records of an MCAP recording. Format: https://mcap.dev/spec

Each parser returns None for content whose lengths contradict each other, so that a record with a damaged length or
opcode is recognized even where it has no checksum.
"""

import struct
import zlib
from dataclasses import dataclass

HEADER, CHANNEL, MESSAGE, CHUNK, MESSAGE_INDEX, METADATA, DATA_END = 0x01, 0x04, 0x05, 0x06, 0x07, 0x0C, 0x0F
COMPRESSIONS = ("lz4", "zstd")
"""Compressions that other programs use. Any other name shows a damaged chunk."""

RECORD = struct.Struct("<BQ")
"""Opcode and length, before the content of each record."""
_CHUNK = struct.Struct("<QQQI")
_MESSAGE = struct.Struct("<HIQQ")
CHUNK_HEAD_BYTES = _CHUNK.size + 4 + max(map(len, COMPRESSIONS)) + 8
"""Bytes of a chunk that decide whether its lengths agree."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The content of a chunk.

    `topics`: topics of the channels defined in it. `messages`: (channel, data) in order. `first_ns`, `last_ns`:
    earliest publish time and latest log time of its messages, zero without messages. `has_checksum`: whether its bytes
    were checked.
    """

    topics: dict[int, str]
    messages: list[tuple[int, bytes]]
    first_ns: int
    last_ns: int
    has_checksum: bool


def parse_profile(content: bytes) -> str | None:
    """The profile that a header record names, or None if the record is damaged."""
    profile = _parse_string(content, 0)
    library = _parse_string(content, profile[1]) if profile else None
    return profile[0] if profile and library and library[1] == len(content) else None


def parse_metadata(content: bytes) -> tuple[str, dict[str, str]] | None:
    """Name and entries of a metadata record, or None if the record is damaged."""
    name = _parse_string(content, 0)
    if name is None or len(content) < name[1] + 4:
        return None
    position = name[1] + 4
    if position + int.from_bytes(content[name[1] : position], "little") != len(content):
        return None
    entries: dict[str, str] = {}
    while position < len(content):
        key = _parse_string(content, position)
        value = _parse_string(content, key[1]) if key else None
        if key is None or value is None:
            return None
        entries[key[0]] = value[0]
        position = value[1]
    return name[0], entries


def is_message_index(content: bytes) -> bool:
    """Return whether the lengths in a message index agree."""
    return (
        len(content) >= 6
        and (len(content) - 6) % 16 == 0
        and int.from_bytes(content[2:6], "little") == len(content) - 6
    )


def parse_compression(head: bytes) -> str:
    """The name of a chunk's compression, from its first bytes; empty if it is not compressed."""
    text = _parse_string(head, _CHUNK.size)
    return text[0] if text and text[0] in COMPRESSIONS else ""


def has_chunk_lengths(head: bytes, length: int) -> bool:
    """Return whether the first bytes of a chunk agree with the length of its record."""
    text = _parse_string(head, _CHUNK.size)
    if text is None or text[0] not in {"", *COMPRESSIONS} or len(head) < text[1] + 8:
        return False
    content_bytes = int.from_bytes(head[text[1] : text[1] + 8], "little")
    whole_bytes = _CHUNK.unpack_from(head)[2]
    return text[1] + 8 + content_bytes == length and (bool(text[0]) or whole_bytes == content_bytes)


def parse_chunk(content: bytes) -> Chunk | None:
    """The content of an uncompressed chunk record, or None if its lengths or checksum are wrong."""
    position = _CHUNK.size + 4 + 8
    if len(content) < position or parse_compression(content) or not has_chunk_lengths(content, len(content)):
        return None
    checksum = _CHUNK.unpack_from(content)[3]
    if checksum and zlib.crc32(memoryview(content)[position:]) != checksum:
        return None
    return _parse_messages(content, position, has_checksum=bool(checksum))


def _parse_messages(content: bytes, position: int, *, has_checksum: bool) -> Chunk | None:
    topics: dict[int, str] = {}
    messages: list[tuple[int, bytes]] = []
    times_ns: list[tuple[int, int]] = []
    while position < len(content):
        if len(content) < position + RECORD.size:
            return None
        opcode, length = RECORD.unpack_from(content, position)
        position += RECORD.size
        stop = position + length
        if stop > len(content):
            return None
        if opcode == MESSAGE and length >= _MESSAGE.size:
            channel, _, log_ns, publish_ns = _MESSAGE.unpack_from(content, position)
            messages.append((channel, content[position + _MESSAGE.size : stop]))
            times_ns.append((publish_ns, log_ns))
        elif opcode == CHANNEL and length >= 8:
            topic = _parse_string(content, position + 4)
            topics[int.from_bytes(content[position : position + 2], "little")] = topic[0] if topic else ""
        position = stop
    first_ns = min((publish for publish, _ in times_ns), default=0)
    last_ns = max((log for _, log in times_ns), default=0)
    return Chunk(topics, messages, first_ns, last_ns, has_checksum)


def _parse_string(content: bytes, position: int) -> tuple[str, int] | None:
    """A length-prefixed string and the position behind it; None if it does not fit."""
    start = position + 4
    if len(content) < start:
        return None
    stop = start + int.from_bytes(content[position:start], "little")
    if len(content) < stop:
        return None
    return content[start:stop].decode(errors="replace"), stop
