"""The course of the sample clock: straight stretches that meet, each bending gently towards the newest line.

A better line is not jumped to: time must not run backwards, and a jump would look like a jerk of the sensor.
The difference is worked off at SLEW seconds a second.
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.clock.lower_envelope import Line
from sensorcoach.samples import FloatArray

SLEW = 0.05
"""Share by which time may run fast or slow while it makes up: more is sooner right, less bends a tempo less."""


@dataclass(frozen=True, slots=True)
class SlewedSegment:
    """Time by a line, and what is left of the difference to the stretch before.

    `ahead_s`: how far the course was ahead of the line (negative: behind) at the line's own `sensor_s`.
    """

    line: Line
    ahead_s: float = 0.0

    def at(self, sensor_s: float) -> float:
        """Time at one sensor time."""
        left_s = max(0.0, abs(self.ahead_s) - SLEW * max(0.0, sensor_s - self.line.sensor_s))
        return self.line.at(sensor_s) + (left_s if self.ahead_s > 0.0 else -left_s)

    def followed_by(self, line: Line, sensor_s: float) -> "SlewedSegment":
        """The stretch that goes on from this one at `sensor_s`, towards another line."""
        start = Line(sensor_s, line.at(sensor_s), line.slope)
        return SlewedSegment(start, self.at(sensor_s) - start.arrival_s)


class SlewedTimeline:
    """The stretches in force along an array of samples; the first from position 0 on."""

    def __init__(self, first: SlewedSegment) -> None:
        self.now = first
        """The newest stretch."""
        self._stretches = [first]
        self._starts = [0]

    def go_on(self, stretch: SlewedSegment, position: int) -> None:
        """From this position on another stretch is in force."""
        self.now = stretch
        self._stretches.append(stretch)
        self._starts.append(position)

    def times_s(self, sensor_s: FloatArray) -> FloatArray:
        """Times (n,) of the first n samples, given their sensor times (n,)."""
        ends = np.minimum([*self._starts[1:], len(sensor_s)], len(sensor_s))
        lengths = ends - np.concatenate([[0], ends[:-1]])
        columns = [(s.line.sensor_s, s.line.arrival_s, s.line.slope, s.ahead_s) for s in self._stretches]
        start_s, arrival_s, slope, ahead_s = np.repeat(np.array(columns, dtype=np.float64).T, lengths, axis=1)
        passed_s = sensor_s - start_s
        left_s = np.maximum(0.0, np.abs(ahead_s) - SLEW * np.maximum(0.0, passed_s))
        return arrival_s + slope * passed_s + np.copysign(left_s, ahead_s)
