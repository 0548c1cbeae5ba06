"""Keep the index of a recording in an eighth of the memory while it is written (mcap 1.3 to 1.4).

The writer of the mcap package keeps an object of 560 bytes for each chunk until the file is closed. At a chunk a second
these are 16 MB in eight hours, the only memory that grows with a session. `PackedIndex` keeps the same numbers in an
array and makes the objects one by one when the index is written. A later version of the writer that keeps its index
elsewhere is not changed.
"""

from array import array
from collections.abc import Iterator

from mcap.records import ChunkIndex
from mcap.writer import Writer

_KEPT_IN = "_Writer__chunk_indices"
"""The private attribute of the writer that holds its index."""


class PackedIndex:
    """A packed stand-in for the list of chunk entries: supports `append` and iteration."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._compression = ""
        """The same for all chunks."""

    def append(self, entry: ChunkIndex) -> None:
        """Add the entry of one chunk."""
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


def pack_index(writer: Writer) -> None:
    """Make a writer that has not written a chunk keep its index packed."""
    if getattr(writer, _KEPT_IN, None) == []:
        setattr(writer, _KEPT_IN, PackedIndex())
