"""Find the frames of a WitMotion byte stream. Wire table: `device.py`.

There is no checksum and no length byte, only `55 61` at the head of each frame, and two possible lengths: 20 bytes, and
28 where the sensor adds its calendar (WT901SDCL-BT50). So a length counts only when the header recurs at that distance
twice, and it holds until an expected header is missing.
"""

import re
from dataclasses import dataclass

import numpy as np

from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

ACC_MPS2_PER_LSB = 16.0 / 32768.0 * STANDARD_GRAVITY_MPS2
GYRO_RADPS_PER_LSB = 2000.0 / 32768.0 * RAD_PER_DEG
ANGLE_RAD_PER_LSB = 180.0 / 32768.0 * RAD_PER_DEG

FRAME_BYTES = 20
LONG_FRAME_BYTES = 28
DATA_HEADER = b"\x55\x61"
REPLY_HEADER = b"\x55\x71"

_ANY_HEADER = re.compile(rb"\x55[\x61\x71]")
_HEADERS = (DATA_HEADER, REPLY_HEADER)
_BLOCK_FRAMES = 4096
"""Number of headers checked together, so that the cost of a stream full of replies stays proportional to its length."""


@dataclass(frozen=True, slots=True)
class Run:
    """`count` consecutive data frames of `frame_bytes` each, from offset `start`."""

    start: int
    count: int
    frame_bytes: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The content of some bytes: data frames, register replies, and the numbers of settled and skipped bytes."""

    runs: list[Run]
    replies: list[bytes]
    used_bytes: int
    skipped_bytes: int


class FrameFinder:
    """Finds frames in a byte stream; each call sees the rest of the last one, and new bytes."""

    def __init__(self) -> None:
        self._frame_bytes: int | None = None
        """Length of the frames, once it has recurred; None while searching."""

    def find(self, data: bytes) -> Layout:
        """Return all complete frames of a confirmed length; bytes before `used_bytes` are not needed again."""
        runs: list[Run] = []
        replies: list[bytes] = []
        position = skipped = 0
        while True:
            if self._frame_bytes is None:
                found = self._search(data, position)
                skipped += found - position
                position = found
                if self._frame_bytes is None:
                    return Layout(runs, replies, position, skipped)
            run = _find_run(data, position, self._frame_bytes)
            if run.count:
                runs.append(run)
                position += run.count * run.frame_bytes
            header = data[position : position + 2]
            if header == REPLY_HEADER and len(data) >= position + FRAME_BYTES:
                replies.append(data[position : position + FRAME_BYTES])
                position += FRAME_BYTES
            elif len(header) < 2 or header in _HEADERS:
                return Layout(runs, replies, position, skipped)
            else:
                self._frame_bytes = None

    def _search(self, data: bytes, position: int) -> int:
        """Return the offset of the first header that recurs, and store its distance, or of the first that still may."""
        for match in _ANY_HEADER.finditer(data, position):
            start = match.start()
            if len(data) < start + 2 * FRAME_BYTES + 2:
                return start
            if all(data[start + k : start + k + 2] in _HEADERS for k in (FRAME_BYTES, 2 * FRAME_BYTES)):
                self._frame_bytes = FRAME_BYTES
                return start
            if len(data) < start + 2 * LONG_FRAME_BYTES + 2:
                return start
            if all(data[start + k : start + k + 2] == DATA_HEADER for k in (0, LONG_FRAME_BYTES, 2 * LONG_FRAME_BYTES)):
                self._frame_bytes = LONG_FRAME_BYTES
                return start
        ends_in_half_a_header = data[position:].endswith(DATA_HEADER[:1])
        return len(data) - 1 if ends_in_half_a_header else len(data)


def _find_run(data: bytes, start: int, frame_bytes: int) -> Run:
    """Return the unbroken run of complete data frames from `start` on."""
    total = 0
    while True:
        position = start + total * frame_bytes
        complete = min((len(data) - position) // frame_bytes, _BLOCK_FRAMES)
        if complete <= 0:
            break
        block = np.frombuffer(data, dtype=np.uint8, count=complete * frame_bytes, offset=position)
        rows = block.reshape(complete, frame_bytes)
        headed = (rows[:, 0] == DATA_HEADER[0]) & (rows[:, 1] == DATA_HEADER[1])
        good = complete if headed.all() else int(np.argmin(headed))
        total += good
        if good < _BLOCK_FRAMES:
            break
    return Run(start, total, frame_bytes)
