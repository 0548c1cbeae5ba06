"""When each sample was taken, on the recording's clock.

Radio delivers in bunches, late, and not all; a sensor's own clock is off by up to 7000 ppm. What is steady is the
sensor: its counters where the wire has them, else the count of its samples. That sensor time is laid along the
lower envelope of the arrivals, or, where packets are long, through the middle of what they allow (`strip.py`). The
time of a sample is then when it would have arrived without delay, save a constant that nobody can know.

Everything is decided at fixed numbers of samples, so times do not depend on how the samples were cut into feeds:
after a first second (and two whole packets), in which samples are held back until it is known which of them were on
time, the line is renewed with each half second of samples, or with each packet if that is longer. Samples are never
moved together over a hole.
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.clock.long_packet_line import LongPacketLine
from sensorcoach.clock.loss_estimator import LossEstimator
from sensorcoach.clock.lower_envelope import Line, LowerEnvelope, Point
from sensorcoach.clock.slewed_time import SlewedSegment, SlewedTimeline
from sensorcoach.dsp.running import median
from sensorcoach.samples import FloatArray, Frames, Samples, freeze, join_frames

_WARM_UP_S = 1.0
_RATE_FROM_S = 2.0
"""How long samples are held back where even the rate must be found out."""
_WARM_UP_PACKETS = 2
_WARM_UP_SAMPLES = 4096
"""Never hold back more than this at the start."""
_LONG_PACKET_S = 0.15
"""Packets from here on may all be late by almost the same for seconds: too few to find one that is on time."""
_BIN_S = 0.5
DEFAULT_PERIOD_S = 0.01
"""Of a sensor whose rate nobody knows and whose arrivals do not show it."""
_SLOPE_LIMIT = 0.02
_GUESSED_SLOPE_LIMIT = 0.1
_ROUNDING_S = 1e-9
_LEAST_STEP_S = 2.0**-20
"""Times rise by at least this (a microsecond; a power of two, so that it adds without rounding)."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Samples of one bin that came with one feed: positions, and least and most of arrival less sensor time."""

    start: int
    stop: int
    least_at: int
    least_s: float
    most_s: float


@dataclass(frozen=True, slots=True)
class _Wire:
    """Arrivals and sensor times (n,) of what is being looked at; `bare_s` does not count silent losses."""

    arrival_s: FloatArray
    bare_s: FloatArray
    sensor_s: FloatArray

    def late_s(self, line: Line, start: int, stop: int) -> FloatArray:
        """How much later than by the line samples came."""
        here = slice(start, stop)
        return self.arrival_s[here] - (line.arrival_s + line.slope * (self.sensor_s[here] - line.sensor_s))


