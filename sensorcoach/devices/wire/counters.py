"""Sample numbers and device time out of 32-bit counters that wrap, repeat, jump and start again.

A packet that tells nothing new (a notification delivered twice, a replay of what is already there) is dropped.
A device that starts again (reboot, another device) has counters that fit neither the last ones nor the time
that has passed; there they go on by the arrival clock, so that both still rise and the hole has its length.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import FloatArray, IntArray

LATE_SAMPLES = 8192
"""An index at most this far back, no more than a minute old, is a repetition; else the device has started again."""
_LATE_US = 60_000_000
_AHEAD_S = 30.0
"""Device time may run ahead of arrival by this much from one packet to the next: what had been held up before."""
_AHEAD_RATIO = 1.05
"""...and by this factor: no clock is that fast."""
_STEP_BOUNDS_S = (0.0005, 1.0)
_LONGEST_PAUSE_S = 1e6
_BLOCK_PACKETS = (16, 4096)
"""Packets are looked at in blocks that grow from the first to the second size while nothing is wrong with them."""

UintArray = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Headers:
    """The counters of n packets as they stand on the wire, each (n,): of the first sample in each packet."""

    raw_index: UintArray
    raw_us: UintArray
    count: IntArray
    arrival_s: FloatArray

    def __len__(self) -> int:
        return len(self.raw_index)

    def part(self, start: int, stop: int) -> "Headers":
        """Packets `start` to `stop`."""
        cut = slice(start, stop)
        return Headers(self.raw_index[cut], self.raw_us[cut], self.count[cut], self.arrival_s[cut])


@dataclass(frozen=True, slots=True)
class PlacedSample:
    """Which packets to keep (their positions), and for those the unwrapped first index, its time, the sample period.

    `segment`: how often the device had started anew by then.
    """

    kept: IntArray
    index: IntArray
    time_s: FloatArray
    step_s: FloatArray
    segment: IntArray


@dataclass(frozen=True, slots=True)
class _Last:
    """The newest packet kept, as on the wire and as unwrapped."""

    raw_index: int
    raw_us: int
    count: int
    arrival_s: float
    index: int
    time_us: int
    step_s: float


@dataclass(frozen=True, slots=True)
class Due:
    """What the next packet has on the wire if nothing is missing, and the sample period."""

    raw_index: int
    raw_us: int
    step_s: float


class Counters:
    """Unwraps the counters of packets in the order of their arrival; the same however they are grouped."""

    def __init__(self) -> None:
        self.lost_samples = 0
        """Samples that the index shows to be missing."""
        self.repeated_packets = 0
        """Packets dropped because they told nothing new."""
        self._last: _Last | None = None
        self._must_restart = False
        """The next packet belongs to a new run of the device."""
        self._segment = 0
        """How often it has started anew."""
        self._block = _BLOCK_PACKETS[0]
        """How many packets are looked at together."""

    def expect_restart(self) -> None:
        """The device said that it has started again: its counters have nothing to do with the old ones."""
        self._must_restart = self._last is not None

    def due(self) -> Due | None:
        """What comes next if nothing is missing; None where nothing has come yet, or the device starts again."""
        last = self._last
        if last is None or self._must_restart:
            return None
        raw_us = last.raw_us + round(last.count * last.step_s * 1e6)
        return Due((last.raw_index + last.count) % (1 << 32), raw_us % (1 << 32), last.step_s)

    def place(self, headers: Headers, nominal_step_s: float) -> PlacedSample:
        """Unwrap the counters; `nominal_step_s` is the sample period until two packets have shown the real one."""
        none = np.empty(0, np.int64)
        pieces = [PlacedSample(none, none, np.empty(0), np.empty(0), none)]
        position = 0
        while position < len(headers):
            last = self._last
            if last is None or self._must_restart:
                pieces.append(self._start(headers, position, nominal_step_s))
                position += 1
                continue
            part = headers.part(position, position + self._block)
            piece = self._follow(last, part, position)
            pieces.append(piece)
            position += len(piece.kept)
            whole = len(piece.kept) == len(part)
            self._block = min(2 * self._block, _BLOCK_PACKETS[1]) if whole else _BLOCK_PACKETS[0]
            if not whole:
                position += self._judge(headers, position)
        fields = ("kept", "index", "time_s", "step_s", "segment")
        return PlacedSample(*(np.concatenate([getattr(piece, name) for piece in pieces]) for name in fields))

    def _start(self, headers: Headers, position: int, nominal_step_s: float) -> PlacedSample:
        """Begin at a packet that follows none: with its own counters, or where arrival says the old ones would be."""
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
        return PlacedSample(*numbers)

    def _follow(self, last: _Last, part: Headers, position: int) -> PlacedSample:
        """The unbroken run of packets at the head of `part` that go on from `last`."""
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
        return PlacedSample(np.arange(position, position + count), index, _seconds(time_us), step_s[:count], segment)

    def _judge(self, headers: Headers, position: int) -> int:
        """What a packet that does not follow is: a repetition (drop 1), or a new start (drop 0)."""
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
    """Each value less the one before it, modulo 2^32."""
    return raw - np.concatenate([np.array([before], dtype=np.uint32), raw[:-1]])


def signed_difference(difference: int) -> int:
    """A difference of 32-bit counters as the shorter way round."""
    return (difference + (1 << 31)) % (1 << 32) - (1 << 31)


def _seconds(time_us: IntArray) -> FloatArray:
    return time_us.astype(np.float64) * 1e-6
