"""The index of a long recording while it is written, in an eighth of the memory (mcap 1.3 to 1.4).

The writer of the mcap package keeps an object of 560 bytes for each chunk until the file is closed. A chunk a second,
for a session left running overnight that is the only thing that grows with time: 16 MB in eight hours. Here the same
numbers lie in an array, and become objects again one by one when the index is written. A writer that keeps its index
elsewhere, in a version to come, is left as it is.
"""

from array import array
from collections.abc import Iterator

from mcap.records import ChunkIndex
from mcap.writer import Writer

_KEPT_IN = "_Writer__chunk_indices"


class PackedIndex:
    """What a list of the chunks' entries is asked to do: be appended to, and gone through."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._compression = ""
        """Of all chunks alike."""

    def append(self, entry: ChunkIndex) -> None:
        """One more chunk."""
        self._compression = entry.compression
        self._numbers.extend(
            (
                entry.chunk_length,
                entry.chunk_start_offset,
                entry.compressed_size,
                entry.message_end_time,
                entry.message_index_length,
                entry.message_start_time,
                entry.uncompressed_size,
                len(entry.message_index_offsets),
            )
        )
        for channel, offset in entry.message_index_offsets.items():
            self._numbers.extend((channel, offset))

    def __iter__(self) -> Iterator[ChunkIndex]:
        numbers = iter(self._numbers)
        for length in numbers:
            start, compressed, end, index_length, begin, uncompressed, count = (next(numbers) for _ in range(7))
            yield ChunkIndex(
                chunk_length=length,
                chunk_start_offset=start,
                compression=self._compression,
                compressed_size=compressed,
                message_end_time=end,
                message_index_length=index_length,
                message_index_offsets={next(numbers): next(numbers) for _ in range(count)},
                message_start_time=begin,
                uncompressed_size=uncompressed,
            )


def keep_index_packed(writer: Writer) -> None:
    """From now on this writer, which has written nothing yet, keeps its index so."""
    if getattr(writer, _KEPT_IN, None) == []:
        setattr(writer, _KEPT_IN, PackedIndex())
