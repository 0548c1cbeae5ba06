"""Records a live session as it comes: pulling the plug costs two seconds at most, and a full disk not the session.

Writing waits for the disk, so it is done in a thread; the event loop only hands packets over.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Protocol, Self

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.writer import RecordingWriter

FLUSH_S = 1.0
"""Packets wait for the disk so long."""
_MOST_WAITING = 200_000
"""Packets, should the disk hang: some minutes of the fastest sensor."""

Say = Callable[[str], None]


class Recorder:
    """Appends packets to a new file at `path`, which is made when `describe` first knows what to write at its head.

    What keeps it from writing is said once; then it takes packets and forgets them.
    """

    def __init__(self, path: Path, describe: Callable[[], Description | None], say: Say) -> None:
        self.path = path
        self.error: OSError | None = None
        """What ended the recording, if it did not end by itself."""
        self._describe = describe
        self._say = say
        self._waiting: deque[Packet] = deque()
        self._writer: RecordingWriter | None = None
        self._description: Description | None = None
        self._closed = False
        self._turn = threading.Lock()
        """Only one thread writes at a time."""

    def take(self, packet: Packet) -> None:
        """Keep this packet; never waits, never fails."""
        if self.error is None and len(self._waiting) < _MOST_WAITING:
            self._waiting.append(packet)

    async def keep_writing(self) -> None:
        """Write what waits, once a second, whether or not anything comes; until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_S)
            self._ask()
            await asyncio.to_thread(self._write_safely)
            self._tell()

    def write(self) -> None:
        """Write what waits, and wait for the disk."""
        self._ask()
        self._write_safely()
        self._tell()

    def _ask(self) -> None:
        """What to write at the head is known to the event loop only, not to a thread."""
        if self._description is None and self._waiting:
            self._description = self._describe()

    def _write_safely(self) -> None:
        with self._turn:
            if self._closed or self.error is not None:
                return
            try:
                self._write()
            except OSError as error:
                self.error = error
                self._waiting.clear()

    def close(self) -> None:
        """Write what is left, and the file's end."""
        self.write()
        with self._turn:
            self._closed = True
            if self._writer is None:
                return
            try:
                self._writer.close()
            except OSError as error:
                self.error = self.error or error

    @property
    def is_written(self) -> bool:
        """Is there a file, and whole?"""
        return self._writer is not None and self.error is None

    def _write(self) -> None:
        if self._writer is None and self._description is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = RecordingWriter.create(self.path, self._description)
        if self._writer is not None:
            packets = [self._waiting.popleft() for _ in range(len(self._waiting))]
            self._writer.write(packets)
            self._writer.flush()

    def _tell(self) -> None:
        if self.error is not None and self._say is not _said:
            reason = self.error.strerror or str(self.error)
            self._say(f"{self.path} cannot be written: {reason}. From here on nothing is recorded.")
            self._say = _said


def _said(line: str) -> None:
    """It has been said."""
    del line


class ClosingSource(Protocol):
    """An asynchronous iterator of packets that is closed, and then gives what is left."""

    def __aiter__(self) -> Self: ...

    async def __anext__(self) -> Packet: ...

    async def aclose(self) -> None: ...


async def record_packets(
    source: ClosingSource, recorder: Recorder | None, left: Callable[[Packet], None]
) -> AsyncGenerator[Packet, None]:
    """The packets of the source, each handed to the recorder, if there is one, before anybody else sees it.

    However it ends, the source is closed first, what is left in it recorded and told to `left`, and the file closed.
    """
    async with _writing(recorder) if recorder else nullcontext():
        try:
            async for packet in source:
                _keep(packet, recorder)
                yield packet
        finally:
            await source.aclose()
            async for packet in source:
                _keep(packet, recorder)
                left(packet)


def _keep(packet: Packet, recorder: Recorder | None) -> None:
    if recorder:
        recorder.take(packet)


@asynccontextmanager
async def _writing(recorder: Recorder) -> AsyncGenerator[None]:
    """Meanwhile the recorder writes; then it is closed. Raises what a mistake of ours made of the writing."""
    writing = asyncio.create_task(recorder.keep_writing(), name="sensorcoach-recorder")
    try:
        yield
    finally:
        failed = writing.exception() if writing.done() and not writing.cancelled() else None
        writing.cancel()
        recorder.close()
        if failed is not None:
            raise failed
