"""The user data directory, and atomic file writes: after a crash either the old or the new file exists."""

import contextlib
import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path

FOLDER_VARIABLE = "SENSORCOACH_DATA"
"""Environment variable that replaces the platform's data folder."""


def data_folder() -> Path:
    """The folder of the user's data; it may not exist yet."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else user_data_path("sensorcoach")


def atomic_write_text(path: Path, text: str) -> None:
    """Write a text file in one step: first to a temporary file beside it, flushed to disk. Raises OSError."""
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
