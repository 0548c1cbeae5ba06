"""The C side of the open profile as a program that is talked to, a line out and a line in."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
C_FOLDER = HERE.parents[1] / "firmware_notes" / "c"
STRICT = ("-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1", "-g")
SANITIZERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def compiled(folder: Path, options: Sequence[str] = ()) -> Path | None:
    """The host program built in that folder with every warning an error; None if it cannot be built or run so."""
    program = folder / "host"
    compiler = shutil.which("gcc") or shutil.which("cc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler (gcc, cc or clang) on this machine: the C file for firmware is not tested")
    sources = (str(HERE / "host.c"), str(C_FOLDER / "sensorcoach_packet.c"))
    order = [compiler, *STRICT, *options, f"-I{C_FOLDER}", *sources, "-o", str(program)]
    built = subprocess.run(order, capture_output=True, text=True, check=False)  # noqa: S603 - our own files
    if built.returncode:
        if options:
            return None
        pytest.fail(f"{' '.join(order)}\n{built.stderr}")
    tried = subprocess.run([str(program)], input="", capture_output=True, text=True, check=False)  # noqa: S603 - as above
    return program if tried.returncode == 0 else None


class FirmwareHost:
    """The sensor in C. `reset` before use."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own build
            [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def _say(self, line: str) -> str:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            assert process.stderr is not None
            pytest.fail(f"the C side ended at '{line}':\n{process.stderr.read()}")
        return answer.strip()

    def reset(self, capacity: int, *, gyro: bool = True, index: int = 0, packet: int = 0) -> None:
        self._say(f"reset {capacity} {int(gyro)} {index} {packet}")

    def push(self, time_us: int, values: Sequence[int]) -> None:
        self._say(" ".join(map(str, ("push", time_us % (1 << 32), *values))))

    def skip(self, samples: int) -> None:
        self._say(f"skip {samples}")

    def next(self, *, is_taken: bool = True) -> bytes | None:
        """The next packet, and whether the radio takes it."""
        answer = self._say(f"next {int(is_taken)}")
        return None if answer == "-" else bytes.fromhex(answer)

    def due(self) -> Iterator[bytes]:
        """All packets that are due, taken."""
        while packet := self.next():
            yield packet

    def control(self, payload: bytes, payload_bytes: int = 244) -> int:
        """0 or the ATT error."""
        return int(self._say(f"control {payload_bytes + 3} {payload.hex() or '-'}"))

    def info(self, *fields: int) -> bytes:
        """LSB a g, rate, LSB per 10 deg/s, firmware, boot id, gyroscope."""
        return bytes.fromhex(self._say(" ".join(map(str, ("info", *fields)))))

    def disconnected(self) -> None:
        self._say("disconnected")

    def stopped(self) -> None:
        self._say("stopped")

    def end(self) -> int:
        """End it: its exit code, which a sanitizer sets."""
        self._process.communicate(timeout=20.0)
        return self._process.returncode
