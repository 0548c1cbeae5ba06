"""Sample numbers and even times out of packets that carry one time stamp and no counter.

The stamps of two packets in a row tell how many samples lie between them, so that what is missing can be counted: a
missing packet is a whole number of samples. Stamps are rounded, to a millisecond at worst, and a sensor's samples do
not come at quite the rate it names. So the times are index times period, and a filter of growing memory learns phase
and period from the stamps: the first packets teach it quickly, later ones move it by hundredths.

A packet that goes back a little is a repetition and is dropped. Stamps that fit neither the last ones nor the time
that has passed (a reboot, a clock that was set) start again: there index and time go on by the arrival clock, so that
both still rise and the hole has its length. As in `counters.py`, whose wires number their samples.
"""

from dataclasses import dataclass
from typing import NamedTuple

_MEMORY_S = 15.0
"""What is learned of phase and period fades over this time; longer is smoother, shorter follows a warming sensor."""
_LEAST_MEMORY = 16
"""...but never over fewer packets."""
_LATE_S = 5.0
"""A stamp at most this far back is a repetition; farther back, the sensor has started again."""
_AHEAD_S = 5.0
"""Stamps may run ahead of the arrivals by this much, what had been held up at first; farther, the clock was set."""
_AWAY_S = 3.0
"""After a new connection, stamps and arrivals agree within this (and the drift), or the sensor has started again."""
_DRIFT = 0.05
"""No sensor's clock is off by more than this share of the time that has passed."""
_RATE_ERROR = 0.15
"""No sensor's samples come at a rate off by more than this share of what it names."""
_OVERLAP = 0.25
"""A packet may come early by this share of its samples; one that overlaps the last by more makes no sense."""
_STAMP_ERROR_S = 0.001
"""Stamps are this far off, by rounding and by the sensor's own haste."""
_SELDOM = 8
"""Packets are alike, and what is missing is whole packets, where at most one in so many holds another number..."""
_SURE_FROM = 8
_SURE_SAMPLES = 0.4
"""...save that after so many packets, if the doubt is below this share of a sample, a hole that is clearly no whole
packet is one that the sensor itself made."""
_LONGEST_PAUSE_S = 1e6
_LEAST_STEP = 0.25
"""Times rise by at least this share of a period, however the stamps jump about."""


@dataclass(frozen=True, slots=True)
class StampKind:
    """How a wire stamps its packets: seconds a tick, bits before it wraps, and which sample it is the time of."""

    tick_s: float
    bits: int
    is_of_last: bool = False

    def rise_s(self, raw: int, before: int) -> float:
        """From stamp to stamp, the shorter way round."""
        half = 1 << (self.bits - 1)
        return ((raw - before + half) % (2 * half) - half) * self.tick_s


class StampPoint(NamedTuple):
    """Where the samples of a packet are: index and time of the first, time from one to the next, how many.

    `segment`: how often the sensor had started anew by then.
    """

    first: int
    time_s: float
    step_s: float
    samples: int
    segment: int


