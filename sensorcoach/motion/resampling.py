"""The even grid: resamples samples of any rate and jitter to one fixed rate.

Each grid value is the mean, over the grid cell around its time, of the straight-line interpolation between samples. It
keeps the integral of the gyro exactly, is an anti-aliasing filter for fast sensors, and is plain interpolation for slow
ones. All later stages rely on one rate, so they treat 20 and 400 Hz sensors alike.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, Samples

RATE_HZ: Annotated[float, Within(25.0, 200.0, "Hz")] = 50.0
"""Rate of the grid. A person's segment moves below 5 Hz; ten points on the steepest part are enough. The filter
coefficients are made for this rate."""

CELL_S = 1.0 / RATE_HZ
"""Duration of a grid cell."""


@dataclass(frozen=True, slots=True)
class GridBlock:
    """Consecutive grid points, n of them.

    `first`: number of the first point; point k lies at `origin_s + k / RATE_HZ`.
    `values` (n, 3 or 6): specific force in m/s², then angular rate in rad/s where there is a gyro.
    """

    first: int
    origin_s: float
    values: FloatArray


class Grid:
    """Streams samples onto the grid; draws a straight line across gaps, which are reported elsewhere."""

    def __init__(self) -> None:
        self._origin_s: float | None = None
        """Time of grid point 0: that of the first sample."""
        self._next = 0
        """Number of the next grid point to give."""
        self._time_s: FloatArray = np.empty(0)
        """Times of the samples still needed."""
        self._values: FloatArray = np.empty((0, 0))
        """Values of those samples, one row for each axis: sums run along a row, which is contiguous in memory."""
        self._integral: FloatArray = np.empty((0, 0))
        """Integral of the interpolated values from the first sample to each of them, in the same layout."""

    def feed(self, samples: Samples) -> GridBlock | None:
        """Return the grid points whose cell these samples complete; None if they complete none."""
        if len(samples) == 0:
            return None
        values = [samples.acc_mps2] if samples.gyro_radps is None else [samples.acc_mps2, samples.gyro_radps]
        if self._origin_s is None:
            self._origin_s = float(samples.time_s[0])
            self._begin(samples.time_s, values)
        else:
            self._extend(samples.time_s, values)
        return self._emit(self._origin_s)

    def _begin(self, time_s: FloatArray, values: list[FloatArray]) -> None:
        self._time_s = time_s[:1].copy()
        self._values = np.concatenate([part[:1].T for part in values])
        self._integral = np.zeros((len(self._values), 1))
        self._extend(time_s[1:], [part[1:] for part in values])

    def _extend(self, time_s: FloatArray, values: list[FloatArray]) -> None:
        """Append samples, values (n, 3) each, with the integral up to each, in an order of sums that no cut changes."""
        times = np.concatenate([self._time_s, time_s])
        old = len(self._time_s)
        rows, integral = np.empty((2, len(self._values), len(times)))
        rows[:, :old], integral[:, :old] = self._values, self._integral
        for k, part in enumerate(values):
            rows[3 * k : 3 * k + 3, old:] = part.T
        areas = integral[:, old:]
        np.add(rows[:, old - 1 : -1], rows[:, old:], out=areas)
        areas *= 0.5
        areas *= times[old:] - times[old - 1 : -1]
        np.cumsum(integral[:, old - 1 :], axis=1, out=integral[:, old - 1 :])
        self._time_s, self._values, self._integral = times, rows, integral

    def _emit(self, origin_s: float) -> GridBlock | None:
        last_s = float(self._time_s[-1])
        stop = int((last_s - origin_s) * RATE_HZ) + 1
        edges_s = origin_s + (np.arange(self._next, stop + 1) - 0.5) * CELL_S
        edges_s = np.maximum(edges_s[edges_s <= last_s], origin_s)
        if len(edges_s) < 2:
            return None
        stop = self._next + len(edges_s) - 1
        integral = self._integral_at(edges_s)
        block = ((integral[:, 1:] - integral[:, :-1]) / (edges_s[1:] - edges_s[:-1])).T
        first, self._next = self._next, stop
        self._drop_before(edges_s[-1])
        return GridBlock(first, origin_s, block)

    def _integral_at(self, when_s: FloatArray) -> FloatArray:
        """The integral at each of these times; a sample's own time ends the interval before that sample.

        The interval behind the newest sample is still unknown, so the other choice would depend on the cut.
        """
        left = np.clip(np.searchsorted(self._time_s, when_s, side="left") - 1, 0, len(self._time_s) - 2)
        since = when_s - self._time_s[left]
        span = self._time_s[left + 1] - self._time_s[left]
        start = self._values.take(left, axis=1)
        slope = (self._values.take(left + 1, axis=1) - start) / span
        return self._integral.take(left, axis=1) + since * (start + 0.5 * since * slope)

    def _drop_before(self, time_s: float) -> None:
        """Forget the samples before the interval that contains this time, or ends with it."""
        keep = max(int(np.searchsorted(self._time_s, time_s, side="left")) - 1, 0)
        self._time_s = self._time_s[keep:].copy()
        self._values = self._values[:, keep:].copy()
        self._integral = self._integral[:, keep:].copy()
