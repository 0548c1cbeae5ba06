"""The time of each sample, on the recording's clock.

Radio delivers in bunches, late, and with losses; a sensor's own clock is off by up to 7000 ppm. The sensor itself is
steady: its counters where the wire has them, else the count of its samples. This sensor time is laid along the lower
envelope of the arrivals. Where packets are long, it is laid through the middle of the possible lines
(`long_packet_line.py`). The time of a sample is then its arrival without delay, except for a constant that cannot be
known.

All decisions are made at fixed numbers of samples, so times do not depend on how feeds cut the samples. A warm-up of
one second (and two whole packets) shows which samples were on time. After it the line is renewed with each half second
of samples, or with each packet if that is longer. Samples are never moved together over a gap.
"""

from typing import Annotated

import numpy as np

from sensorcoach.clock.delay_bins import BinPart, WireTimes, cut_at_bins, make_part
from sensorcoach.clock.long_packet_line import LongPacketLine
from sensorcoach.clock.loss_estimator import LossEstimator
from sensorcoach.clock.lower_envelope import Line, LowerEnvelope, Point
from sensorcoach.clock.slewed_time import SlewedSegment, SlewedTimeline
from sensorcoach.clock.warm_up import find_warm_up_end
from sensorcoach.dsp.running import median
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, Frames, Samples, freeze, join_frames

LONG_PACKET_S: Annotated[float, Within(0.05, 0.5, "s")] = 0.15
"""Duration of a packet from which `LongPacketLine` gives the line. Too few such packets are on time."""

BIN_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.5
"""Time of samples after which the line is renewed. A bin contains a packet that came with little delay."""

DEFAULT_PERIOD_S: Annotated[float, Within(0.001, 0.1, "s")] = 0.01
"""Sample period of a sensor whose rate is unknown, where its arrivals do not show it either."""

SLOPE_LIMIT: Annotated[float, Within(0.005, 0.1, "share")] = 0.02
"""Largest clock error of a sensor whose nominal rate is known. Sensor clocks are within 7000 ppm."""

GUESSED_SLOPE_LIMIT: Annotated[float, Within(0.02, 0.3, "share")] = 0.1
"""Largest clock error where the rate was estimated from two seconds of arrivals."""

ROUNDING_S: Annotated[float, Within(1e-12, 1e-6, "s")] = 1e-9
"""Margin for rounding when a lateness is compared with its limit."""

LEAST_STEP_S: Annotated[float, Within(2.0**-30, 2.0**-10, "s")] = 2.0**-20
"""Least step between two times. It is about a microsecond; a power of two adds without rounding."""