@dataclass(slots=True)
class _Last:
    """The newest packet kept: as it came, its stamp's time as read and as smoothed, index and time of its last sample.

    `behind_s`: how far its stamp is behind the arrivals, by the packet that was delayed least; never above 0.
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

    `rates_hz`: what the family can do; `rate_hz`: what it does, or None to find it out from the first packets.
    """

    def __init__(self, kind: StampKind, rates_hz: tuple[float, ...], rate_hz: float | None) -> None:
        self.lost_samples = 0
        """Samples that the stamps show to be missing."""
        self.repeated_packets = 0
        """Packets dropped because they told nothing new."""
        self.period_s = 1.0 / (rate_hz or rates_hz[-1])
        """From sample to sample in the sensor's time: as it names it, until the stamps have shown better."""
        self._named_s = self.period_s
        self._is_guessed = rate_hz is None
        self._rates_hz = rates_hz
        self._kind = kind
        self._last: _Last | None = None
        self._learned = 0
        """Packets that phase and period rest on, no more than the memory holds."""
        self._pairs = self._changes = 0
        """Packets compared with the one before, and those that held another number of samples."""
        self._fewest = 1
        """Samples in the smallest packet so far."""
        self._is_new_link = False
        self._segment = 0

    def link_up(self) -> None:
        """A new connection: the next packet need not lie on the old grid, and may be of a sensor started again."""
        self._is_new_link = True

    def place(self, raw: int, count: int, arrival_s: float) -> StampPoint | None:
        """Where the `count` (> 0) samples of a packet stamped `raw` are; None if it repeats what is known."""
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
        missing = self._missing(rise_s, last.count, count)
        if rise_s <= 0.0 or behind_s > _AHEAD_S or is_away or missing is None:
            return self._start_again(last, raw, count, arrival_s)
        last.behind_s = min(behind_s, 0.0)
        last.stamp_s += rise_s
        self.lost_samples += missing
        return self._follow(last, raw, count, arrival_s, missing)

    def _start(self, raw: int, count: int, arrival_s: float, index: int, time_s: float) -> StampPoint:
        """Begin here; `index` and `time_s` are of the packet's first sample."""
        newest_s = time_s + (count - 1) * self.period_s
        stamp_s = newest_s if self._kind.is_of_last else time_s
        self._last = _Last(raw, count, arrival_s, stamp_s, stamp_s, index + count - 1, newest_s)
        self._learned = 1
        self._is_new_link = False
        return StampPoint(index, time_s, self.period_s, count, self._segment)

    def _start_again(self, last: _Last, raw: int, count: int, arrival_s: float) -> StampPoint:
        """The stamps have nothing to do with the last ones: index and time go on by arrival."""
        waited_s = min(arrival_s - last.arrival_s, _LONGEST_PAUSE_S)
        missing = max(0, round(waited_s / self.period_s) - count)
        self.lost_samples += missing
        ahead = missing + 1
        self._segment += 1
        return self._start(raw, count, arrival_s, last.newest_index + ahead, last.newest_s + ahead * self.period_s)

    def _missing(self, rise_s: float, before: int, count: int) -> int | None:
        """Samples missing in front of a packet of `count` behind one of `before`; None if they overlap."""
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
        """Nobody said the rate: take the family's that comes nearest, the faster whenever packets show it."""
        nearest_hz = min(self._rates_hz, key=lambda rate_hz: abs(rate_hz - seen_hz))
        is_near = abs(seen_hz / nearest_hz - 1.0) < _RATE_ERROR
        if is_near and (self._learned == 1 or 1.0 / nearest_hz < (1.0 - _RATE_ERROR) * self.period_s):
            self.period_s = self._named_s = 1.0 / nearest_hz
            self._learned = 1
        self._is_guessed = self._learned < _SURE_FROM

    def _follow(self, last: _Last, raw: int, count: int, arrival_s: float, missing: int) -> StampPoint:
        """Learn from the stamp of a packet that goes on from the last one, and lay its samples out evenly."""
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
        """How much to believe of what a stamp is off by, `steps` behind the last; the period learns its share too.

        Least squares over the packets seen, as a filter of growing memory (alpha 2(2n-1)/n(n+1), beta 6/n(n+1), where
        the rate that is named counts as two packets).
        """
        if self._is_new_link:
            self._is_new_link = False
            return off_s
        memory = max(_LEAST_MEMORY, int(_MEMORY_S / (packet_samples * self.period_s)))
        self._learned = count = min(self._learned + 1, max(memory, self._learned - 1))
        period_s = self.period_s + 6.0 / ((count + 2) * (count + 3)) * off_s / steps
        self.period_s = min(max(period_s, (1.0 - _RATE_ERROR) * self._named_s), (1.0 + _RATE_ERROR) * self._named_s)
        return 2.0 * (2 * count - 1) / (count * (count + 1)) * off_s
