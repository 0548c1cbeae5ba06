"""Sample numbers and device time from 32-bit counters that wrap, repeat, jump and restart.

A repeated packet (a notification delivered twice, a replay of known samples) is dropped. After a restart of the device
(reboot, another device) the counters fit neither the last ones nor the time that has passed. Then index and time
continue by the arrival clock, so that both still rise and the gap has its true length.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import FloatArray, IntArray

LATE_SAMPLES = 8192
"""Largest step back of the index, at most a minute old, that is a repetition. A larger one is a restart."""

_LATE_US = 60_000_000
"""Largest step back of the device time that is a repetition."""

_AHEAD_S = 30.0
"""Largest lead of device time over arrival from packet to packet, beside the next factor. The radio held packets up."""

_AHEAD_RATIO = 1.05
"""Largest rate of device time against arrival: no clock is that fast."""

_STEP_BOUNDS_S = (0.0005, 1.0)
"""Shortest and longest credible sample period."""

_LONGEST_PAUSE_S = 1e6
"""Longest pause that counts in full."""

_BLOCK_PACKETS = (16, 4096)
"""Smallest and largest block of packets checked together; blocks grow while all packets follow each other."""

UintArray = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Headers:
    """The counters of n packets on the wire, each (n,), for the first sample in each packet."""

    raw_index: UintArray
    raw_us: UintArray
    count: IntArray
    arrival_s: FloatArray

    def __len__(self) -> int:
        return len(self.raw_index)

    def cut(self, start: int, stop: int) -> "Headers":
        """Return packets `start` to `stop`."""
        cut = slice(start, stop)
        return Headers(self.raw_index[cut], self.raw_us[cut], self.count[cut], self.arrival_s[cut])


@dataclass(frozen=True, slots=True)
class PlacedPackets:
    """Positions of the packets to keep, with the unwrapped first index, its time and the sample period of each.

    `segment`: number of restarts of the device up to then.
    """

    kept: IntArray
    index: IntArray
    time_s: FloatArray
    step_s: FloatArray
    segment: IntArray


@dataclass(frozen=True, slots=True)
class _Last:
    """The newest kept packet, with wrapped and unwrapped counters."""

    raw_index: int
    raw_us: int
    count: int
    arrival_s: float
    index: int
    time_us: int
    step_s: float


@dataclass(frozen=True, slots=True)
class Due:
    """The counters of the next packet if nothing is missing, and the sample period."""

    raw_index: int
    raw_us: int
    step_s: float


class Counters:
    """Unwraps the counters of packets in the order of their arrival; the grouping of packets does not matter."""

    def __init__(self) -> None:
        self.lost_samples = 0
        """Number of missing samples by the index."""
        self.repeated_packets = 0
        """Number of packets dropped as repetitions."""
        self._last: _Last | None = None
        self._must_restart = False
        """Whether the next packet belongs to a new run of the device."""
        self._segment = 0
        """Number of restarts up to now."""
        self._block = _BLOCK_PACKETS[0]
        """Number of packets checked together."""

    def expect_restart(self) -> None:
        """Note a restart reported by the device: its counters are unrelated to the old ones."""
        self._must_restart = self._last is not None

    def next_due(self) -> Due | None:
        """Return the next counters if nothing is missing; None before the first packet, or at a restart."""
        last = self._last
        if last is None or self._must_restart:
            return None
        raw_us = last.raw_us + round(last.count * last.step_s * 1e6)
        return Due((last.raw_index + last.count) % (1 << 32), raw_us % (1 << 32), last.step_s)

    def place(self, headers: Headers, nominal_step_s: float) -> PlacedPackets:
        """Unwrap the counters; `nominal_step_s` is the sample period until two packets show the real one."""
        none = np.empty(0, np.int64)
        pieces = [PlacedPackets(none, none, np.empty(0), np.empty(0), none)]
        position = 0
        while position < len(headers):
            last = self._last
            if last is None or self._must_restart:
                pieces.append(self._start(headers, position, nominal_step_s))
                position += 1
                continue
            part = headers.cut(position, position + self._block)
            piece = self._follow(last, part, position)
            pieces.append(piece)
            position += len(piece.kept)
            whole = len(piece.kept) == len(part)
            self._block = min(2 * self._block, _BLOCK_PACKETS[1]) if whole else _BLOCK_PACKETS[0]
            if not whole:
                position += self._judge(headers, position)
        fields = ("kept", "index", "time_s", "step_s", "segment")
        return PlacedPackets(*(np.concatenate([getattr(piece, name) for piece in pieces]) for name in fields))

    def _start(self, headers: Headers, position: int, nominal_step_s: float) -> PlacedPackets:
        """Begin at a packet: with its own counters, or after a restart where the old ones would be by arrival."""
        last = self._last
        raw_index, raw_us = int(headers.raw_index[position]), int(headers.raw_us[position])
        arrival_s = float(headers.arrival_s[position])
        index, time_us, step_s = raw_index, raw_us, nominal_step_s
        if last is not None:
            step_s = last.step_s
            pause_s = min(arrival_s - last.arrival_s, _LONGEST_PAUSE_S)
            passed = max(last.count, round(pause_s / step_s))
            self.lost_samples += passed - last.count
            index = last.index + passed
            time_us = last.time_us + round(passed * step_s * 1e6)
            self._segment += 1
        self._must_restart = False
        count = int(headers.count[position])
        self._last = _Last(raw_index, raw_us, count, arrival_s, index, time_us, step_s)
        numbers = (np.array([number]) for number in (position, index, time_us * 1e-6, step_s, self._segment))
        return PlacedPackets(*numbers)

    def _follow(self, last: _Last, part: Headers, position: int) -> PlacedPackets:
        """Unwrap the unbroken run of packets at the head of `part` that continue from `last`."""
        rise = _differences(part.raw_index, last.raw_index).astype(np.int32).astype(np.int64)
        rise_us = _differences(part.raw_us, last.raw_us).astype(np.int64)
        before = np.concatenate([[last.count], part.count[:-1]])
        waited_s = part.arrival_s - np.concatenate([[last.arrival_s], part.arrival_s[:-1]])
        step_s = rise_us * 1e-6 / np.maximum(rise, 1)
        good = (
            (rise >= before)
            & (rise_us * 1e-6 <= _AHEAD_S + _AHEAD_RATIO * np.maximum(waited_s, 0.0))
            & (step_s >= _STEP_BOUNDS_S[0])
            & (step_s <= _STEP_BOUNDS_S[1])
        )
        count = len(good) if good.all() else int(np.argmin(good))
        index = last.index + np.cumsum(rise[:count])
        time_us = last.time_us + np.cumsum(rise_us[:count])
        if count:
            self.lost_samples += int(np.sum(rise[:count] - before[:count]))
            self._last = _Last(
                raw_index=int(part.raw_index[count - 1]),
                raw_us=int(part.raw_us[count - 1]),
                count=int(part.count[count - 1]),
                arrival_s=float(part.arrival_s[count - 1]),
                index=int(index[-1]),
                time_us=int(time_us[-1]),
                step_s=float(step_s[count - 1]),
            )
        segment = np.full(count, self._segment)
        return PlacedPackets(np.arange(position, position + count), index, _seconds(time_us), step_s[:count], segment)

    def _judge(self, headers: Headers, position: int) -> int:
        """Judge a packet that does not follow; returns 1 to drop it as a repetition, 0 to restart there."""
        last = self._last
        if last is None:
            return 0
        rise = signed_difference(int(headers.raw_index[position]) - last.raw_index)
        rise_us = signed_difference(int(headers.raw_us[position]) - last.raw_us)
        newest_us = last.count * last.step_s * 1e6
        if -LATE_SAMPLES < rise < last.count and -_LATE_US < rise_us < newest_us:
            self.repeated_packets += 1
            return 1
        self._must_restart = True
        return 0


def _differences(raw: UintArray, before: int) -> UintArray:
    """Difference of each value to the previous one, modulo 2^32."""
    return raw - np.concatenate([np.array([before], dtype=np.uint32), raw[:-1]])


def signed_difference(difference: int) -> int:
    """Wrap a difference of 32-bit counters to the shorter way round."""
    return (difference + (1 << 31)) % (1 << 32) - (1 << 31)


def _seconds(time_us: IntArray) -> FloatArray:
    return time_us.astype(np.float64) * 1e-6
