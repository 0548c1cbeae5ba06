"""Stored files are private, and a failed write leaves the old file."""

import os
import stat
import sys
from functools import partial
from pathlib import Path
from typing import Self

import pytest

from sensorcoach.errors import InputError
from sensorcoach.storage import (
    atomic_write_text,
    create_private_file,
    is_private,
    make_private_folder,
    read_private_text,
    tighten_folder,
)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix_only
def test_new_files_and_folders_are_private(tmp_path: Path):
    """Only the owner can enter new folders and read new files; folders that exist stay as they are."""
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "a" / "b")
    create_private_file(tmp_path / "a" / "b" / "one").close()
    atomic_write_text(tmp_path / "a" / "two", "text")
    assert [_mode(tmp_path / name) for name in ("a", "a/b", "a/b/one", "a/two")] == [0o700, 0o700, 0o600, 0o600]
    assert _mode(tmp_path) == 0o755
    with pytest.raises(FileExistsError):
        create_private_file(tmp_path / "a" / "two")


@posix_only
def test_old_files_are_made_private_once(tmp_path: Path):
    """Files of older versions that others can read are made private with one notice; links are not followed."""
    folder = tmp_path / "recordings"
    folder.mkdir(mode=0o755)
    elsewhere = tmp_path / "elsewhere.mcap"
    for path in (folder / "a.mcap", folder / "b.mcap", folder / "other.txt", elsewhere):
        path.write_text("x")
        path.chmod(0o644)
    (folder / "b.mcap").chmod(0o600)
    (folder / "link.mcap").symlink_to(elsewhere)
    notice = tighten_folder(folder, "*.mcap")
    assert notice == f"Other users could read {folder}. Now only you can read it (2 entries changed)."
    assert [_mode(folder), _mode(folder / "a.mcap"), _mode(elsewhere)] == [0o700, 0o600, 0o644]
    assert tighten_folder(folder, "*.mcap") == ""
    assert tighten_folder(tmp_path / "missing", "*") == ""


@posix_only
def test_files_of_another_user_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where the mode cannot be changed, a notice says that others may read the folder."""
    tmp_path.chmod(0o755)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    assert tighten_folder(tmp_path, "*") == f"Other users may be able to read {tmp_path}: Operation not permitted."


@posix_only
def test_a_secret_that_others_can_read_is_refused(tmp_path: Path):
    """A file with a secret is read only while it is private, and the error names the remedy."""
    path = tmp_path / "token"
    atomic_write_text(path, "secret")
    assert is_private(path)
    assert read_private_text(path) == "secret"
    path.chmod(0o640)
    assert not is_private(path)
    with pytest.raises(InputError, match=f"chmod 600 {path}"):
        read_private_text(path)


def _fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


class _FullFile:
    """A text file whose call of one name fails."""

    def __init__(self, handle: int, mode: str, *, encoding: str, failing: str) -> None:
        del mode, encoding
        self._handle = handle
        self._failing = failing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    def write(self, text: str) -> None:
        if self._failing == "write":
            _fail()
        os.write(self._handle, text.encode())

    def flush(self) -> None:
        if self._failing == "flush":
            _fail()


@pytest.mark.parametrize("call", ["write", "flush", "fsync", "rename"])
def test_each_call_of_an_atomic_write_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str):
    """Whichever call fails, the old file is whole, and no temporary file remains."""
    path = tmp_path / "file"
    atomic_write_text(path, "old")
    with monkeypatch.context() as patch:
        if call == "fsync":
            patch.setattr("os.fsync", _fail)
        elif call == "rename":
            patch.setattr(Path, "replace", _fail)
        else:
            patch.setattr("os.fdopen", partial(_FullFile, failing=call))
        with pytest.raises(OSError, match="No space left"):
            atomic_write_text(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
