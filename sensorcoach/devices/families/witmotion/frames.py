"""Where the frames of a WitMotion byte stream are. The wire table stands in `witmotion.py`.

There is no checksum and no length byte, only `55 61` at the head of each frame, and two lengths that look
alike: 20 bytes, and 28 where the sensor adds its calendar (WT901SDCL-BT50). So a length is believed only when
the header comes back at that distance twice, and it is kept until a header is missing where one is due.
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
"""Headers are looked at in blocks of this many, so that a stream full of replies costs no more than its length."""


@dataclass(frozen=True, slots=True)
class Run:
    """`count` data frames of `frame_bytes` each, one behind the other, from offset `start`."""

    start: int
    count: int
    frame_bytes: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found in a stretch of bytes: data frames, register replies, and how much of it is settled."""

    runs: list[Run]
    replies: list[bytes]
    used_bytes: int
    skipped_bytes: int


class FrameFinder:
    """Finds frames in a byte stream of which each call sees what the last one left, and more."""

    def __init__(self) -> None:
        self._frame_bytes: int | None = None
        """Length of the frames, once it has been seen to repeat; None while searching."""

    def find(self, data: bytes) -> Layout:
        """All frames that are complete and believed; everything before `used_bytes` is never needed again."""
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
            run = _run_at(data, position, self._frame_bytes)
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
        """Offset of the first header that repeats (and its length, kept), or of the first that still may."""
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


def _run_at(data: bytes, start: int, frame_bytes: int) -> Run:
    """The unbroken run of complete data frames from `start` on."""
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
