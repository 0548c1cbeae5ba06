"""The line of the sample clock for packets that are long: the middle of all the lines that the arrivals allow.

A packet waits for the next connection event, so it comes between 0 and one connection interval late, later still only
in a stall. With many packets to a second some are on time in each, and `envelope.py` finds those. Long packets, three
or two to a second, may keep step with the events: then the clock's error looks like a delay that creeps from nothing
to an interval, falls back and begins again, and for seconds the lower edge of the arrivals has the wrong slope.

What is certain is the strip: at the true slope all packets but the stalled lie between the line and one interval above
it. So each slope is weighed by how far the line can be moved before a packet leaves the strip, and by how many packets
must have been stalled; the line given out is the mean of what is left (under these assumptions it has the least mean
square error). While the packets have not yet fallen back even once, many slopes are left; afterwards hardly any.

How long the interval is, and so how late packets are in the mean, is not known at first. So that finding it out moves
no times, they are those of a mean delay, less half the longest interval: all off by a constant, which does not matter.
"""

import numpy as np

from sensorcoach.clock.lower_envelope import Line, Point
from sensorcoach.samples import FloatArray

WINDOW_S = 80.0
"""The window grows to this length and is then cut back to KEPT_S: long for a steady slope, short to follow warmth."""
KEPT_S = 60.0
_INTERVALS_S = (0.018, 0.033, 0.048)
"""Connection intervals that programs and systems ask for are near 15, 30 and 45 ms; and some jitter."""
_SHARES = (0.005, 0.015, 0.98)
"""How far each is believed before anything has come: the widest, for the others soon show themselves."""
_LIKELY_SLOPE = 0.0075
"""Sensors' clocks are off by up to 7000 ppm..."""
_UNLIKELY = 1e-3
"""...and one that is further off is that unlikely. Beyond the limit of the first grid none is."""
_FIRST_GRID = 1.0 + np.linspace(-0.02, 0.02, 161)
_FINE_GRID = 65
_FINER = 2
"""A grid is replaced by a finer one, over what is left of it, at most so often..."""
_ENOUGH = 12
"""...and not when so many slopes of it are left."""
_LEFT = 1e-3
"""A slope whose weight is this share of the best's is not left."""
_STALL_COST = 5.0
"""Logarithm of how much likelier a packet is within the interval than stalled."""
_LEAST_ROOM_S = 1e-4
_EACH_UP_TO = 60
_SELDOM = 4
"""With more points than that, the line is weighed anew only at every fourth, or when one is off it."""


class LongPacketLine:
    """Takes points in the order of sensor time, each at the end of a packet, and gives the line for the newest."""

    doubt_s = 0.0
    """As that of the envelope; of no use here."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        """The window."""
        self._line: Line | None = None
        self._since = 0
        """Points since the line was weighed."""

    def add(self, sensor_s: float, arrival_s: float) -> Line:
        """The line with one more point taken into account."""
        self._points.append((sensor_s, arrival_s))
        if sensor_s - self._points[0][0] > WINDOW_S:
            self._points = [point for point in self._points if sensor_s - point[0] <= KEPT_S]
        self._since += 1
        line = self._line
        if line is None or len(self._points) < _EACH_UP_TO or self._since >= _SELDOM or arrival_s < line.at(sensor_s):
            self._line = line = self._weighed()
            self._since = 0
        return line

    def _weighed(self) -> Line:
        points = np.array(self._points)
        newest_s, newest_arrival_s = self._points[-1]
        sensor_s, arrival_s = points[:, 0] - newest_s, points[:, 1] - newest_arrival_s
        slopes = _FIRST_GRID
        weight, offset_s = _weigh(sensor_s, arrival_s, slopes)
        for _ in range(_FINER):
            left = np.flatnonzero(np.sum(weight, axis=0) > _LEFT * np.max(np.sum(weight, axis=0)))
            if len(left) >= _ENOUGH:
                break
            step = float(slopes[1] - slopes[0])
            slopes = np.linspace(float(slopes[left[0]]) - step, float(slopes[left[-1]]) + step, _FINE_GRID)
            weight, offset_s = _weigh(sensor_s, arrival_s, slopes)
        total = float(np.sum(weight))
        slope = float(np.sum(weight * slopes)) / total
        return Line(newest_s, newest_arrival_s + float(np.sum(weight * offset_s)) / total, slope)


def _weigh(sensor_s: FloatArray, arrival_s: FloatArray, slopes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """For each interval and slope (k, m): weight, and mean offset less half of what the longest interval is longer."""
    above_s = arrival_s[:, np.newaxis] - sensor_s[:, np.newaxis] * slopes
    lowest_s = np.min(above_s, axis=0)
    above_s -= lowest_s
    prior = np.where(np.abs(slopes - 1.0) <= _LIKELY_SLOPE, 0.0, np.log(_UNLIKELY))
    scores: list[FloatArray] = []
    offsets: list[FloatArray] = []
    for interval_s, share in zip(_INTERVALS_S, _SHARES, strict=True):
        within = above_s <= interval_s
        stalled = len(above_s) - np.count_nonzero(within, axis=0)
        room_s = interval_s - np.max(above_s * within, axis=0) + _LEAST_ROOM_S
        density = (len(above_s) - stalled) * np.log(_INTERVALS_S[-1] / interval_s)
        scores.append(prior + np.log(share * room_s) + density - _STALL_COST * stalled)
        offsets.append(lowest_s - 0.5 * (room_s + _INTERVALS_S[-1] - interval_s))
    score = np.array(scores)
    return np.exp(score - np.max(score)), np.array(offsets)
