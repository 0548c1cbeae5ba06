"""The main path: packets in, events out."""

import math
from collections.abc import Sequence

from sensorcoach.clock.restarting_clock import RestartingClock
from sensorcoach.detect.detector import Detector
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.detect.posture_gate import PostureGate, mounting_from_reference
from sensorcoach.detect.signal_quality import SignalMonitor, SignalVerdict
from sensorcoach.devices.device import Decoder
from sensorcoach.events import Event, NoticeRaised, RepCounted, SignalJudged, known_from
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.form.judge import Criteria, Judge
from sensorcoach.motion.checked_motion import CheckedMotion, GyroTrust, Stretch
from sensorcoach.motion.gaps import GapWatch, split_at_outages
from sensorcoach.motion.input_units import InputUnits
from sensorcoach.packets import MARK_START, Packet, split_by_marks
from sensorcoach.posture.mounting import Mounting
from sensorcoach.samples import Frames, Samples


class Pipeline:
    """Turns packets (or timed samples) into events; the same events however they are cut.

    `rate_hz` is the sensor's nominal rate, for the clock; samples that carry their times need none.
    `standards`: the rules of form with their limits, and the person's stored reference; by default ours and none.
    `mounting`: how the sensor sits, where that is known otherwise than from that reference.
    `model`: the weights of the evidence; by default those that the program ships with.
    `live`: somebody watches; without it there are no phases and no trace.
    `armed`: all of it is one set, as if the person had said so before the first sample.
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
        model: EvidenceModel | None = None,
        live: bool = True,
        weighed: bool = False,
    ) -> None:
        self._limits = movement_limits(exercise, placement)
        self._decoder = decoder
        self._clock = RestartingClock(rate_hz)
        self._scale = InputUnits()
        self._gaps = GapWatch()
        self._watch = SignalMonitor(exercise, placement)
        self._motion: CheckedMotion | None = None
        self._gyro = GyroTrust()
        """What is known of the sensor's gyro, over all stretches."""
        self._judgement = SignalVerdict()
        held = standards or Criteria()
        gate = PostureGate(exercise, placement, mounting or mounting_from_reference(exercise, placement, held.stored))
        self._judge = Judge(exercise, held)
        self._detector = Detector(self._limits, self._judge, gate, model=model, live=live, weighed=weighed)
        self._first_s: float | None = None
        """Time of the first sample."""
        self._last_s: float | None = None
        """Time of the newest sample."""
        self._end_s = -math.inf
        """End of the latest rep."""
        self._restarted_s = -math.inf
        """When the gyro was found wrong: what is found again in the motion before is known from then on."""
        if armed:
            self._detector.mark(MARK_START, -math.inf)
        self._reps = 0
        self._refused = RefusalReasons()

    @property
    def estimated_lost_samples(self) -> int:
        """Samples lost on a wire that does not number them, as their arrivals tell; 0 where the wire does."""
        return self._clock.lost_samples

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        """What these packets make known, each mark in its place among them. Needs a decoder."""
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
        """What the person said of a set at `time_s` (`packets.MARK_START` and the others)."""
        self._detector.mark(kind, time_s)
        return []

    def _feed_frames(self, decoded: Frames) -> list[Event]:
        """A device that has started anew has another clock, and nobody knows what was done with it meanwhile."""
        events: list[Event] = []
        for begins_anew, samples in self._clock.feed(decoded):
            events += self._counted(self._end_stretch(judge_anew=True)) if begins_anew else []
            events += self.feed_samples(samples)
        return events

    def feed_samples(self, samples: Samples) -> list[Event]:
        """What these timed samples make known."""
        return self._feed_scaled(self._scale.feed(samples))

    def _feed_scaled(self, samples: Samples) -> list[Event]:
        events: list[Event] = []
        for broken, piece in split_at_outages(samples, self._last_s):
            if broken:
                events += self._end_stretch()
            self._first_s = float(piece.time_s[0]) if self._first_s is None else self._first_s
            self._last_s = float(piece.time_s[-1])
            events += self._stretch(piece)
        return self._counted(events)

    def finish(self) -> list[Event]:
        """The recording is over: what is only known now. Of a signal that never came nothing is said."""
        held = self._decoder.finish() if self._decoder else None
        events = self._feed_frames(held) if held else []
        events += self.feed_samples(self._clock.finish()) + self._feed_scaled(self._scale.finish())
        events += self._counted(self._end_stretch(last=True))
        if self._first_s is None or self._last_s is None:
            return events
        last = self._watch.finish(self._last_s, self._last_s - self._first_s, self._reps, self._refused)
        return [*events, *self._judgement.last(self._last_s, last)]

    def _stretch(self, samples: Samples) -> list[Event]:
        """Samples without a long silence among them."""
        if self._scale.unit is not None:
            self._watch.unit(self._scale.unit)
        gaps = self._gaps.feed(samples.time_s)
        for gap in gaps:
            self._watch.gap(gap)
        if self._motion is None:
            self._motion = CheckedMotion(has_gyro=samples.gyro_radps is not None, gyro=self._gyro)
        signal: list[SignalJudged] = []
        events: list[Event] = []
        for stretch in self._motion.feed(samples):
            signal += self._watch.feed(stretch.block)
            events += self._detect(stretch)
        return self._judgement.joined(signal, [*events, *gaps])

    def _detect(self, stretch: Stretch) -> list[Event]:
        """What a stretch of motion makes known; where it begins again, sets are searched again behind the last."""
        events: list[Event] = []
        if stretch.restart is not None:
            code, message, self._restarted_s = stretch.restart
            events += self._detector.finish()
            self._refused += self._detector.refused
            self._note_end(events)
            self._detector = self._detector.renewed(self._end_s)
            events.append(NoticeRaised(code, message, self._restarted_s, self._restarted_s))
        found = self._detector.feed(stretch.block)
        self._note_end(found)
        if self._restarted_s > -math.inf:
            found = [known_from(event, self._restarted_s) for event in found]
        return [*events, *found]

    def _note_end(self, events: list[Event]) -> None:
        """Remember where the latest rep ended."""
        ends_s = [event.rep.end_s for event in events if isinstance(event, RepCounted)]
        self._end_s = max([self._end_s, *ends_s])

    def _end_stretch(self, *, judge_anew: bool = False, last: bool = False) -> list[Event]:
        events = self._detector.finish(last=last)
        self._refused += self._detector.refused
        self._motion = None
        self._detector = self._detector.renewed()
        return [*events, *(self._judge.begin_segment(self._last_s or 0.0) if judge_anew else [])]

    def _counted(self, events: list[Event]) -> list[Event]:
        self._reps += sum(isinstance(event, RepCounted) for event in events)
        return events