class SampleClock:
    """Gives each frame its time, after `after_s`; `rate_hz` is the nominal rate, or None to estimate it.

    Sensor time is the device time where the wire has one, else index over rate, else count over rate. In the last case
    `LossEstimator` recognises lost samples. All samples come out, in order. Some are held back: at the start, and while
    a loss is in question. Call `finish` at the end of the recording.
    """

    def __init__(self, rate_hz: float | None, after_s: float = -np.inf) -> None:
        self.lost_s = 0.0
        """Time of the samples recognised as lost, on a wire that does not number them."""
        self._period_s = 1.0 / rate_hz if rate_hz else None
        self._held: Frames | None = None
        """Samples without a settled time, oldest first."""
        self._seen = 0
        """Number of held samples that have been looked at."""
        self._given = 0
        """Number of samples given out; the held samples come next."""
        self._before_s = -np.inf
        """Arrival of the newest sample given out."""
        self._newest_s = after_s
        """The newest time given out, less all least steps up to it."""
        self._slewed: SlewedSegment | None = None
        """The newest segment of the timeline; None during the warm-up."""
        self._envelope: LowerEnvelope | LongPacketLine = LowerEnvelope(SLOPE_LIMIT if rate_hz else GUESSED_SLOPE_LIMIT)
        self._loss: LossEstimator | None = None
        """None where the wire numbers its samples."""
        self._bin_samples = 0
        self._bin_left = 0
        """Number of samples until the open bin ends."""
        self._least: tuple[float, Point] | None = None
        """Least delay in the open bin, and sensor time and arrival of its sample."""
        self._bin_broken = False
        """Whether a loss lies within the open bin, so that its delays cannot be compared."""

    def feed(self, frames: Frames) -> Samples:
        """Add frames; returns the samples with settled times, in order. They do not depend on how frames are cut."""
        held = frames if self._held is None else join_frames([self._held, frames], frames)
        self._held = None
        if self._slewed is None:
            warm = self._find_warm_up_end(held)
            if warm is None:
                self._held = held if len(held) else None
                return self._give_out(held, np.empty(0))
            self._begin(held.cut(0, warm))
            self._seen = warm
            return self._advance(held, warm)
        return self._advance(held)

    def finish(self) -> Samples:
        """Return the samples still held back; the clock cannot be used afterwards."""
        held, self._held = self._held, None
        if held is None:
            return Samples(np.empty(0), np.empty((0, 3)))
        if self._slewed is None:
            self._period_s = self._period_s or DEFAULT_PERIOD_S
            self._begin(held)
        decision = self._loss.give_up() if self._loss else None
        wire = WireTimes(held.arrival_s, self._sensor_s(held), self._sensor_s(held) + self.lost_s)
        if decision and decision.lost_s:
            self._add_loss(wire, decision.start, decision.lost_s)
        return self._give_out(held, self._timeline().times_s(wire.sensor_s))

    @property
    def lost_samples(self) -> int:
        """Estimated number of lost samples; 0 where the wire numbers them."""
        return round(self.lost_s / self._period_s) if self._period_s else 0

    def _timeline(self) -> SlewedTimeline:
        if self._slewed is None:
            raise AssertionError("the warm-up is not over")
        return SlewedTimeline(self._slewed)

    def _sensor_s(self, frames: Frames) -> FloatArray:
        """Sensor time of the frames that follow those given out, without estimated losses."""
        if frames.device_time_s is not None:
            return frames.device_time_s
        number = np.arange(self._given, self._given + len(frames)) if frames.index is None else frames.index
        return number.astype(np.float64) * (self._period_s or DEFAULT_PERIOD_S)

    def _find_warm_up_end(self, held: Frames) -> int | None:
        """Return the number of samples in the warm-up, or None while it goes on; sets the rate if it is unknown."""
        if not len(held):
            return None
        guess = self._period_s is None and held.device_time_s is None
        clock_s = held.arrival_s if guess else self._sensor_s(held)
        warm = find_warm_up_end(held, clock_s, rate_is_unknown=guess)
        if warm is not None and self._period_s is None:
            number = np.arange(warm) if held.index is None else held.index
            steps = max(1, int(number[warm - 1] - number[0]))
            self._period_s = float(clock_s[warm - 1] - clock_s[0]) / steps or DEFAULT_PERIOD_S
        return warm

    def _begin(self, warm: Frames) -> None:
        """Fit the first line to the warm-up, and choose the estimators that suit the wire."""
        period_s = self._period_s or DEFAULT_PERIOD_S
        sensor_s = self._sensor_s(warm)
        points = np.array([np.argmin(warm.arrival_s - sensor_s)])
        starts = np.flatnonzero(np.diff(warm.arrival_s, prepend=-np.inf))
        batch = max(1, int(median(np.diff(starts, append=len(warm)))))
        self._bin_samples = self._bin_left = max(4, round(BIN_S / period_s))
        if warm.device_time_s is None and warm.index is None:
            self._loss = LossEstimator(period_s, batch, np.diff(warm.arrival_s[starts]))
        elif len(starts) > 1 and batch * period_s >= LONG_PACKET_S:
            self._envelope = LongPacketLine()
            self._bin_samples = self._bin_left = max(4, int(np.max(np.diff(starts))))
            points = starts[1:] - 1
        for point in points.tolist():
            self._slewed = SlewedSegment(self._envelope.add(float(sensor_s[point]), float(warm.arrival_s[point])))
        if self._loss:
            self._loss.doubt_s = self._envelope.doubt_s

    def _advance(self, held: Frames, warm: int = 0) -> Samples:
        """Look at the new samples, renew the line at each end of a bin, give out the samples that are settled.

        The first `warm` samples are the warm-up: only its end shows which of them were on time or lost.
        """
        wire = WireTimes(held.arrival_s, self._sensor_s(held), self._sensor_s(held) + self.lost_s)
        timeline = self._timeline()
        delay_s = wire.arrival_s - wire.bare_s
        for part in make_part(delay_s, 0, warm):
            self._settle(wire, part, timeline.now.line)
        for part in cut_at_bins(delay_s, self._seen, self._seen + self._bin_left, self._bin_samples):
            self._settle(wire, part, timeline.now.line)
            if self._least is None or part.least_s < self._least[0]:
                point = (float(wire.sensor_s[part.least_at]), float(wire.arrival_s[part.least_at]))
                self._least = (part.least_s, point)
            self._bin_left -= part.stop - part.start
            if not self._bin_left:
                self._close_bin(wire, part.stop, timeline)
        self._slewed = timeline.now
        settled = len(held)
        if self._loss and self._loss.hold:
            settled = self._loss.hold.start
            self._loss.hold = self._loss.hold.shift_to_front()
            self._held = held.cut(settled, len(held))
        self._seen = len(held) - settled
        return self._give_out(held, timeline.times_s(wire.sensor_s[:settled]))

    def _settle(self, wire: WireTimes, part: BinPart, line: Line) -> None:
        """Estimate the loss where samples look late."""
        loss = self._loss
        if loss is None:
            return
        ends_s = (float(wire.sensor_s[part.start]), float(wire.sensor_s[part.stop - 1]))
        most_late_s = part.most_s - self.lost_s - min(line.at(end_s) - end_s for end_s in ends_s)
        if loss.hold is None and most_late_s < loss.trigger_s - ROUNDING_S:
            return
        start = part.start
        while True:
            before_s = float(wire.arrival_s[start - 1]) if start else self._before_s
            decision = loss.settle(
                wire.late_s(line, start, part.stop), wire.arrival_s[start : part.stop], start, before_s
            )
            if decision is None:
                return
            start = decision.at
            if decision.lost_s:
                self._add_loss(wire, decision.start, decision.lost_s)
                self._bin_broken = True
                start = decision.start

    def _add_loss(self, wire: WireTimes, start: int, lost_s: float) -> None:
        self.lost_s += lost_s
        wire.sensor_s[start:] = wire.bare_s[start:] + self.lost_s

    def _close_bin(self, wire: WireTimes, stop: int, timeline: SlewedTimeline) -> None:
        """Renew the line at the end of a bin, unless its samples cannot be compared or are not settled."""
        least, broken = self._least, self._bin_broken
        self._least, self._bin_broken, self._bin_left = None, False, self._bin_samples
        if least is None or broken or (self._loss and self._loss.hold):
            if self._loss:
                self._loss.skip_bin()
            return
        sensor_s, arrival_s = least[1]
        lost_s = self._loss.find_small_loss(arrival_s - timeline.now.line.at(sensor_s)) if self._loss else 0.0
        if lost_s:
            self._add_loss(wire, stop, lost_s)
        line = self._envelope.add(sensor_s + lost_s, arrival_s)
        if self._loss:
            self._loss.doubt_s = self._envelope.doubt_s
        end_s = float(wire.bare_s[stop - 1]) + self.lost_s
        timeline.append(timeline.now.bend_towards(line, end_s), stop)

    def _give_out(self, frames: Frames, time_s: FloatArray) -> Samples:
        """Return the first samples of these frames with these times, made to rise strictly."""
        count = len(time_s)
        steps_s = np.arange(self._given, self._given + count) * LEAST_STEP_S
        time_s = np.maximum.accumulate(np.concatenate([[self._newest_s], time_s - steps_s]))
        self._newest_s = float(time_s[-1])
        self._given += count
        self._before_s = float(frames.arrival_s[count - 1]) if count else self._before_s
        time_s = time_s[1:] + steps_s
        freeze(time_s)
        gyro_radps = None if frames.gyro_radps is None else frames.gyro_radps[:count]
        return Samples(time_s, frames.acc_mps2[:count], gyro_radps)
