"""Measure a connection: sample rate, samples per packet, longest wait, loss. Memory does not grow with time."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.samples import Frames

EDGES_S = (0.0, 0.005, 0.015, 0.03, 0.045, 0.06, 0.1, 0.2, 0.5, 1.0)
"""Lower edges of the bins in seconds; the last bin is open. Usual connection intervals are 7.5 to 45 ms."""


@dataclass(frozen=True, slots=True)
class WaitBin:
    """The number of waits from `from_s` to below `to_s` (None: no upper edge)."""

    from_s: float
    to_s: float | None
    count: int


class WaitHistogram:
    """Histogram of the time between two packets."""

    def __init__(self) -> None:
        self._counts = [0] * len(EDGES_S)

    def add(self, wait_s: float) -> None:
        """Count one more wait."""
        self._counts[max(0, bisect_right(EDGES_S, wait_s) - 1)] += 1

    def bins(self) -> tuple[WaitBin, ...]:
        """Return the bins that are not empty, shortest waits first."""
        ends = (*EDGES_S[1:], None)
        rows = zip(EDGES_S, ends, self._counts, strict=True)
        return tuple(WaitBin(start, end, count) for start, end, count in rows if count)


WINDOW_S = 10.0
"""Window for rate, batch and longest wait. A shorter one shows changes earlier, a longer one is more precise."""
_BIN_S = 0.5
_BINS = round(WINDOW_S / _BIN_S)


@dataclass(slots=True)
class _Bin:
    """Half a second of packets.

    `first_s`, `clock_s`: the first packet's arrival, and its time on the clock that measures the rate. `samples`,
    `packets`: totals up to and including that packet. `longest_s`: longest wait in this bin.
    """

    first_s: float
    clock_s: float
    samples: int
    packets: int
    longest_s: float


class LinkStatistics:
    """Measures the packets that contain samples."""

    def __init__(self) -> None:
        self.waits = WaitHistogram()
        """Waits between packets since the session began, without those between two connections."""
        self._bins: deque[_Bin] = deque(maxlen=_BINS)
        """The bins of the window, oldest first."""
        self._clock_s = 0.0
        """Device time of the newest sample where the wire has it, else its arrival."""
        self._samples = 0
        """Samples received since the session began."""
        self._packets = 0
        """Packets with samples since the session began."""
        self._last_s: float | None = None
        """Arrival of the newest samples on this connection."""
        self.newest_s: float | None = None
        """Arrival of the newest samples on any connection."""
        self._clock: SampleClock | None = None
        """Estimates losses. None where the sensor numbers its samples."""
        self._period_s = 0.0
        """Nominal time between two samples, 0 where the rate is unknown."""
        self._lost_before = 0.0
        """Estimated lost samples of earlier connections."""

    def begin_connection(self, nominal_hz: float | None, *, numbers_samples: bool) -> None:
        """Restart the measurements for a new connection. Totals stay.

        `nominal_hz`: the agreed rate; without it losses are not estimated.
        """
        self._lost_before = self._lost
        self._clock = None if numbers_samples or not nominal_hz else SampleClock(nominal_hz)
        self._period_s = 1.0 / nominal_hz if nominal_hz else 0.0
        self._bins.clear()
        self._last_s = None

    def add_packet(self, arrival_s: float, frames: Frames, *, is_held: bool = False) -> None:
        """Add a packet with its decoded samples. `is_held`: the decoder holds samples back until lost ones arrive."""
        if not len(frames) and not is_held:
            return
        wait_s = 0.0 if self._last_s is None else max(0.0, arrival_s - self._last_s)
        if self._last_s is not None:
            self.waits.add(wait_s)
        self._last_s = self.newest_s = arrival_s
        self._packets += 1
        if len(frames):
            self._add_samples(arrival_s, frames)
        if self._bins:
            self._bins[-1].longest_s = max(self._bins[-1].longest_s, wait_s)

    def _add_samples(self, arrival_s: float, frames: Frames) -> None:
        self._clock_s = arrival_s if frames.device_time_s is None else float(frames.device_time_s[-1])
        self._samples += len(frames)
        if not self._bins or arrival_s - self._bins[-1].first_s >= _BIN_S:
            self._bins.append(_Bin(arrival_s, self._clock_s, self._samples, self._packets, 0.0))
        if self._clock:
            self._clock.feed(frames)

    @property
    def samples(self) -> int:
        """Samples received since the session began."""
        return self._samples

    @property
    def last_s(self) -> float | None:
        """Arrival of the newest samples on this connection, None before the first."""
        return self._last_s

    @property
    def rate_hz(self) -> float | None:
        """Samples per second in the window, None while unknown.

        Measured on the sensor's clock where the wire has it: arrivals of repeated samples would show a faster sensor.
        """
        span_s = self._clock_s - self._bins[0].clock_s if self._bins else 0.0
        return (self._samples - self._bins[0].samples) / span_s if span_s > 0.0 else None

    @property
    def window_s(self) -> float:
        """Length of the window that `rate_hz` is measured in, 0 before the first samples."""
        return self._clock_s - self._bins[0].clock_s if self._bins else 0.0

    @property
    def batch(self) -> float | None:
        """Samples per packet in the window, None while unknown."""
        packets = self._packets - self._bins[0].packets if self._bins else 0
        return (self._samples - self._bins[0].samples) / packets if packets else None

    @property
    def batch_s(self) -> float:
        """Mean time between two packets in the window, 0 while unknown."""
        packets = self._packets - self._bins[0].packets if self._bins else 0
        return self._span_s / packets if packets else 0.0

    @property
    def longest_wait_s(self) -> float | None:
        """Longest wait between two packets in the window, None while unknown."""
        return max((each.longest_s for each in self._bins), default=None)

    @property
    def lost(self) -> int:
        """Estimated lost samples on a wire that does not number them, without the time between connections."""
        return round(self._lost)

    @property
    def _lost(self) -> float:
        return self._lost_before + (self._clock.lost_s / self._period_s if self._clock else 0.0)

    @property
    def _span_s(self) -> float:
        return self._last_s - self._bins[0].first_s if self._bins and self._last_s is not None else 0.0
