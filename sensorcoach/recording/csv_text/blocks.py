"""Read a text file of any usual encoding and line end in blocks of whole lines, as bytes with newlines."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO

BLOCK_BYTES = 1 << 20
"""Bytes of text read at a time. A longer line is split."""


def find_utf16(head: bytes) -> str | None:
    """Return the name of the UTF-16 encoding in which a text begins with these bytes; None for any other."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) >= 4 and head[1] == head[3] == 0 and head[0] and head[2]:
        return "utf-16-le"
    if len(head) >= 4 and head[0] == head[2] == 0 and head[1] and head[3]:
        return "utf-16-be"
    return None


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield the file in blocks of whole lines that end with a newline; the last line may lack it.

    UTF-16 becomes UTF-8. A byte order mark is left out. Other encodings stay: numbers look alike in all of them.
    """
    with path.open("rb") as stream:
        rest = b""
        for data in _unify_line_ends(_read_text(stream)):
            text = rest + data
            end = text.rfind(b"\n") + 1
            if not end and len(text) >= BLOCK_BYTES:
                end = len(text)
            rest = text[end:]
            if end:
                yield text[:end]
        if rest:
            yield rest


def _read_text(stream: IO[bytes]) -> Iterator[bytes]:
    data = stream.read(BLOCK_BYTES)
    encoding = find_utf16(data)
    if encoding:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        while data:
            yield decoder.decode(data).encode("utf-8", errors="replace")
            data = stream.read(BLOCK_BYTES)
        return
    data = data.removeprefix(codecs.BOM_UTF8)
    while data:
        yield data
        data = stream.read(BLOCK_BYTES)


def _unify_line_ends(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Turn CR and CR LF into newlines. A CR at the end of a chunk waits for the next chunk."""
    held = b""
    for data in chunks:
        text = held + data
        held = b"\r" if text.endswith(b"\r") else b""
        if held:
            text = text[:-1]
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if text:
            yield text
    if held:
        yield b"\n"
