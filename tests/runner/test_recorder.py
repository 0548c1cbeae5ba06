"""The recorder of live sessions."""

import asyncio
import signal
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import Self

import pytest

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.runner.live.recorder import Recorder, record_packets

DESCRIPTION = Description("witmotion", 100.0)
ROOT = Path(__file__).parents[2]


class _Source:
    """Yields `count` packets at once, then one more when it is closed."""

    def __init__(self, count: int) -> None:
        self.packets = [Packet(0.01 * number, bytes((number % 256,))) for number in range(count)]
        self.closed = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Packet:
        if self.packets:
            return self.packets.pop(0)
        if self.closed:
            raise StopAsyncIteration
        await asyncio.Event().wait()
        raise AssertionError

    async def aclose(self) -> None:
        self.closed = True
        self.packets.append(Packet(9.0, b"down", "link"))


def _read(path: Path) -> list[Packet]:
    recording = open_recording(path)
    assert isinstance(recording, PacketRecording)
    return [packet for group in recording.packets() for packet in group]


async def _until_crash(source: _Source, recorder: Recorder, count: int) -> None:
    async with aclosing(record_packets(source, recorder, print)) as packets:
        async for _ in packets:
            count -= 1
            if not count:
                raise ZeroDivisionError


def test_received_packets_are_recorded_even_in_a_crash(tmp_path: Path):
    """After a bug in the middle of a set, the recording is complete, with the sensor's last packets."""
    recorder = Recorder(tmp_path / "new" / "session.mcap", lambda: DESCRIPTION, print)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(_until_crash(_Source(500), recorder, 300))
    packets = _read(recorder.path)
    assert [packet.arrival_s for packet in packets[:300]] == [0.01 * number for number in range(300)]
    assert packets[-1] == Packet(9.0, b"down", "link")
    assert recorder.is_written


def test_nowhere_to_write(tmp_path: Path):
    """A folder without write access is reported once; the session continues."""
    (tmp_path / "file").write_text("")
    said: list[str] = []
    recorder = Recorder(tmp_path / "file" / "session.mcap", lambda: DESCRIPTION, said.append)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(_until_crash(_Source(500), recorder, 400))
    assert len(said) == 1
    assert "cannot be written" in said[0]
    assert not recorder.is_written


def test_the_disk_is_full(tmp_path: Path):
    """A full disk is reported once, and the data before it remains."""
    said: list[str] = []
    recorder = Recorder(tmp_path / "session.mcap", lambda: DESCRIPTION, said.append)
    recorder.take(Packet(0.0, b"first"))
    recorder.write()
    writer = recorder._file._writer
    assert writer is not None

    def full() -> None:
        raise OSError(28, "No space left on device")

    writer.flush = full
    for number in range(1, 3):
        recorder.take(Packet(0.1 * number, b"more"))
        recorder.write()
    assert len(said) == 1
    assert said[0].startswith(f"{recorder.path} cannot be written: No space left on device. Recording has stopped")
    assert not recorder._waiting
    recorder.close()
    assert _read(recorder.path)[0] == Packet(0.0, b"first")


def test_a_recording_is_never_written_over(tmp_path: Path):
    """An existing file is not changed."""
    path = tmp_path / "session.mcap"
    path.write_text("mine")
    said: list[str] = []
    recorder = Recorder(path, lambda: DESCRIPTION, said.append)
    recorder.take(Packet(0.0, b"x"))
    recorder.close()
    assert path.read_text() == "mine"
    assert "exists" in said[0]


_CHILD = """
import asyncio, sys
from pathlib import Path
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.runner.live.recorder import Recorder, record_packets

class Source:
    def __aiter__(self): return self
    async def __anext__(self):
        await asyncio.sleep(0.01)
        return Packet(asyncio.get_running_loop().time() - start_s, b"bytes")
    async def aclose(self): pass

async def main():
    global start_s
    start_s = asyncio.get_running_loop().time()
    recorder = Recorder(Path(sys.argv[1]), lambda: Description("witmotion", 100.0), print)
    async for packet in record_packets(Source(), recorder, print):
        print(packet.arrival_s, flush=True)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_kill_9_costs_two_seconds_at_most(tmp_path: Path):
    """After a power loss, the file is readable up to two seconds before it."""
    path = tmp_path / "session.mcap"
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(path)], stdout=subprocess.PIPE, cwd=ROOT, text=True)  # noqa: S603 - ourselves
    assert child.stdout is not None
    last_s = 0.0
    for line in child.stdout:
        last_s = float(line)
        if last_s > 2.8:
            break
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.wait()
    child.stdout.close()
    last_s = float(rest[-2]) if len(rest) > 1 else last_s
    packets = _read(path)
    assert packets[0].arrival_s < 0.5
    assert last_s - packets[-1].arrival_s <= 2.0
    recording = open_recording(path)
    assert "cut off" in recording.notices[0]


def test_no_file_without_a_packet(tmp_path: Path):
    """A sensor that was never found leaves no empty recording."""
    recorder = Recorder(tmp_path / "session.mcap", lambda: DESCRIPTION, print)
    recorder.close()
    assert not recorder.path.exists()


def test_the_first_packet_is_on_the_disk_while_the_screen_is_busy(tmp_path: Path):
    """The first packet is written at once, although the event loop does nothing but draw."""
    recorder = Recorder(tmp_path / "session.mcap", lambda: DESCRIPTION, print)

    async def run() -> list[Packet]:
        async with aclosing(record_packets(_Source(1), recorder, lambda _: None)) as packets:
            await anext(packets)
            for _ in range(1000):
                time.sleep(0.01)  # noqa: ASYNC251 - a blocked event loop is the point
                if recorder.path.exists() and (found := _read(recorder.path)):
                    return found
        return []

    assert asyncio.run(run()) == [Packet(0.0, b"\0")]
