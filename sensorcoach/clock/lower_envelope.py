"""The lower envelope of arrivals: the straight line under (sensor time, arrival) that the least delayed packets touch.

A packet can be late but never early, so the true relation of the two clocks runs along the lower edge of the points.
The slope comes from one edge of the lower convex hull: the edge that spans the middle of the window. Among all lines
below the points it has the least sum of distances (Zhang, Liu and Xia, "Clock synchronization algorithms for network
measurements", IEEE INFOCOM 2002). The offset comes from the newest points alone, so that a small error of the slope
does not add up over the window.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from sensorcoach.parameters import Within

WINDOW_S: Annotated[float, Within(20.0, 300.0, "s")] = 60.0
"""Length at which the window is cut back to `KEPT_S`. Longer steadies the slope, shorter follows the temperature."""

KEPT_S: Annotated[float, Within(10.0, 150.0, "s")] = 30.0
"""Length of the window after a cut. Half of `WINDOW_S` is enough for a steady slope."""

SLOPE_FROM_S: Annotated[float, Within(2.0, 30.0, "s")] = 8.0
"""Span of points below which the slope keeps its former value, at first 1. Delays weigh too much on a short span."""

YOUNG_POINTS: Annotated[int, Within(1, 20, "points")] = 4
"""Number of newest points that give the offset while the slope is unknown. The offset then drifts."""

RECENT_POINTS: Annotated[int, Within(4, 100, "points")] = 20
"""Number of newest points that give the offset once the slope is known. More points find a packet that is on time."""

CLOCK_ERROR: Annotated[float, Within(0.0001, 0.02, "share")] = 0.007
"""Largest error of a sensor's clock while the slope is unknown. Clocks are within 7000 ppm."""

POINT_S: Annotated[float, Within(0.1, 5.0, "s")] = 1.0
"""Time until the next point, over which that error grows further. A bin lasts half a second, or one long packet."""

Point = tuple[float, float]
"""Sensor time, arrival; seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """arrival = `arrival_s` + `slope` (sensor time - `sensor_s`)."""

    sensor_s: float
    arrival_s: float
    slope: float

    def at(self, sensor_s: float) -> float:
        """Time on the arrival clock at this sensor time."""
        return self.arrival_s + self.slope * (sensor_s - self.sensor_s)


class LowerEnvelope:
    """Takes points in the order of sensor time and gives the line below the newest window of them."""

    def __init__(self, slope_limit: float) -> None:
        self._slope_limit = slope_limit
        """Largest difference of the slope from 1: no sensor's clock is further off."""
        self._points: list[Point] = []
        """The window."""
        self._hull: list[Point] = []
        """Lower convex hull of the window, from left to right."""
        self._slope = 1.0
        self.doubt_s = 0.0
        """Largest apparent lateness of an on-time packet: while the slope is unknown, the line lags behind."""

    def add(self, sensor_s: float, arrival_s: float) -> Line:
        """Add a point; returns the new line."""
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
        newest = self._points[-RECENT_POINTS:] if is_old else self._points[-YOUNG_POINTS:]
        self.doubt_s = 0.0 if is_old else CLOCK_ERROR * (sensor_s - newest[0][0] + POINT_S)
        offset_s = min([arrival - self._slope * (sensor - sensor_s) for sensor, arrival in newest])
        return Line(sensor_s, offset_s, self._slope)


def lower_hull(points: Iterable[Point]) -> list[Point]:
    """Lower convex hull of points in rising order (Andrew's monotone chain)."""
    hull: list[Point] = []
    for point in points:
        _extend(hull, point)
    return hull


def _extend(hull: list[Point], point: Point) -> None:
    """Add a point on the right; drop the points that then lie above an edge."""
    x, y = point
    while len(hull) >= 2:
        (x0, y0), (x1, y1) = hull[-2], hull[-1]
        if (x1 - x0) * (y - y0) > (y1 - y0) * (x - x0):
            break
        hull.pop()
    hull.append(point)


def _slope_at(hull: Sequence[Point], x: float) -> float:
    """Slope of the hull's edge over `x`."""
    for (x0, y0), (x1, y1) in zip(hull[-2::-1], hull[:0:-1], strict=True):
        if x0 <= x:
            return (y1 - y0) / (x1 - x0) if x1 > x0 else 1.0
    return 1.0
