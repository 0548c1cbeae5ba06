"""The one place through which a command writes to the terminal: whatever a name holds, no control sign gets out."""

import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TextIO

from sensorcoach.safe_text import make_safe


class SafeStream:
    """A text stream that writes control signs out; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        self._stream.write(make_safe(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def clear_lines(self, count: int) -> None:
        """Clear the last `count` lines and everything below, for a list that is drawn again in its place."""
        self._stream.write(f"\x1b[{count}A\x1b[J")


@contextmanager
def safe_output() -> Generator[None]:
    """Until the end of the block, standard output and standard error are safe."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = SafeStream(sys.stdout), SafeStream(sys.stderr)  # pyright: ignore[reportAttributeAccessIssue]  # as a TextIO
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def clear_lines(count: int) -> None:
    """Clear the last lines of standard output, where it is a terminal that can."""
    stream: object = sys.stdout
    if isinstance(stream, SafeStream):
        stream.clear_lines(count)
