"""The file of a live recording, which goes on in a new file where the old one can no longer be trusted.

That is the case after a write error, and where another program has deleted, replaced or changed the file. Packets are
confirmed once `write` has returned: they are on the disk, in a file that has its name.
"""

import contextlib
import errno
import os
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import IO

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.storage import create_private_file, make_private_folder, sync_folder

_FULL = frozenset({errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""Errors that a new file on the same disk would meet, too."""
_MAX_FILES = 100
"""Most files of one session. It limits the harm of a program that deletes each of them."""


class RecordingFile:
    """Writes packets to a new file at `path`, or beside it under the next free name. Only its owner can read the file.

    `report` receives a line for each change of the file. It may be called from any thread that calls `write`.
    """

    def __init__(self, path: Path, report: Callable[[str], None]) -> None:
        self.path = path
        """The path of the current file, or the wanted one before the first write."""
        self._wanted = path
        self._report = report
        self._writer: RecordingWriter | None = None
        self._description: Description | None = None
        """The description in the current file."""
        self.left = ""
        """Why the latest file was left, until a new one is open; then empty."""
        self.was_left = False
        """Whether any file was left."""
        self._size = 0
        """Length of the current file after the latest write."""
        self._has_packets = False
        """Whether the current file contains confirmed packets."""
        self._files = 0

    @property
    def is_open(self) -> bool:
        """Whether there is a file."""
        return self._writer is not None

    def write(self, packets: Sequence[Packet], description: Description) -> None:
        """Write packets and wait for the disk. Raises OSError where neither this file nor a new one can be written."""
        self._check()
        if self._writer is None and not packets:
            return
        try:
            self._append(packets, description)
        except OSError as error:
            if error.errno in _FULL or self._files >= _MAX_FILES:
                raise
            self._leave(f"cannot be written: {error.strerror or error}")
            self._append(packets, description)
        if self._check() and packets:
            self._append(packets, description)

    def close(self) -> None:
        """Write the index and close the file. Raises OSError; confirmed packets remain readable even then."""
        if self._writer is not None:
            self._writer.close()

    def _append(self, packets: Sequence[Packet], description: Description) -> None:
        writer = self._writer or self._open(description)
        if description != self._description:
            writer.describe(description)
            self._description = description
        writer.write(packets)
        writer.flush()
        self._size = writer.size
        self._has_packets = self._has_packets or bool(packets)

    def _open(self, description: Description) -> RecordingWriter:
        if self._files >= _MAX_FILES:
            raise OSError(errno.EIO, f"{_MAX_FILES} files were lost")
        self._files += 1
        make_private_folder(self._wanted.parent)
        stream = self._create()
        try:
            writer = RecordingWriter.begin(stream, description)
        except OSError:
            with contextlib.suppress(OSError):
                self.path.unlink()
            raise
        sync_folder(self.path.parent)
        self._writer, self._description, self._size, self._has_packets = writer, description, writer.size, False
        self._report_change()
        return writer

    def _create(self) -> IO[bytes]:
        """Create the file under the wanted name or the next free one. A lost file's name is not used again."""
        for number in count(2 if self.left else 1):
            path = self._wanted if number == 1 else self._wanted.with_stem(f"{self._wanted.stem}_{number}")
            with contextlib.suppress(FileExistsError):
                stream = create_private_file(path)
                self.path = path
                return stream
        raise AssertionError  # the numbers never end

    def _report_change(self) -> None:
        if self.left:
            self._report(f"{self.left}. Recording continues in {self.path}.")
        elif self.path != self._wanted:
            self._report(f"{self._wanted} exists already. Recording to {self.path}.")
        self.left = ""

    def _check(self) -> bool:
        """Leave the current file where another program has spoiled it. Return whether it was left."""
        fault = self._find_fault()
        if fault:
            self._leave(f"was {fault} by another program")
        return bool(fault)

    def _find_fault(self) -> str:
        """The harm that another program did to the current file, empty without any."""
        if self._writer is None:
            return ""
        own = os.fstat(self._writer.fileno())
        try:
            named = self.path.stat()
        except FileNotFoundError:
            return "deleted"
        except OSError:
            return ""  # no access to the folder says nothing about the file
        if (named.st_dev, named.st_ino) != (own.st_dev, own.st_ino):
            return "replaced"
        if own.st_size != self._size:
            return "cut off" if own.st_size < self._size else "changed"
        return ""

    def _leave(self, reason: str) -> None:
        """Close the current file without another word to it. A file without packets is removed, if it is still ours."""
        self.left = f"{self.path} {reason}"
        self.was_left = True
        writer, self._writer = self._writer, None
        if writer is None:
            return
        with contextlib.suppress(OSError):
            own, named = os.fstat(writer.fileno()), self.path.stat()
            if not self._has_packets and (own.st_dev, own.st_ino) == (named.st_dev, named.st_ino):
                self.path.unlink()
        writer.abandon()
