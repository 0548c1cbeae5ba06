"""Record a live session. A power loss costs at most two seconds of data; a full disk does not end the session.

A thread writes to the disk, so that the event loop never waits for it.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.runner.live.connector import ClosingSource, Echo

FLUSH_S = 1.0
"""Time between two writes to the disk."""
_MAX_WAITING = 200_000
"""Most packets in memory while the disk hangs: some minutes of the fastest sensor."""


class Recorder:
    """Appends packets to a new file at `path`. The file is made as soon as `describe` returns a description.

    The first write error is shown with `echo`; afterwards packets are discarded.
    """

    def __init__(self, path: Path, describe: Callable[[], Description | None], echo: Echo) -> None:
        self.path = path
        self.error: OSError | None = None
        """The write error that ended the recording, None without one."""
        self._describe = describe
        self._echo = echo
        self._waiting: deque[Packet] = deque()
        """Packets that are not written yet."""
        self._writer: RecordingWriter | None = None
        self._description: Description | None = None
        """Description for the head of the file, None until it is known."""
        self._closed = False
        self._lock = threading.Lock()
        """Allows one thread at a time to write."""

    def take(self, packet: Packet) -> None:
        """Queue a packet for the recording. This never waits and never fails."""
        if self.error is None and len(self._waiting) < _MAX_WAITING:
            self._waiting.append(packet)

    async def keep_writing(self) -> None:
        """Write the queued packets once a second, until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_S)
            self._fetch_description()
            await asyncio.to_thread(self._write_safely)
            self._report_error()

    def write(self) -> None:
        """Write the queued packets and wait for the disk."""
        self._fetch_description()
        self._write_safely()
        self._report_error()

    def _fetch_description(self) -> None:
        """Get the description. Only the event loop may call this, not the writing thread."""
        if self._description is None and self._waiting:
            self._description = self._describe()

    def _write_safely(self) -> None:
        with self._lock:
            if self._closed or self.error is not None:
                return
            try:
                self._write()
            except OSError as error:
                self.error = error
                self._waiting.clear()

    def close(self) -> None:
        """Write the remaining packets and the end of the file."""
        self.write()
        with self._lock:
            self._closed = True
            if self._writer is None:
                return
            try:
                self._writer.close()
            except OSError as error:
                self.error = self.error or error

    @property
    def is_written(self) -> bool:
        """Whether a file exists and is complete."""
        return self._writer is not None and self.error is None

    def _write(self) -> None:
        if self._writer is None and self._description is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = RecordingWriter.create(self.path, self._description)
        if self._writer is not None:
            packets = [self._waiting.popleft() for _ in range(len(self._waiting))]
            self._writer.write(packets)
            self._writer.flush()

    def _report_error(self) -> None:
        if self.error is not None and self._echo is not _ignore:
            reason = self.error.strerror or str(self.error)
            self._echo(f"{self.path} cannot be written: {reason}. Recording has stopped.")
            self._echo = _ignore


def _ignore(line: str) -> None:
    """Replaces `echo` after the error was shown."""
    del line


async def record_packets(
    source: ClosingSource, recorder: Recorder | None, on_late_packet: Callable[[Packet], None]
) -> AsyncGenerator[Packet, None]:
    """Yield the packets of the source, each after the recorder has received it.

    At the end, close the source, record its remaining packets, pass them to `on_late_packet`, and close the file.
    """
    async with _write_in_background(recorder) if recorder else nullcontext():
        try:
            async for packet in source:
                _record(packet, recorder)
                yield packet
        finally:
            await source.aclose()
            async for packet in source:
                _record(packet, recorder)
                on_late_packet(packet)


def _record(packet: Packet, recorder: Recorder | None) -> None:
    if recorder:
        recorder.take(packet)


@asynccontextmanager
async def _write_in_background(recorder: Recorder) -> AsyncGenerator[None]:
    """Write during the block and close the recorder after it. Raises an unexpected error of the writer."""
    writing = asyncio.create_task(recorder.keep_writing(), name="sensorcoach-recorder")
    try:
        yield
    finally:
        failed = writing.exception() if writing.done() and not writing.cancelled() else None
        writing.cancel()
        recorder.close()
        if failed is not None:
            raise failed
