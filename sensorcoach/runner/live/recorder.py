"""Record a live session. A power loss costs at most two seconds of data; a full disk does not end the session.

A thread of its own writes to the disk: the event loop never waits for the disk, and the disk never waits for a busy
event loop. The first packet is written at once, so that the file exists whatever happens next. Each write waits for the
disk (fsync): four times a second at first, while a session is likely to be interrupted and its file is short, then
once a second. More often would wear flash memory and gain little.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.runner.live.connector import ClosingSource, Echo
from sensorcoach.runner.live.recording_file import RecordingFile

FLUSH_S = 1.0
"""Time between two writes to the disk."""
_EARLY_FLUSH_S = 0.25
"""Time between two writes during the first seconds, and between two looks for messages to show."""
_EARLY_S = 5.0
"""Length of these first seconds."""
_MAX_WAITING = 200_000
"""Most packets in memory while the disk hangs: some minutes of the fastest sensor."""


class Recorder:
    """Appends packets to a new file at `path`. The file is made as soon as `describe` returns a description.

    A later description that differs replaces the first one. A file that is taken, lost or broken is replaced by one
    beside it, and `echo` shows a line. A write error that ends the recording is shown, too; afterwards packets are
    discarded.
    """

    def __init__(self, path: Path, describe: Callable[[], Description | None], echo: Echo) -> None:
        self.error: OSError | None = None
        """The write error that ended the recording, None without one."""
        self.notice = ""
        """The latest line about a lost file, empty without one. A name that was taken is not a fault."""
        self._describe = describe
        self._echo = echo
        self._lines: deque[str] = deque()
        """Lines that are not shown yet."""
        self._file = RecordingFile(path, self._lines.append)
        self._waiting: deque[Packet] = deque()
        """Packets that are not written yet."""
        self._description: Description | None = None
        """Newest description for the file, None until it is known."""
        self._closed = False
        self._lock = threading.Lock()
        """Allows one thread at a time to write."""
        self._has_packets = threading.Event()
        self._stopping = threading.Event()

    @property
    def path(self) -> Path:
        """The path of the current file."""
        return self._file.path

    @property
    def is_written(self) -> bool:
        """Whether a file exists and is complete."""
        return self._file.is_open and self.error is None

    def take(self, packet: Packet) -> None:
        """Queue a packet for the recording. This never waits and never fails."""
        if self.error is None and len(self._waiting) < _MAX_WAITING:
            self._waiting.append(packet)
            if self._description is None:
                self._fetch_description()
            self._has_packets.set()

    def keep_writing(self) -> None:
        """Write the queued packets from the first one on, until `stop` is called. For a thread of its own."""
        self._has_packets.wait()
        begin_s = time.monotonic()
        while not self._stopping.is_set():
            self._write_safely()
            is_early = time.monotonic() - begin_s < _EARLY_S
            self._stopping.wait(_EARLY_FLUSH_S if is_early else FLUSH_S)

    def stop(self) -> None:
        """End `keep_writing`."""
        self._stopping.set()
        self._has_packets.set()

    async def keep_reporting(self) -> None:
        """Update the description and show lines, until cancelled.

        Packets that wait for too long are written, too: a simulated session may be faster than the clock.
        """
        while True:
            await asyncio.sleep(_EARLY_FLUSH_S)
            self._fetch_description()
            if self._waiting and self._waiting[-1].arrival_s - self._waiting[0].arrival_s > FLUSH_S:
                await asyncio.to_thread(self._write_safely)
            self._report()

    def write(self) -> None:
        """Write the queued packets and wait for the disk."""
        self._fetch_description()
        self._write_safely()
        self._report()

    def close(self) -> None:
        """Write the remaining packets and the end of the file."""
        self._fetch_description()
        self._write_safely()
        with self._lock:
            self._closed = True
            if self._file.left and self.error is None:
                self._lines.append(f"{self._file.left}.")
            try:
                self._file.close()
            except OSError as error:
                self._note_error(error, "Its end is missing; everything before it is kept.")
        self._report()

    def _fetch_description(self) -> None:
        """Get the description. Only the event loop may call this, not the writing thread."""
        if self._waiting or self._description is not None:
            self._description = self._describe() or self._description

    def _write_safely(self) -> None:
        with self._lock:
            if self._closed or self.error is not None or self._description is None:
                return
            packets = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not packets and not self._file.is_open:
                return
            try:
                self._file.write(packets, self._description)
            except OSError as error:
                self._note_error(error, "Recording has stopped.")
                self._waiting.clear()

    def _note_error(self, error: OSError, consequence: str) -> None:
        if self.error is None:
            self.error = error
            self._lines.append(f"{self.path} cannot be written: {error.strerror or error}. {consequence}")

    def _report(self) -> None:
        while self._lines:
            line = self._lines.popleft()
            self._echo(line)
            self.notice = line if self._file.was_left else ""


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
    with ThreadPoolExecutor(1, thread_name_prefix="sensorcoach-recorder") as thread:
        writing = thread.submit(recorder.keep_writing)
        reporting = asyncio.create_task(recorder.keep_reporting(), name="sensorcoach-recorder")
        try:
            yield
        finally:
            reporting.cancel()
            recorder.stop()
            try:
                writing.result()
            finally:
                recorder.close()
