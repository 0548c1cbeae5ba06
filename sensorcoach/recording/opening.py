"""Open a recording of any format in `all_importers.py`."""

import stat
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.recording.all_importers import IMPORTERS
from sensorcoach.recording.recordings import Recording

_SNIFFED_BYTES = 512
"""Bytes from the beginning of a file that decide about its format."""


def open_recording(path: str | Path) -> Recording:
    """Recognise the format of a file and open it.

    Raises InputError: no such file, a folder or a pipe, not readable, empty, an unknown format, or wrong content.
    """
    path = Path(path)
    if "\0" in str(path):
        raise InputError("no_such_file", f"There is no file {path}: no name contains a zero byte.", "Check the name.")
    try:
        return _open(path)
    except FileNotFoundError:
        raise InputError("no_such_file", f"There is no file {path}.", _suggest_path(path)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            "unreadable_file", f"{path} cannot be read: {reason}.", "Check the file's permissions."
        ) from error


def _open(path: Path) -> Recording:
    head = _read_head(path)
    for importer in IMPORTERS:
        if importer.sniff(head, path.name):
            return importer.open(path)
    *first, last = (importer.description for importer in IMPORTERS)
    raise InputError(
        "unknown_format", f"The format of {path} is unknown.", f"sensorcoach reads {', '.join(first)} and {last}."
    )


def _read_head(path: Path) -> bytes:
    if path.is_dir():
        raise InputError("is_a_folder", f"{path} is a folder, not a recording.", "Name the files in it.")
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError(
            "not_a_file",
            f"{path} is a pipe or a device, which can be read only once; a recording is read several times.",
            "Save it to a file first, and name that.",
        )
    with path.open("rb") as stream:
        head = stream.read(_SNIFFED_BYTES)
    if not head:
        raise InputError("empty_file", f"{path} is empty.", "Record again, or look for the original file.")
    return head


def _suggest_path(path: Path) -> str:
    folder = path.parent
    return "Check the name." if folder.is_dir() else f"There is no folder {folder} either; check the path."
