"""Faults of the disk, and other programs that touch the file of a live recording."""

import errno
import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.killed_sessions import MAX_LOST_S, measure_losses_s
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.runner.live import recording_file
from sensorcoach.runner.live.recorder import Recorder
from sensorcoach.storage import create_private_file

DESCRIPTION = Description("witmotion", 100.0)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes and keeps open files")


class Disk:
    """Counts the calls of one operation. The calls from number `first` to `last` fail with `code`."""

    def __init__(self, operation: str, first: int, last: int, code: int = errno.EIO) -> None:
        self.operation = operation
        self.first, self.last, self.code = first, last, code
        self.calls = 0

    def call(self, operation: str) -> None:
        """Count a call, and let it fail in its turn."""
        self.calls += operation == self.operation
        if operation == self.operation and self.first <= self.calls <= self.last:
            raise OSError(self.code, os.strerror(self.code))

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put this disk under the recorder."""
        fsync = os.fsync

        def sync(handle: int) -> None:
            self.call("fsync")
            fsync(handle)

        def create(path: Path) -> io.BufferedIOBase:
            self.call("open")
            return _Stream(path, self)

        monkeypatch.setattr("os.fsync", sync)
        monkeypatch.setattr(recording_file, "create_private_file", create)


class _Stream(io.BufferedIOBase):
    """A file on such a disk."""

    def __init__(self, path: Path, disk: Disk) -> None:
        super().__init__()
        self._file = create_private_file(path)
        self._disk = disk

    def write(self, data: object) -> int:
        self._disk.call("write")
        assert isinstance(data, bytes | bytearray)
        return self._file.write(data)

    def flush(self) -> None:
        if not self.closed:
            self._disk.call("flush")
            self._file.flush()

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._file.close()


def _batch(number: int) -> list[Packet]:
    return [Packet(number + 0.1 * k, bytes([number, k])) for k in range(10)]


def _record(path: Path, seconds: int, said: list[str]) -> Recorder:
    """Record a short session with a write each second."""
    recorder = Recorder(path, lambda: DESCRIPTION, said.append)
    for number in range(seconds):
        _write(recorder, number)
    recorder.close()
    return recorder


def _write(recorder: Recorder, number: int) -> None:
    for packet in _batch(number):
        recorder.take(packet)
    recorder.write()


def _read_all(folder: Path) -> set[Packet]:
    """All packets of all recordings in a folder."""
    readers = [RecordingReader(path) for path in folder.glob("*.mcap")]
    return {packet for reader in readers for group in reader.packets() for packet in group}


@pytest.mark.parametrize("operation", ["open", "write", "flush", "fsync"])
def test_each_call_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str):
    """Whichever call fails, one line reports it, the recording goes on, and no packet is lost."""
    expected = {packet for number in range(3) for packet in _batch(number)}
    for turn in range(1, 200):
        disk = Disk(operation, turn, turn)
        folder = tmp_path / str(turn)
        said: list[str] = []
        with monkeypatch.context() as patch:
            disk.install(patch)
            _record(folder / "session.mcap", 3, said)
        assert _read_all(folder) == expected
        assert len(said) <= 1
        assert all("cannot be written: " in line for line in said)
        if disk.calls < turn:
            assert not said
            return
    pytest.fail("the session has more calls than expected")


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("operation", ["open", "write", "flush", "fsync"])
def test_a_disk_that_fails_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str, code: int):
    """From some call on everything fails: one line reports it, the session ends cleanly, written packets remain."""
    for turn in range(1, 40, 3):
        disk = Disk(operation, turn, sys.maxsize, code)
        folder = tmp_path / str(turn)
        said: list[str] = []
        confirmed: set[Packet] = set()
        with monkeypatch.context() as patch:
            disk.install(patch)
            recorder = Recorder(folder / "session.mcap", lambda: DESCRIPTION, said.append)
            for number in range(3):
                _write(recorder, number)
                confirmed |= set() if recorder.error else set(_batch(number))
            recorder.close()
        assert confirmed <= _read_all(folder)
        assert len(said) == (recorder.error is not None)
        assert recorder.is_written == (recorder.error is None)


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    other = path.with_suffix(".other")
    other.write_bytes(b"other")
    other.replace(path)


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(100)


def _extend(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


@posix_only
@pytest.mark.parametrize(
    ("spoil", "word"), [(_delete, "deleted"), (_replace, "replaced"), (_cut, "cut off"), (_extend, "changed")]
)
def test_another_program_spoils_the_file(tmp_path: Path, spoil: Callable[[Path], None], word: str):
    """A recording that another program touches is reported at once, and the session goes on in a new file."""
    said: list[str] = []
    path = tmp_path / "session.mcap"
    recorder = Recorder(path, lambda: DESCRIPTION, said.append)
    _write(recorder, 0)
    spoil(path)
    _write(recorder, 1)
    _write(recorder, 2)
    recorder.close()
    assert said == [f"{path} was {word} by another program. Recording continues in {tmp_path / 'session_2.mcap'}."]
    assert recorder.notice == said[0]
    assert recorder.path == tmp_path / "session_2.mcap"
    assert recorder.is_written
    reader = RecordingReader(recorder.path)
    assert [packet for group in reader.packets() for packet in group] == _batch(1) + _batch(2)
    assert reader.description == DESCRIPTION


@posix_only
def test_deleted_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file that is deleted during a write costs nothing of that write."""
    path = tmp_path / "session.mcap"
    recorder = Recorder(path, lambda: DESCRIPTION, lambda _: None)
    _write(recorder, 0)
    fsync = os.fsync

    def delete_and_sync(handle: int) -> None:
        path.unlink(missing_ok=True)
        fsync(handle)

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", delete_and_sync)
        _write(recorder, 1)
    recorder.close()
    assert _read_all(tmp_path) == set(_batch(1))


