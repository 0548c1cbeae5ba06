"""Delays of samples, by bin: the parts of bins that came with one feed, each with its least and most delay."""

from dataclasses import dataclass

import numpy as np

from sensorcoach.clock.lower_envelope import Line
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class BinPart:
    """Samples of one bin that came with one feed: array positions, and least and most delay.

    A delay is arrival less sensor time; `least_at` is the position of the sample with the least.
    """

    start: int
    stop: int
    least_at: int
    least_s: float
    most_s: float


@dataclass(frozen=True, slots=True)
class WireTimes:
    """Arrivals and sensor times (n,) of samples; `bare_s` is the sensor time without estimated losses."""

    arrival_s: FloatArray
    bare_s: FloatArray
    sensor_s: FloatArray

    def late_s(self, line: Line, start: int, stop: int) -> FloatArray:
        """Lateness (stop - start,) of samples, compared with the line."""
        here = slice(start, stop)
        return self.arrival_s[here] - (line.arrival_s + line.slope * (self.sensor_s[here] - line.sensor_s))


def cut_at_bins(delay_s: FloatArray, start: int, first_end: int, bin_samples: int) -> list[BinPart]:
    """Cut delays (n,), from position `start` on, at the ends of bins; the first bin ends at `first_end`."""
    first = min(first_end, len(delay_s))
    bins = (len(delay_s) - first) // bin_samples
    last = first + bins * bin_samples
    middle = delay_s[first:last].reshape(bins, bin_samples)
    starts = np.arange(first, last, bin_samples)
    columns = (starts, starts + np.argmin(middle, axis=1), np.min(middle, axis=1), np.max(middle, axis=1))
    parts = [
        BinPart(low, low + bin_samples, least_at, least_s, most_s)
        for low, least_at, least_s, most_s in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return [*make_part(delay_s, start, first), *parts, *make_part(delay_s, last, len(delay_s))]


def make_part(delay_s: FloatArray, start: int, stop: int) -> list[BinPart]:
    """One part in a list, or an empty list where it has no samples."""
    if start >= stop:
        return []
    here = delay_s[start:stop]
    return [BinPart(start, stop, start + int(np.argmin(here)), float(np.min(here)), float(np.max(here)))]
