"""The user data directory, files that only their owner can read, and atomic file writes.

After a crash during an atomic write, either the old or the new file exists. Windows has no file modes: there, every
file counts as private.
"""

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import IO

from platformdirs import user_data_path

from sensorcoach.errors import InputError

FOLDER_VARIABLE = "SENSORCOACH_DATA"
"""Environment variable that replaces the platform's data folder."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_HAS_MODES = os.name == "posix"


def data_folder() -> Path:
    """The folder of the user's data; it may not exist yet."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else user_data_path("sensorcoach")


def make_private_folder(folder: Path) -> None:
    """Make a folder and its parents; only the owner can enter the new ones. Raises OSError."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=stat.S_IRWXU, exist_ok=True)


def create_private_file(path: Path) -> IO[bytes]:
    """Create a file that only its owner can read, and open it for writing.

    Raises FileExistsError where there is one, or another OSError.
    """
    return open(path, "xb", opener=_open_private)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)


def sync_folder(folder: Path) -> None:
    """Write a folder to the disk, so that a power loss does not take the name of a new file. Never fails."""
    if _HAS_MODES:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def is_private(path: Path) -> bool:
    """Return whether only the owner can access a file or folder. Raises OSError."""
    return not _HAS_MODES or not path.stat().st_mode & _OTHERS


def read_private_text(path: Path) -> str:
    """Return the text of a file that must be private.

    Raises InputError for a file that others can read, OSError, and UnicodeDecodeError.
    """
    if not is_private(path):
        raise InputError(
            "readable_by_others",
            f"Other users of this computer can read {path}, which contains a secret.",
            f"Delete it to get a new secret, or run: chmod 600 {path}",
        )
    return path.read_text(encoding="utf-8")


def tighten_folder(folder: Path, pattern: str) -> str:
    """Make a folder and its files private. Return a notice if others had access to any of them, else an empty text.

    `pattern`: the names of the files. Links are not followed.
    """
    if not folder.is_dir():
        return ""
    try:
        tightened = [path for path in (folder, *sorted(folder.glob(pattern))) if _tighten(path)]
    except OSError as error:
        return f"Other users may be able to read {folder}: {error.strerror}."
    if not tightened:
        return ""
    return f"Other users could read {folder}. Now only you can read it ({len(tightened)} entries changed)."


def _tighten(path: Path) -> bool:
    """Make a file or folder private. Return whether this changed it."""
    if not _HAS_MODES or path.is_symlink() or is_private(path):
        return False
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    return True


def atomic_write_text(path: Path, text: str) -> None:
    """Write a private text file in one step: first to a temporary file beside it, flushed to disk. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