@posix_only
def test_deleted_at_the_end(tmp_path: Path):
    """A file that is deleted after its last packet is reported, and no empty one takes its place."""
    said: list[str] = []
    path = tmp_path / "session.mcap"
    recorder = Recorder(path, lambda: DESCRIPTION, said.append)
    _write(recorder, 0)
    path.unlink()
    recorder.close()
    assert said == [f"{path} was deleted by another program."]
    assert not list(tmp_path.iterdir())
    assert not recorder.is_written


def test_two_sessions_of_the_same_name(tmp_path: Path):
    """Two phones of one name that start in the same second are both recorded, under different names."""
    said: list[str] = []
    recorders = [Recorder(tmp_path / "phone.mcap", lambda: DESCRIPTION, said.append) for _ in range(3)]
    for number, recorder in enumerate(recorders):
        _write(recorder, number)
    for recorder in recorders:
        recorder.close()
    assert [recorder.path.name for recorder in recorders] == ["phone.mcap", "phone_2.mcap", "phone_3.mcap"]
    assert _read_all(tmp_path) == {packet for number in range(3) for packet in _batch(number)}
    assert len(said) == 2
    assert not any(recorder.notice for recorder in recorders)


@posix_only
def test_recordings_are_private(tmp_path: Path):
    """Only the owner can read a recording and enter the new folders around it."""
    recorder = _record(tmp_path / "new" / "folder" / "session.mcap", 1, [])
    assert stat.S_IMODE(recorder.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(recorder.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(recorder.path.parent.parent.stat().st_mode) == 0o700


def test_the_agreed_rate_replaces_the_requested_one(tmp_path: Path):
    """The file exists before the sensor has agreed on a rate; a replay uses the agreed one."""
    rates_hz = [50.0]
    recorder = Recorder(tmp_path / "a.mcap", lambda: Description("witmotion", rates_hz[0]), print)
    _write(recorder, 0)
    assert RecordingReader(recorder.path).description == Description("witmotion", 50.0)
    rates_hz[0] = 100.0
    _write(recorder, 1)
    assert RecordingReader(recorder.path).description == Description("witmotion", 100.0)
    recorder.close()
    reader = RecordingReader(recorder.path)
    assert reader.description == Description("witmotion", 100.0)
    assert reader.notices == []


@posix_only
def test_killed_sessions(tmp_path: Path):
    """Sessions that are killed at random moments leave a file each, and lose two seconds at most."""
    assert max(measure_losses_s(4, tmp_path, at_once=2)) <= MAX_LOST_S
