"""Sample numbers and even times from packets that carry one time stamp and no counter.

The stamps of two consecutive packets show the number of samples between them, so missing samples can be counted: a
missing packet is a whole number of samples. Stamps are rounded, to a millisecond at worst, and the true rate differs
slightly from the nominal rate. So the times are index times period, and a filter of growing memory learns phase and
period from the stamps: quickly from the first packets, by hundredths from later ones.

A packet that goes back a little is a repetition and is dropped. Stamps that fit neither the last ones nor the time that
has passed (a reboot, a clock that was set) are a restart: index and time continue by the arrival clock, so that both
still rise and the gap has its true length. `counters.py` does the same for wires that number their samples.
"""

from dataclasses import dataclass
from typing import NamedTuple

_MEMORY_S = 15.0
"""Memory of the filter of phase and period. Longer is smoother, shorter follows a warming sensor."""

_LEAST_MEMORY = 16
"""Least memory in packets."""

_LATE_S = 5.0
"""Largest step back of a stamp that is a repetition. A larger one is a restart."""

_AHEAD_S = 5.0
"""Largest lead of stamps over arrivals, after packets held up at first. A larger one shows that the clock was set."""

_AWAY_S = 3.0
"""Largest disagreement of stamps and arrivals, beside the drift, after a new connection. A larger one is a restart."""

_DRIFT = 0.05
"""Largest clock error of a sensor, as a share of the time that has passed."""

_RATE_ERROR = 0.15
"""Largest error of a sensor's true rate, as a share of its nominal rate."""

_OVERLAP = 0.25
"""Share of its samples by which a packet may come early. A larger overlap with the last packet is invalid."""

_STAMP_ERROR_S = 0.001
"""Error of a stamp, by rounding and by the sensor's own jitter."""

# A gap is whole packets where packets are alike. After enough packets, if the doubt is small, a gap that clearly is not
# whole packets was made by the sensor itself.
_SELDOM = 8
"""Packets are alike where at most one in this many holds another number of samples."""

_SURE_FROM = 8
"""Number of packets after which phase and period are sure."""

_SURE_SAMPLES = 0.4
"""Largest doubt of a sure gap, in samples."""

_LONGEST_PAUSE_S = 1e6
"""Longest pause that counts in full."""

_LEAST_STEP = 0.25
"""Least step between times, as a share of a period, for any jumps of the stamps."""


@dataclass(frozen=True, slots=True)
class StampKind:
    """The stamp of a wire: seconds of a tick, bits before it wraps, and whether it belongs to the last sample."""

    tick_s: float
    bits: int
    is_of_last: bool = False

    def rise_s(self, raw: int, before: int) -> float:
        """Time from stamp `before` to stamp `raw`, the shorter way round."""
        half = 1 << (self.bits - 1)
        return ((raw - before + half) % (2 * half) - half) * self.tick_s


class StampPoint(NamedTuple):
    """The samples of a packet: index and time of the first, step from one to the next, and their number.

    `segment`: number of restarts of the sensor up to then.
    """

    first: int
    time_s: float
    step_s: float
    samples: int
    segment: int


@dataclass(slots=True)
class _Last:
    """The newest kept packet: its counters, its stamp as read and as smoothed, index and time of its last sample.

    `behind_s`: lag of its stamp behind the arrivals, by the least delayed packet; never above 0.
    """

    raw: int
    count: int
    arrival_s: float
    stamp_s: float
    smooth_s: float
    newest_index: int
    newest_s: float
    behind_s: float = 0.0


