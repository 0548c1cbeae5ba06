"""The main path: packets in, events out.

    packets -> decoder -> clock -> units -> gaps -> motion -> detection -> events
               (Frames)   (Samples)               (blocks)

Knows no file, no radio and no clock: time comes in with the data.
"""

import math
from collections.abc import Sequence

from sensorcoach.clock.restarting_clock import RestartingClock
from sensorcoach.detect.detector import Detector
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.movement_limits import MovementLimits, movement_limits
from sensorcoach.detect.posture_gate import PostureGate, mounting_from_reference
from sensorcoach.detect.session_detector import SessionDetector
from sensorcoach.detect.signal_quality import SignalMonitor, SignalVerdict
from sensorcoach.devices.device import Decoder
from sensorcoach.events import Event, GapFound, SignalJudged
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.form.judge import Criteria, Judge
from sensorcoach.motion.checked_motion import CheckedMotion, GyroTrust
from sensorcoach.motion.frozen_readings import FrozenReadings
from sensorcoach.motion.gap_lengths import GapWatch, split_at_outages
from sensorcoach.motion.input_units import InputUnits
from sensorcoach.packets import MARK_START, Packet, split_by_marks
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import Frames, Samples


class Pipeline:
    """Turns packets, or timed samples, into events; the same events however the input is cut.

    `rate_hz`: the sensor's nominal rate, for the clock; timed samples need none.
    `standards`: rules of form with their limits, and the person's stored reference; default: ours, and none.
    `mounting`: how the sensor is worn, where that is known from elsewhere than the reference.
    `armed`: all input is one set, as if the wearer had begun it before the first sample.
    `limits`: sizes and times of the movement; default: those of the exercise at this placement.
    `model`: weights of the evidence; default: those that the program ships with.
    `live`: somebody watches; without it there are no phases and no trace.
    `weighed`: emit the evidence of each movement too (`CycleWeighed`).
    """

    def __init__(  # noqa: PLR0913 - each is a choice of its own
        self,
        exercise: Exercise,
        placement: Placement,
        decoder: Decoder | None = None,
        rate_hz: float | None = None,
        standards: Criteria | None = None,
        mounting: Mounting | None = None,
        *,
        armed: bool = False,
        limits: MovementLimits | None = None,
        model: EvidenceModel | None = None,
        live: bool = True,
        weighed: bool = False,
    ) -> None:
        criteria, limits = standards or Criteria(), limits or movement_limits(exercise, placement)
        mounting = mounting or mounting_from_reference(exercise, placement, criteria.stored)
        gate = PostureGate(exercise, placement, mounting)
        self._decoder = decoder
        self._clock = RestartingClock(rate_hz)
        self._units = InputUnits()
        self._frozen = FrozenReadings()
        self._gaps = GapWatch()
        self._motion: CheckedMotion | None = None
        self._signal, self._verdict = SignalMonitor(exercise, placement), SignalVerdict()
        self._judge = Judge(exercise, criteria)
        first = Detector.begin(limits, self._judge, gate, model=model, live=live, weighed=weighed)
        self._detector = SessionDetector(first)
        self._gyro = GyroTrust()
        """What is known of the sensor's gyro, over all stretches."""
        self._first_s: float | None = None
        """Time of the first sample."""
        self._last_s: float | None = None
        """Time of the newest sample."""
        if armed:
            self._detector.mark(MARK_START, -math.inf)

    @property
    def estimated_lost_samples(self) -> int:
        """Samples lost on a wire that does not number them, estimated from arrivals; 0 where it numbers them."""
        return self._clock.lost_samples

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        """Return the events that these packets make known, each mark in its place among them.

        Raises ValueError without a decoder.
        """
        if self._decoder is None:
            raise ValueError("a pipeline that is fed packets needs the device's decoder")
        events: list[Event] = []
        for are_marks, group in split_by_marks(packets):
            if are_marks:
                events += [event for one in group for event in self.mark(one.payload, one.arrival_s)]
            else:
                events += self._feed_frames(self._decoder.feed(group))
        return events

    def mark(self, kind: bytes, time_s: float) -> list[Event]:
        """Add the wearer's mark at `time_s` (`packets.MARK_START` and the others); its events come with the motion."""
        self._detector.mark(kind, time_s)
        return []

    def feed_samples(self, samples: Samples) -> list[Event]:
        """Return the events that these timed samples make known."""
        return self._feed_si(self._units.feed(samples))

    def finish(self) -> list[Event]:
        """End the recording; return the last events. Without any sample the signal is not judged."""
        held = self._decoder.finish() if self._decoder else None
        events = self._feed_frames(held) if held else []
        events += self.feed_samples(self._clock.finish())
        events += self._feed_si(self._units.finish())
        events += self._end_stretch(last=True)
        if self._first_s is None or self._last_s is None:
            return events
        events += self._end_frozen(self._last_s)
        duration_s, detector = self._last_s - self._first_s, self._detector
        judged = self._signal.finish(self._last_s, duration_s, detector.rep_count, detector.refused)
        return [*events, *self._verdict.finish(self._last_s, judged)]

    def _end_frozen(self, last_s: float) -> list[Event]:
        """Return the gap of readings that repeat until the end."""
        if self._frozen.since_s is None:
            return []
        gap = GapFound(last_s, self._frozen.last_s)
        self._signal.note_gap(gap, gap.end_s)
        self._last_s = self._frozen.last_s
        return [gap]

    def _feed_frames(self, frames: Frames) -> list[Event]:
        """Time the frames. A sensor that has restarted has a new clock and may have been moved."""
        events: list[Event] = []
        for restarted, samples in self._clock.feed(frames):
            if restarted:
                events += self._end_stretch() + self._judge.begin_segment(self._last_s or 0.0)
            events += self.feed_samples(samples)
        return events

    def _feed_si(self, samples: Samples) -> list[Event]:
        """Split samples in SI units at outages, and detect in each piece. Readings that only repeat are a gap."""
        known = self._frozen.found_s
        samples = self._frozen.feed(samples)
        events: list[Event] = [self._frozen.make_notice()] if self._frozen.found_s != known else []
        for broken, piece in split_at_outages(samples, self._last_s):
            if broken:
                events += self._end_stretch()
            self._first_s = float(piece.time_s[0]) if self._first_s is None else self._first_s
            self._signal.note_begin(self._first_s)
            self._last_s = float(piece.time_s[-1])
            events += self._feed_unbroken(piece)
        return events

    def _feed_unbroken(self, samples: Samples) -> list[Event]:
        """Turn samples without an outage into motion; judge the signal and detect sets in it."""
        if self._units.unit is not None:
            self._signal.note_unit(self._units.unit)
        gaps = self._gaps.feed(samples.time_s)
        for gap in gaps:
            self._signal.note_gap(gap, self._gaps.learned_s)
        if self._motion is None:
            self._motion = CheckedMotion(has_gyro=samples.gyro_radps is not None, gyro=self._gyro)
        judged: list[SignalJudged] = []
        events: list[Event] = []
        for stretch in self._motion.feed(samples):
            judged += self._signal.feed(stretch.block)
            events += self._detector.feed(stretch)
        return self._verdict.merge(judged, [*events, *gaps])

    def _end_stretch(self, *, last: bool = False) -> list[Event]:
        self._motion = None
        return self._detector.end_stretch(last=last)
