"""The lower envelope of arrivals: the straight line under (sensor time, arrival) that the least delayed packets touch.

A packet can be late but never early, so the true relation of the two clocks runs along the lower edge of the
points. The slope is that of the edge of the lower convex hull which spans the middle of the window: among all
lines below the points it has the least sum of distances (Zhang, Liu and Xia, "Clock synchronization algorithms
for network measurements", IEEE INFOCOM 2002). The offset comes from the newest points alone, so that a slope
that is slightly off does not add up over the window.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WINDOW_S = 60.0
"""The window grows to this length and is then cut back to KEPT_S: long for a steady slope, short to follow warmth."""
KEPT_S = 30.0
SLOPE_FROM_S = 8.0
"""Below this span the slope is believed to be what it was (at first: nominal); delays would weigh too much."""
_YOUNG_POINTS = 4
"""Newest points that give the offset while the slope is not known, which it then drifts away from..."""
_RECENT_POINTS = 20
"""...and once it is."""
_CLOCK_ERROR = 0.007
"""Clocks are off by up to this share..."""
_POINT_S = 1.0
"""...over the newest points, and as long as it takes till the next."""

Point = tuple[float, float]
"""Sensor time, arrival; seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """arrival = `arrival_s` + `slope` (sensor time - `sensor_s`)."""

    sensor_s: float
    arrival_s: float
    slope: float

    def at(self, sensor_s: float) -> float:
        """Arrival clock at this sensor time."""
        return self.arrival_s + self.slope * (sensor_s - self.sensor_s)


class LowerEnvelope:
    """Takes points in the order of sensor time and gives the line below the newest window of them."""

    def __init__(self, slope_limit: float) -> None:
        self._slope_limit = slope_limit
        """How far from 1 the slope may lie: no sensor's clock is further off."""
        self._points: list[Point] = []
        """The window."""
        self._hull: list[Point] = []
        """Its lower convex hull, from left to right."""
        self._slope = 1.0
        self.doubt_s = 0.0
        """How late on-time packets may look by the newest line: while the slope is not known, it lags behind them."""

    def add(self, sensor_s: float, arrival_s: float) -> Line:
        """The line with one more point taken into account."""
        self._points.append((sensor_s, arrival_s))
        if sensor_s - self._points[0][0] > WINDOW_S:
            self._points = [point for point in self._points if sensor_s - point[0] <= KEPT_S]
            self._hull = lower_hull(self._points)
        else:
            _extend(self._hull, (sensor_s, arrival_s))
        first_s = self._points[0][0]
        is_old = sensor_s - first_s >= SLOPE_FROM_S
        if is_old:
            slope = _slope_at(self._hull, 0.5 * (first_s + sensor_s))
            self._slope = min(max(slope, 1.0 - self._slope_limit), 1.0 + self._slope_limit)
        newest = self._points[-_RECENT_POINTS:] if is_old else self._points[-_YOUNG_POINTS:]
        self.doubt_s = 0.0 if is_old else _CLOCK_ERROR * (sensor_s - newest[0][0] + _POINT_S)
        offset_s = min([arrival - self._slope * (sensor - sensor_s) for sensor, arrival in newest])
        return Line(sensor_s, offset_s, self._slope)


def lower_hull(points: Iterable[Point]) -> list[Point]:
    """Lower convex hull of points in rising order (Andrew's monotone chain)."""
    hull: list[Point] = []
    for point in points:
        _extend(hull, point)
    return hull


def _extend(hull: list[Point], point: Point) -> None:
    """Add a point on the right; what then lies above an edge goes."""
    x, y = point
    while len(hull) >= 2:
        (x0, y0), (x1, y1) = hull[-2], hull[-1]
        if (x1 - x0) * (y - y0) > (y1 - y0) * (x - x0):
            break
        hull.pop()
    hull.append(point)


def _slope_at(hull: Sequence[Point], x: float) -> float:
    """Slope of the edge over `x`."""
    for (x0, y0), (x1, y1) in zip(hull[-2::-1], hull[:0:-1], strict=True):
        if x0 <= x:
            return (y1 - y0) / (x1 - x0) if x1 > x0 else 1.0
    return 1.0