class SampleClock:
    """Gives each frame its time, after `after_s`; `rate_hz` is the nominal rate, or None to have it found out.

    With device time on the wire that is the sensor time; else with an index, index over rate; else the count,
    and lost samples are recognised as `silent_loss` says. All samples come out, in order, but at the start and
    while it is open whether samples were lost not at once: call `finish` at the end of the recording.
    """

    def __init__(self, rate_hz: float | None, after_s: float = -np.inf) -> None:
        self.lost_s = 0.0
        """Time of samples recognised as lost on a wire that does not number them."""
        self._period_s = 1.0 / rate_hz if rate_hz else None
        self._held: Frames | None = None
        """Samples whose time is not settled, oldest first."""
        self._seen = 0
        """How many of those have been looked at."""
        self._given = 0
        """Samples given out; those held come next."""
        self._before_s = -np.inf
        """Arrival of the newest sample given out."""
        self._newest_s = after_s
        """The newest time given out, less all the least steps up to there."""
        self._stretch: SlewedSegment | None = None
        """The course in force; None during the warm-up."""
        self._envelope: LowerEnvelope | LongPacketLine = LowerEnvelope(
            _SLOPE_LIMIT if rate_hz else _GUESSED_SLOPE_LIMIT
        )
        self._loss: LossEstimator | None = None
        """None where the wire numbers its samples."""
        self._bin_samples = 0
        self._bin_left = 0
        """Samples missing to the end of the open bin."""
        self._least: tuple[float, Point] | None = None
        """Least delay in the open bin, and sensor time and arrival of the sample that has it."""
        self._bin_broken = False
        """A loss was recognised within the open bin, so that its delays do not compare."""

    def feed(self, frames: Frames) -> Samples:
        """Times for what is settled, in order; the same however the frames are cut."""
        held = frames if self._held is None else join_frames([self._held, frames], frames)
        self._held = None
        if self._stretch is None:
            warm = self._warm_up_end(held)
            if warm is None:
                self._held = held if len(held) else None
                return self._out(held, np.empty(0))
            self._begin(held.cut(0, warm))
            self._seen = warm
            return self._advance(held, warm)
        return self._advance(held)

    def finish(self) -> Samples:
        """What is still held back; the clock is of no use afterwards."""
        held, self._held = self._held, None
        if held is None:
            return Samples(np.empty(0), np.empty((0, 3)))
        if self._stretch is None:
            self._period_s = self._period_s or DEFAULT_PERIOD_S
            self._begin(held)
        verdict = self._loss.give_up() if self._loss else None
        wire = _Wire(held.arrival_s, self._sensor_s(held), self._sensor_s(held) + self.lost_s)
        if verdict and verdict.lost_s:
            self._lose(wire, verdict.start, verdict.lost_s)
        return self._out(held, self._course().times_s(wire.sensor_s))

    @property
    def lost_samples(self) -> int:
        """The same in samples, an estimate; 0 where the wire numbers them."""
        return round(self.lost_s / self._period_s) if self._period_s else 0

    def _course(self) -> SlewedTimeline:
        if self._stretch is None:
            raise AssertionError("the warm-up is not over")
        return SlewedTimeline(self._stretch)

    def _sensor_s(self, frames: Frames) -> FloatArray:
        """Sensor time of frames that come right behind those given out, silent losses not counted."""
        if frames.device_time_s is not None:
            return frames.device_time_s
        number = np.arange(self._given, self._given + len(frames)) if frames.index is None else frames.index
        return number.astype(np.float64) * (self._period_s or DEFAULT_PERIOD_S)

    def _warm_up_end(self, held: Frames) -> int | None:
        """How many samples the warm-up takes, or None while it goes on; finds the rate if nobody knew it."""
        if not len(held):
            return None
        guess = self._period_s is None and held.device_time_s is None
        clock_s = held.arrival_s if guess else self._sensor_s(held)
        packets = np.cumsum(np.diff(held.arrival_s, prepend=held.arrival_s[0]) != 0.0)
        passed = (clock_s - clock_s[0] >= (_RATE_FROM_S if guess else _WARM_UP_S)) & (packets >= _WARM_UP_PACKETS)
        passed[_WARM_UP_SAMPLES - 1 :] = True
        if not passed.any():
            return None
        warm = int(np.argmax(passed)) + 1
        if self._period_s is None:
            number = np.arange(warm) if held.index is None else held.index
            steps = max(1, int(number[warm - 1] - number[0]))
            self._period_s = float(clock_s[warm - 1] - clock_s[0]) / steps or DEFAULT_PERIOD_S
        return warm

    def _begin(self, warm: Frames) -> None:
        """The first line, and how the wire behaves, out of the warm-up."""
        period_s = self._period_s or DEFAULT_PERIOD_S
        sensor_s = self._sensor_s(warm)
        points = np.array([np.argmin(warm.arrival_s - sensor_s)])
        starts = np.flatnonzero(np.diff(warm.arrival_s, prepend=-np.inf))
        batch = max(1, int(median(np.diff(starts, append=len(warm)))))
        self._bin_samples = self._bin_left = max(4, round(_BIN_S / period_s))
        if warm.device_time_s is None and warm.index is None:
            self._loss = LossEstimator(period_s, batch, np.diff(warm.arrival_s[starts]))
        elif len(starts) > 1 and batch * period_s >= _LONG_PACKET_S:
            self._envelope = LongPacketLine()
            self._bin_samples = self._bin_left = max(4, int(np.max(np.diff(starts))))
            points = starts[1:] - 1
        for point in points.tolist():
            self._stretch = SlewedSegment(self._envelope.add(float(sensor_s[point]), float(warm.arrival_s[point])))
        if self._loss:
            self._loss.doubt_s = self._envelope.doubt_s

    def _advance(self, held: Frames, warm: int = 0) -> Samples:
        """Look at what has not been looked at, renew the line at each end of a bin, give out what is settled.

        `warm` samples are the warm-up: only its end has shown which of them were on time, and whether any were lost.
        """
        wire = _Wire(held.arrival_s, self._sensor_s(held), self._sensor_s(held) + self.lost_s)
        course = self._course()
        for part in _part(wire.arrival_s - wire.bare_s, 0, warm):
            self._settle(wire, part, course.now.line)
        for part in self._parts(wire.arrival_s - wire.bare_s):
            self._settle(wire, part, course.now.line)
            if self._least is None or part.least_s < self._least[0]:
                point = (float(wire.sensor_s[part.least_at]), float(wire.arrival_s[part.least_at]))
                self._least = (part.least_s, point)
            self._bin_left -= part.stop - part.start
            if not self._bin_left:
                self._close_bin(wire, part.stop, course)
        self._stretch = course.now
        settled = len(held)
        if self._loss and self._loss.hold:
            settled = self._loss.hold.start
            self._loss.hold = self._loss.hold.moved_to_front()
            self._held = held.cut(settled, len(held))
        self._seen = len(held) - settled
        return self._out(held, course.times_s(wire.sensor_s[:settled]))

    def _parts(self, delay_s: FloatArray) -> list[_Part]:
        """The samples not looked at, cut at the ends of bins; `delay_s` (n,) is arrival less sensor time."""
        first = min(self._seen + self._bin_left, len(delay_s))
        bins = (len(delay_s) - first) // self._bin_samples
        last = first + bins * self._bin_samples
        middle = delay_s[first:last].reshape(bins, self._bin_samples)
        starts = np.arange(first, last, self._bin_samples)
        columns = (starts, starts + np.argmin(middle, axis=1), np.min(middle, axis=1), np.max(middle, axis=1))
        parts = [
            _Part(start, start + self._bin_samples, least_at, least_s, most_s)
            for start, least_at, least_s, most_s in zip(*(column.tolist() for column in columns), strict=True)
        ]
        return [*_part(delay_s, self._seen, first), *parts, *_part(delay_s, last, len(delay_s))]

    def _settle(self, wire: _Wire, part: _Part, line: Line) -> None:
        """Where samples look late, find out what was lost."""
        loss = self._loss
        if loss is None:
            return
        ends_s = (float(wire.sensor_s[part.start]), float(wire.sensor_s[part.stop - 1]))
        most_late_s = part.most_s - self.lost_s - min(line.at(end_s) - end_s for end_s in ends_s)
        if loss.hold is None and most_late_s < loss.trigger_s - _ROUNDING_S:
            return
        start = part.start
        while True:
            before_s = float(wire.arrival_s[start - 1]) if start else self._before_s
            verdict = loss.settle(
                wire.late_s(line, start, part.stop), wire.arrival_s[start : part.stop], start, before_s
            )
            if verdict is None:
                return
            start = verdict.at
            if verdict.lost_s:
                self._lose(wire, verdict.start, verdict.lost_s)
                self._bin_broken = True
                start = verdict.start

    def _lose(self, wire: _Wire, start: int, lost_s: float) -> None:
        self.lost_s += lost_s
        wire.sensor_s[start:] = wire.bare_s[start:] + self.lost_s

    def _close_bin(self, wire: _Wire, stop: int, course: SlewedTimeline) -> None:
        """A bin is over: renew the line, unless its samples do not compare or are not settled."""
        least, broken = self._least, self._bin_broken
        self._least, self._bin_broken, self._bin_left = None, False, self._bin_samples
        if least is None or broken or (self._loss and self._loss.hold):
            if self._loss:
                self._loss.pass_over()
            return
        sensor_s, arrival_s = least[1]
        lost_s = self._loss.small(arrival_s - course.now.line.at(sensor_s)) if self._loss else 0.0
        if lost_s:
            self._lose(wire, stop, lost_s)
        line = self._envelope.add(sensor_s + lost_s, arrival_s)
        if self._loss:
            self._loss.doubt_s = self._envelope.doubt_s
        end_s = float(wire.bare_s[stop - 1]) + self.lost_s
        course.go_on(course.now.followed_by(line, end_s), stop)

    def _out(self, frames: Frames, time_s: FloatArray) -> Samples:
        """The first samples of these frames with these times, made to rise."""
        count = len(time_s)
        steps_s = np.arange(self._given, self._given + count) * _LEAST_STEP_S
        time_s = np.maximum.accumulate(np.concatenate([[self._newest_s], time_s - steps_s]))
        self._newest_s = float(time_s[-1])
        self._given += count
        self._before_s = float(frames.arrival_s[count - 1]) if count else self._before_s
        time_s = time_s[1:] + steps_s
        freeze(time_s)
        gyro_radps = None if frames.gyro_radps is None else frames.gyro_radps[:count]
        return Samples(time_s, frames.acc_mps2[:count], gyro_radps)


def _part(delay_s: FloatArray, start: int, stop: int) -> list[_Part]:
    """One part, if there are samples in it."""
    if start >= stop:
        return []
    here = delay_s[start:stop]
    return [_Part(start, stop, start + int(np.argmin(here)), float(np.min(here)), float(np.max(here)))]
