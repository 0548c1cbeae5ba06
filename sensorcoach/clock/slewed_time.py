"""The timeline of the sample clock: straight segments that meet, each bending gently towards the newest line.

The timeline does not jump to a better line: time must not run backwards, and a jump would look like a jerk of the
sensor. It makes up for the difference at `SLEW` seconds a second.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.clock.lower_envelope import Line
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SLEW: Annotated[float, Within(0.005, 0.2, "share")] = 0.05
"""Share by which time may run fast or slow while it catches up. More is correct sooner, less distorts a tempo less."""


@dataclass(frozen=True, slots=True)
class SlewedSegment:
    """Time along a line, plus the rest of the difference to the previous segment.

    `ahead_s`: lead of the timeline over the line (negative: lag) at the line's own `sensor_s`.
    """

    line: Line
    ahead_s: float = 0.0

    def at(self, sensor_s: float) -> float:
        """Time at one sensor time."""
        left_s = max(0.0, abs(self.ahead_s) - SLEW * max(0.0, sensor_s - self.line.sensor_s))
        return self.line.at(sensor_s) + (left_s if self.ahead_s > 0.0 else -left_s)

    def bend_towards(self, line: Line, sensor_s: float) -> "SlewedSegment":
        """Return the segment that follows this one from `sensor_s` on, towards another line."""
        start = Line(sensor_s, line.at(sensor_s), line.slope)
        return SlewedSegment(start, self.at(sensor_s) - start.arrival_s)


class SlewedTimeline:
    """The segments that apply along an array of samples; the first applies from position 0 on."""

    def __init__(self, first: SlewedSegment) -> None:
        self.now = first
        """The newest segment."""
        self._segments = [first]
        self._starts = [0]

    def append(self, segment: SlewedSegment, position: int) -> None:
        """Add a segment that applies from this position on."""
        self.now = segment
        self._segments.append(segment)
        self._starts.append(position)

    def times_s(self, sensor_s: FloatArray) -> FloatArray:
        """Times (n,) of the first n samples, given their sensor times (n,)."""
        ends = np.minimum([*self._starts[1:], len(sensor_s)], len(sensor_s))
        lengths = ends - np.concatenate([[0], ends[:-1]])
        columns = [(s.line.sensor_s, s.line.arrival_s, s.line.slope, s.ahead_s) for s in self._segments]
        start_s, arrival_s, slope, ahead_s = np.repeat(np.array(columns, dtype=np.float64).T, lengths, axis=1)
        passed_s = sensor_s - start_s
        left_s = np.maximum(0.0, np.abs(ahead_s) - SLEW * np.maximum(0.0, passed_s))
        return arrival_s + slope * passed_s + np.copysign(left_s, ahead_s)
