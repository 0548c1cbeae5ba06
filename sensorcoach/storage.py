"""Where all that is kept stands, and how a small file is kept whole: either the old or the new one is there."""

import contextlib
import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path

FOLDER_VARIABLE = "SENSORCOACH_DATA"
"""Names another folder than the platform's for all that is kept."""


def data_folder() -> Path:
    """The folder of all that is kept; it need not exist yet."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else user_data_path("sensorcoach")


def atomic_write_text(path: Path, text: str) -> None:
    """Beside its place first, onto the disk, then into its place in one step. Raises OSError."""
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