class Stamps:
    """Places packets in the order of their arrival. Memory is one packet.

    `rates_hz`: possible rates of the family; `rate_hz`: its actual rate, or None to find it from the first packets.
    """

    def __init__(self, kind: StampKind, rates_hz: tuple[float, ...], rate_hz: float | None) -> None:
        self.lost_samples = 0
        """Number of missing samples by the stamps."""
        self.repeated_packets = 0
        """Number of packets dropped as repetitions."""
        self.period_s = 1.0 / (rate_hz or rates_hz[-1])
        """Sample period in the sensor's time: nominal, until the stamps show a better value."""
        self._nominal_s = self.period_s
        self._is_guessed = rate_hz is None
        self._rates_hz = rates_hz
        self._kind = kind
        self._last: _Last | None = None
        self._learned = 0
        """Number of packets behind phase and period, at most the memory."""
        self._pairs = self._changes = 0
        """Numbers of packets compared with the previous one, and of those with another number of samples."""
        self._fewest = 1
        """Samples in the smallest packet so far."""
        self._is_new_link = False
        self._segment = 0

    def note_link_up(self) -> None:
        """Note a new connection: the next packet may be off the old grid, or come from a restarted sensor."""
        self._is_new_link = True

    def place(self, raw: int, count: int, arrival_s: float) -> StampPoint | None:
        """Place the `count` (> 0) samples of a packet stamped `raw`; returns None for a repetition."""
        last = self._last
        if last is None:
            stamp_s = raw * self._kind.tick_s
            self._fewest = count
            return self._start(raw, count, arrival_s, 0, stamp_s - (count - 1) * self.period_s * self._kind.is_of_last)
        rise_s = self._kind.rise_s(raw, last.raw)
        waited_s = min(arrival_s - last.arrival_s, _LONGEST_PAUSE_S)
        if -_LATE_S < rise_s <= 0.0 and not self._is_new_link:
            self.repeated_packets += 1
            return None
        drift_s = _DRIFT * max(waited_s, 0.0)
        behind_s = last.behind_s + rise_s - waited_s + drift_s
        is_away = self._is_new_link and abs(rise_s - waited_s) > _AWAY_S + drift_s
        missing = self._count_missing(rise_s, last.count, count)
        if rise_s <= 0.0 or behind_s > _AHEAD_S or is_away or missing is None:
            return self._restart(last, raw, count, arrival_s)
        last.behind_s = min(behind_s, 0.0)
        last.stamp_s += rise_s
        self.lost_samples += missing
        return self._follow(last, raw, count, arrival_s, missing)

    def _start(self, raw: int, count: int, arrival_s: float, index: int, time_s: float) -> StampPoint:
        """Begin at this packet; `index` and `time_s` belong to its first sample."""
        newest_s = time_s + (count - 1) * self.period_s
        stamp_s = newest_s if self._kind.is_of_last else time_s
        self._last = _Last(raw, count, arrival_s, stamp_s, stamp_s, index + count - 1, newest_s)
        self._learned = 1
        self._is_new_link = False
        return StampPoint(index, time_s, self.period_s, count, self._segment)

    def _restart(self, last: _Last, raw: int, count: int, arrival_s: float) -> StampPoint:
        """Continue index and time by arrival: the stamps are unrelated to the last ones."""
        waited_s = min(arrival_s - last.arrival_s, _LONGEST_PAUSE_S)
        missing = max(0, round(waited_s / self.period_s) - count)
        self.lost_samples += missing
        ahead = missing + 1
        self._segment += 1
        return self._start(raw, count, arrival_s, last.newest_index + ahead, last.newest_s + ahead * self.period_s)

    def _count_missing(self, rise_s: float, before: int, count: int) -> int | None:
        """Count samples missing between a packet of `before` samples and one of `count`; None if they overlap."""
        due = count if self._kind.is_of_last else before
        if self._is_guessed and rise_s > 0.0:
            self._find_rate(due / rise_s)
        extra = rise_s / self.period_s - due
        if extra < -_OVERLAP * due - 2.0 * _STAMP_ERROR_S / self.period_s:
            return None
        self._pairs += 1
        self._changes += count != before
        self._fewest = min(self._fewest, count)
        if extra < 0.5 * self._fewest:
            return 0
        whole = round(extra / count) * count
        doubt = _STAMP_ERROR_S / self.period_s * (1.0 + 3.0 * (extra + due) / (self._learned * due))
        is_sure = self._learned >= _SURE_FROM and doubt < _SURE_SAMPLES and abs(extra - whole) > _OVERLAP * count
        is_alike = count == before and self._changes * _SELDOM <= self._pairs
        return whole if is_alike and not is_sure and not self._is_new_link else round(extra)

    def _find_rate(self, seen_hz: float) -> None:
        """Find an unknown rate: the nearest rate of the family, a faster one whenever packets show it."""
        nearest_hz = min(self._rates_hz, key=lambda rate_hz: abs(rate_hz - seen_hz))
        is_near = abs(seen_hz / nearest_hz - 1.0) < _RATE_ERROR
        if is_near and (self._learned == 1 or 1.0 / nearest_hz < (1.0 - _RATE_ERROR) * self.period_s):
            self.period_s = self._nominal_s = 1.0 / nearest_hz
            self._learned = 1
        self._is_guessed = self._learned < _SURE_FROM

    def _follow(self, last: _Last, raw: int, count: int, arrival_s: float, missing: int) -> StampPoint:
        """Learn from the stamp of a packet that continues the last one, and space its samples evenly."""
        is_of_last = self._kind.is_of_last
        steps = missing + (count if is_of_last else last.count)
        predicted_s = last.smooth_s + steps * self.period_s
        last.smooth_s = predicted_s + self._learn(last.stamp_s - predicted_s, steps, count)
        least_s = _LEAST_STEP * self.period_s
        if is_of_last:
            newest_s = max(last.smooth_s, last.newest_s + count * least_s)
            step_s = min(self.period_s, (newest_s - last.newest_s) / count)
            first_s = newest_s - (count - 1) * step_s
        else:
            first_s, step_s = max(last.smooth_s, last.newest_s + least_s), self.period_s
            newest_s = first_s + (count - 1) * step_s
        index = last.newest_index + 1 + missing
        last.raw, last.count, last.arrival_s = raw, count, arrival_s
        last.newest_index, last.newest_s = index + count - 1, newest_s
        return StampPoint(index, first_s, step_s, count, self._segment)

    def _learn(self, off_s: float, steps: int, packet_samples: int) -> float:
        """Correct the period by the error of a stamp, `steps` behind the last; returns the correction of the phase.

        It is least squares over the packets seen, as a filter of growing memory (alpha 2(2n-1)/n(n+1), beta 6/n(n+1),
        where the nominal rate counts as two packets).
        """
        if self._is_new_link:
            self._is_new_link = False
            return off_s
        memory = max(_LEAST_MEMORY, int(_MEMORY_S / (packet_samples * self.period_s)))
        self._learned = count = min(self._learned + 1, max(memory, self._learned - 1))
        period_s = self.period_s + 6.0 / ((count + 2) * (count + 3)) * off_s / steps
        self.period_s = min(max(period_s, (1.0 - _RATE_ERROR) * self._nominal_s), (1.0 + _RATE_ERROR) * self._nominal_s)
        return 2.0 * (2 * count - 1) / (count * (count + 1)) * off_s
