"""A program that is ended from outside: by the system, by its terminal, by Ctrl-Z. All of them end in order."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from sensorcoach.packets import LINK_ROLE
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these signals nor pty")

LIVE = """
import asyncio, signal, sys
from sensorcoach.cli import follow_sensor as command
from sensorcoach.runner.live.connector import LiveRequest
from sensorcoach.runner.live.virtual_radio_connector import VirtualRadioConnector
from sensorcoach.runner.options import SessionOptions

class Connector(VirtualRadioConnector):
    def selection_scan(self, request):
        return None

request = LiveRequest(name="WT-simulated", exercise="glute-bridge", placement="pelvis")
sys.exit(command.follow_sensor(request, SessionOptions.of("glute-bridge", None), Connector(), plain=PLAIN))
"""
"""A live session over the virtual radio, recorded."""

LIMIT_S = 60.0


class Program:
    """The session in a process of its own, with a terminal of its own."""

    def __init__(self, folder: Path, *, plain: bool) -> None:
        self.folder = folder
        self.master, slave = pty.openpty()
        environment = {**os.environ, "SENSORCOACH_DATA": str(folder), "TERM": "xterm-256color", "COLUMNS": "100"}
        code = LIVE.replace("PLAIN", str(plain))
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", code],
            stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - the child has one thread
        )  # fmt: skip
        os.close(slave)
        self.text = ""

    def read_until(self, wanted: str) -> None:
        """Read the terminal until this text comes."""
        begin = time.monotonic()
        while wanted not in self.text:
            assert time.monotonic() - begin < LIMIT_S, f"no {wanted!r} in {self.text[-2000:]!r}"
            self._read()

    def _read(self) -> bool:
        if select.select([self.master], [], [], 0.2)[0]:
            with contextlib.suppress(OSError):
                piece = os.read(self.master, 65536).decode("utf-8", "replace")
                self.text += piece
                return bool(piece)
            return False
        return True

    def recording_has_grown(self) -> None:
        """Wait until the recording has samples."""
        begin = time.monotonic()
        while not any(path.stat().st_size > 2000 for path in self.folder.rglob("*.mcap")):
            assert time.monotonic() - begin < LIMIT_S, self.text[-2000:]
            self._read()

    def end(self) -> int:
        """Read the rest and return the exit status."""
        begin = time.monotonic()
        while self.process.poll() is None:
            assert time.monotonic() - begin < LIMIT_S, self.text[-2000:]
            self._read()
        while select.select([self.master], [], [], 0.0)[0] and self._read():
            pass
        return self.process.returncode

    def close_terminal(self) -> None:
        """Close the terminal, as a click on its window does."""
        os.close(self.master)

    def wait(self) -> int:
        """Wait for the end without a terminal."""
        return self.process.wait(LIMIT_S)


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def check_recording(folder: Path) -> None:
    """The one recording is closed: it has its index, and `analyze` reads it without a notice of damage."""
    (path,) = folder.rglob("*.mcap")
    assert path.read_bytes().endswith(b"\x89MCAP0\r\n")


@pytest.fixture
def program(tmp_path: Path, request: pytest.FixtureRequest):
    """The session, ended at the end of the test in any case."""
    made = Program(tmp_path, plain=request.param)
    yield made
    made.process.kill()
    made.process.wait()


both = pytest.mark.parametrize("program", [True, False], ids=["lines", "dashboard"], indirect=True)


@both
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_session_in_order(program: Program, number: signal.Signals):
    """The end of the system closes the recording, gives the terminal back, and prints summary and next command."""
    program.recording_has_grown()
    program.process.send_signal(number)
    assert program.end() == 128 + number
    check_recording(program.folder)
    after = program.text.rpartition("\x1b[?1049l")[2]
    assert "recorded: " in after
    assert "next: sensorcoach analyze " in after
    assert "Traceback" not in program.text


@both
def test_a_closed_terminal_ends_the_session_in_order(program: Program):
    """When its window is closed, the program ends at once and the recording is closed."""
    program.recording_has_grown()
    program.close_terminal()
    assert program.wait() == 128 + signal.SIGHUP
    check_recording(program.folder)


@both
def test_ctrl_z_and_back(program: Program):
    """Ctrl-Z stops the program after the sensor is stopped; brought back, it reconnects and records on."""
    program.recording_has_grown()
    os.write(program.master, b"\x1a")
    begin = time.monotonic()
    while os.waitpid(program.process.pid, os.WUNTRACED | os.WNOHANG) == (0, 0):
        assert time.monotonic() - begin < LIMIT_S
        program._read()  # pyright: ignore[reportPrivateUsage] - keeps the terminal from filling up
    program.process.send_signal(signal.SIGCONT)
    time.sleep(4.0)
    program.process.send_signal(signal.SIGTERM)
    assert program.end() == 128 + signal.SIGTERM
    check_recording(program.folder)
    (path,) = program.folder.rglob("*.mcap")
    recording = open_recording(path)
    assert isinstance(recording, PacketRecording)
    links = [packet.payload for group in recording.packets() for packet in group if packet.role == LINK_ROLE]
    assert links == [b"up", b"down", b"up", b"down"]
