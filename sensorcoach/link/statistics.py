"""What is measured of a connection: rate by samples, batch, longest wait, loss. Memory does not grow with time."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.samples import Frames

EDGES_S = (0.0, 0.005, 0.015, 0.03, 0.045, 0.06, 0.1, 0.2, 0.5, 1.0)
"""Where the bins begin; the last has no end. 7.5 to 45 ms are usual connection intervals."""


@dataclass(frozen=True, slots=True)
class GapBin:
    """So many waits of `from_s` to under `to_s` (None: no end)."""

    from_s: float
    to_s: float | None
    count: int


class ArrivalGaps:
    """Counts waits by their length."""

    def __init__(self) -> None:
        self._counts = [0] * len(EDGES_S)

    def add(self, gap_s: float) -> None:
        """One more wait."""
        self._counts[max(0, bisect_right(EDGES_S, gap_s) - 1)] += 1

    def bins(self) -> tuple[GapBin, ...]:
        """The bins that have something in them, shortest waits first."""
        ends = (*EDGES_S[1:], None)
        rows = zip(EDGES_S, ends, self._counts, strict=True)
        return tuple(GapBin(start, end, count) for start, end, count in rows if count)


WINDOW_S = 10.0
"""Rate, batch and longest wait are those of so long: short shows a change sooner, long measures the rate better."""
_BIN_S = 0.5
_BINS = round(WINDOW_S / _BIN_S)


@dataclass(slots=True)
class _Bin:
    """Half a second: its first packet's arrival and time by the rate's clock, samples and packets up to and with that
    one, and the longest wait in it.
    """

    first_s: float
    clock_s: float
    samples: int
    packets: int
    longest_s: float


class LinkStatistics:
    """Measures packets that bring samples."""

    def __init__(self) -> None:
        self.gaps = ArrivalGaps()
        """Waits from one packet to the next, since the session began."""
        self._bins: deque[_Bin] = deque(maxlen=_BINS)
        self._clock_s = 0.0
        """Device time of the newest sample where the wire has it, else its arrival."""
        self._samples = 0
        self._packets = 0
        self._last_s: float | None = None
        """When samples last came on this connection."""
        self.newest_s: float | None = None
        """When samples last came at all."""
        self._clock: SampleClock | None = None
        """Recognises silent losses; None where the sensor numbers its samples."""
        self._period_s = 0.0
        self._lost_before = 0.0
        """Samples lost on earlier connections."""

    def connected(self, nominal_hz: float | None, *, numbers_samples: bool) -> None:
        """Samples of a new connection come: what is measured begins anew, what was counted stays.

        `nominal_hz`: the rate agreed on; without it silent losses are not recognised.
        """
        self._lost_before = self._lost
        self._clock = None if numbers_samples or not nominal_hz else SampleClock(nominal_hz)
        self._period_s = 1.0 / nominal_hz if nominal_hz else 0.0
        self._bins.clear()
        self._last_s = None

    def take(self, arrival_s: float, frames: Frames, *, is_held: bool = False) -> None:
        """A packet and the samples that it completed; `is_held`: it brought some that wait for others, so far."""
        if not len(frames) and not is_held:
            return
        gap_s = 0.0 if self._last_s is None else max(0.0, arrival_s - self._last_s)
        if self._last_s is not None:
            self.gaps.add(gap_s)
        self._last_s = self.newest_s = arrival_s
        self._packets += 1
        if len(frames):
            self._count(arrival_s, frames)
        if self._bins:
            self._bins[-1].longest_s = max(self._bins[-1].longest_s, gap_s)

    def _count(self, arrival_s: float, frames: Frames) -> None:
        """Samples that came."""
        self._clock_s = arrival_s if frames.device_time_s is None else float(frames.device_time_s[-1])
        self._samples += len(frames)
        if not self._bins or arrival_s - self._bins[-1].first_s >= _BIN_S:
            self._bins.append(_Bin(arrival_s, self._clock_s, self._samples, self._packets, 0.0))
        if self._clock:
            self._clock.feed(frames)

    @property
    def samples(self) -> int:
        """Samples that came since the session began."""
        return self._samples

    @property
    def last_s(self) -> float | None:
        """When samples last came on this connection."""
        return self._last_s

    @property
    def rate_hz(self) -> float | None:
        """Samples a second of late: by the sensor's clock where the wire has it, else by arrival.

        By arrival, samples that are sent again after a loss would look like a faster sensor.
        """
        span_s = self._clock_s - self._bins[0].clock_s if self._bins else 0.0
        return (self._samples - self._bins[0].samples) / span_s if span_s > 0.0 else None

    @property
    def batch(self) -> float | None:
        """Samples a packet of late."""
        packets = self._packets - self._bins[0].packets if self._bins else 0
        return (self._samples - self._bins[0].samples) / packets if packets else None

    @property
    def batch_s(self) -> float:
        """From one packet to the next on average, of late; 0 while not known."""
        packets = self._packets - self._bins[0].packets if self._bins else 0
        return self._span_s / packets if packets else 0.0

    @property
    def gap_s(self) -> float | None:
        """Longest wait between two packets of late."""
        return max((each.longest_s for each in self._bins), default=None)

    @property
    def lost(self) -> int:
        """Samples recognised as lost on a wire that does not number them; silences between connections do not count."""
        return round(self._lost)

    @property
    def _lost(self) -> float:
        return self._lost_before + (self._clock.lost_s / self._period_s if self._clock else 0.0)

    @property
    def _span_s(self) -> float:
        return self._last_s - self._bins[0].first_s if self._bins and self._last_s is not None else 0.0
