"""The line of the sample clock for long packets: the mean of all lines that the arrivals allow.

A packet waits for the next connection event, so it comes between 0 and one connection interval late; only in a stall
does it come later. With many packets a second some are on time in each second, and `lower_envelope.py` finds those.
Long packets, two or three a second, may keep step with the events. Then the clock's error looks like a delay that
creeps from zero to one interval, falls back and begins again. For seconds the lower edge has the wrong slope.

One thing is certain: at the true slope all packets except the stalled ones lie in a strip, between the line and one
interval above it. So each slope has a weight: how far the line can move before a packet leaves the strip, and how many
packets must have stalled. The result is the weighted mean of the lines. Under these assumptions it has the least mean
square error. Before the first fall-back many slopes remain possible; afterwards very few do.

The length of the interval, and so the mean delay of a packet, is unknown at first. Finding it out must move no times.
So all times are those of the mean delay less half the longest interval. They are off by a constant, which is harmless.
"""

from typing import Annotated

import numpy as np

from sensorcoach.clock.lower_envelope import Line, Point
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

WINDOW_S: Annotated[float, Within(20.0, 300.0, "s")] = 80.0
"""Length at which the window is cut back to `KEPT_S`. Longer steadies the slope, shorter follows the temperature."""

KEPT_S: Annotated[float, Within(10.0, 150.0, "s")] = 60.0
"""Length of the window after a cut. Packets must have fallen back at least once in it."""

INTERVALS_S: Annotated[tuple[float, ...], Within(0.0075, 0.1, "s")] = (0.018, 0.033, 0.048)
"""Possible connection intervals, with some jitter. Programs and systems ask for about 15, 30 and 45 ms."""

INTERVAL_PRIORS: Annotated[tuple[float, ...], Within(0.0, 1.0, "share")] = (0.005, 0.015, 0.98)
"""Prior probability of each interval. The widest has nearly all of it, because a shorter interval soon shows itself."""

LIKELY_CLOCK_ERROR: Annotated[float, Within(0.0001, 0.02, "share")] = 0.0075
"""Largest clock error with full prior weight. Sensor clocks are within 7000 ppm."""

UNLIKELY: Annotated[float, Within(1e-6, 0.1, "share")] = 1e-3
"""Prior weight of a slope with a larger clock error. Some clocks are worse than their data sheets."""

CLOCK_ERROR_LIMIT: Annotated[float, Within(0.01, 0.1, "share")] = 0.02
"""Largest clock error that is considered at all. No known sensor comes near it."""

FIRST_GRID_SLOPES: Annotated[int, Within(41, 1001, "slopes")] = 161
"""Number of slopes of the first grid. They are 250 ppm apart; finer grids follow."""

FINE_GRID_SLOPES: Annotated[int, Within(17, 257, "slopes")] = 65
"""Number of slopes of each finer grid."""

MOST_FINER_GRIDS: Annotated[int, Within(0, 4, "grids")] = 2
"""Number of times that a finer grid may replace a grid, over the slopes that remain possible."""

ENOUGH_SLOPES: Annotated[int, Within(4, 64, "slopes")] = 12
"""Number of possible slopes in a grid that make a finer grid unnecessary."""

POSSIBLE_SHARE: Annotated[float, Within(1e-6, 0.1, "share")] = 1e-3
"""Weight, as a share of the best slope's, above which a slope remains possible."""

STALL_COST: Annotated[float, Within(1.0, 15.0, "nats")] = 5.0
"""Logarithm of the odds that a packet is within the interval, against a stall."""

LEAST_ROOM_S: Annotated[float, Within(1e-6, 1e-3, "s")] = 1e-4
"""Least room of a line within the strip. A jitter of this size must not exclude a slope."""

EACH_UP_TO_POINTS: Annotated[int, Within(10, 300, "points")] = 60
"""Number of points up to which each new point renews the line. A young line still improves quickly."""

SELDOM_POINTS: Annotated[int, Within(1, 20, "points")] = 4
"""Number of points after which an older line is renewed. A point below the line renews it at once."""

_FIRST_GRID = 1.0 + np.linspace(-CLOCK_ERROR_LIMIT, CLOCK_ERROR_LIMIT, FIRST_GRID_SLOPES)


class LongPacketLine:
    """Takes points in the order of sensor time, each at the end of a packet, and gives the line for the newest."""

    doubt_s = 0.0
    """Counterpart of `LowerEnvelope.doubt_s`; this line never lags."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        """The window."""
        self._line: Line | None = None
        self._since = 0
        """Number of points since the last renewal of the line."""

    def add(self, sensor_s: float, arrival_s: float) -> Line:
        """Add a point; returns the line."""
        self._points.append((sensor_s, arrival_s))
        if sensor_s - self._points[0][0] > WINDOW_S:
            self._points = [point for point in self._points if sensor_s - point[0] <= KEPT_S]
        self._since += 1
        line = self._line
        is_young = len(self._points) < EACH_UP_TO_POINTS
        if line is None or is_young or self._since >= SELDOM_POINTS or arrival_s < line.at(sensor_s):
            self._line = line = self._fit_line()
            self._since = 0
        return line

    def _fit_line(self) -> Line:
        points = np.array(self._points)
        newest_s, newest_arrival_s = self._points[-1]
        sensor_s, arrival_s = points[:, 0] - newest_s, points[:, 1] - newest_arrival_s
        slopes = _FIRST_GRID
        weight, offset_s = _weigh(sensor_s, arrival_s, slopes)
        for _ in range(MOST_FINER_GRIDS):
            left = np.flatnonzero(np.sum(weight, axis=0) > POSSIBLE_SHARE * np.max(np.sum(weight, axis=0)))
            if len(left) >= ENOUGH_SLOPES:
                break
            step = float(slopes[1] - slopes[0])
            slopes = np.linspace(float(slopes[left[0]]) - step, float(slopes[left[-1]]) + step, FINE_GRID_SLOPES)
            weight, offset_s = _weigh(sensor_s, arrival_s, slopes)
        total = float(np.sum(weight))
        slope = float(np.sum(weight * slopes)) / total
        return Line(newest_s, newest_arrival_s + float(np.sum(weight * offset_s)) / total, slope)


def _weigh(sensor_s: FloatArray, arrival_s: FloatArray, slopes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weight and mean offset (k, m) of each of k intervals and m slopes.

    The offset is less half the difference between the longest interval and its own.
    """
    above_s = arrival_s[:, np.newaxis] - sensor_s[:, np.newaxis] * slopes
    lowest_s = np.min(above_s, axis=0)
    above_s -= lowest_s
    prior = np.where(np.abs(slopes - 1.0) <= LIKELY_CLOCK_ERROR, 0.0, np.log(UNLIKELY))
    scores: list[FloatArray] = []
    offsets: list[FloatArray] = []
    for interval_s, share in zip(INTERVALS_S, INTERVAL_PRIORS, strict=True):
        within = above_s <= interval_s
        stalled = len(above_s) - np.count_nonzero(within, axis=0)
        room_s = interval_s - np.max(above_s * within, axis=0) + LEAST_ROOM_S
        density = (len(above_s) - stalled) * np.log(INTERVALS_S[-1] / interval_s)
        scores.append(prior + np.log(share * room_s) + density - STALL_COST * stalled)
        offsets.append(lowest_s - 0.5 * (room_s + INTERVALS_S[-1] - interval_s))
    score = np.array(scores)
    return np.exp(score - np.max(score)), np.array(offsets)
