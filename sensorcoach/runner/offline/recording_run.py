"""Run a recording through the pipeline, as far as the caller reads it."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from sensorcoach.clock.sample_clock import DEFAULT_PERIOD_S
from sensorcoach.devices.find_device import find_device
from sensorcoach.errors import InputError
from sensorcoach.events import Event, NoticeRaised
from sensorcoach.packets import MARK_END, MARK_ROLE, Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording, SampleRecording
from sensorcoach.recording.sample_rate import StepMean
from sensorcoach.report.document import RecordingFacts
from sensorcoach.runner.offline.decoder_statistics import CountingDecoder
from sensorcoach.runner.options import SessionOptions, load_criteria
from sensorcoach.samples import Samples


class PacketRun:
    """A run of a recording of packets. Raises InputError if its description is missing."""

    start_s = 0.0

    def __init__(
        self, recording: PacketRecording, choice: SessionOptions, *, weighed: bool = False, live: bool = True
    ) -> None:
        description = recording.require_description()
        self.recording = recording
        self.exercise, self.placement = choice.settle(description)
        self.terms = choice.terms
        self.simulated = description.simulated
        self.end_s = recording.duration_s
        device = find_device(description.device_id)
        self._device = device
        self._nominal_hz = description.rate_hz or 1.0 / DEFAULT_PERIOD_S
        self._decoder = CountingDecoder(device.decoder(description.rate_hz))
        standards = load_criteria(choice.terms, self.exercise, self.placement)
        marked = choice.armed and _contains_marks(recording)
        self._pipeline = Pipeline(
            self.exercise,
            self.placement,
            self._decoder,
            description.rate_hz,
            standards,
            armed=choice.armed and not marked,
            weighed=weighed,
            live=live,
        )
        self._before = [Packet(0.0, MARK_END, MARK_ROLE)] if marked else []
        """For an armed run with marks: an end mark first, so that nothing before the first mark counts."""

    def event_groups(self, group_s: float) -> Iterator[tuple[float, list[Event]]]:
        """Yield the time up to which packets were read, and their events; infinity with the last events.

        Raises InputError at the end of a recording without samples.
        """
        before = self._before
        for group in self.recording.packets(group_s):
            yield group[-1].arrival_s, self._pipeline.feed([*before, *group] if before else group)
            before = []
        if not self._decoder.samples:
            raise self._make_no_samples_error()
        yield math.inf, self._pipeline.finish()

    def facts(self, missing_s: float) -> RecordingFacts:
        """Facts of the recording; complete after the last group of events."""
        duration_s, rate_hz = self._decoder.measure_length_and_rate(missing_s, self._nominal_hz)
        return RecordingFacts(
            path=str(self.recording.path),
            duration_s=duration_s,
            rate_hz=rate_hz,
            sensors=("acc", "gyro") if self._decoder.has_gyro else ("acc",),
            simulated=self.simulated,
            notices=(*self.recording.notices, *self._decoder.list_notices(self._pipeline.estimated_lost_samples)),
        )

    def _make_no_samples_error(self) -> InputError:
        found = f"{self._decoder.packets} packets with {self._decoder.bytes} bytes"
        return InputError(
            "no_samples",
            f"{self.recording.path} contains {found}, but no sample of its sensor, '{self._device.id}'.",
            "Check that the sensor is the right one and that it was sending; record again.",
        )


class SampleRun:
    """A run of a recording of timed samples."""

    simulated = False

    def __init__(
        self, recording: SampleRecording, choice: SessionOptions, *, weighed: bool = False, live: bool = True
    ) -> None:
        self.recording = recording
        self.exercise, self.placement = choice.settle(None)
        self.terms = choice.terms
        blocks = recording.samples()
        first = next(blocks, None)
        self._blocks: Iterator[Samples] = chain([first] if first else [], blocks)
        self.start_s = float(first.time_s[0]) if first else 0.0
        self.end_s = recording.duration_s
        self._rate = StepMean(recording.rate_hz)
        self._noticed = 0
        """Number of the recording's corrections that have been reported."""
        standards = load_criteria(choice.terms, self.exercise, self.placement)
        self._pipeline = Pipeline(
            self.exercise, self.placement, standards=standards, armed=choice.armed, weighed=weighed, live=live
        )

    def event_groups(self, group_s: float) -> Iterator[tuple[float, list[Event]]]:
        """As in `PacketRun`; the importer decides the length of the groups."""
        del group_s
        for samples in self._blocks:
            self._rate.add(samples.time_s)
            self.end_s = float(samples.time_s[-1])
            yield self.end_s, [*self._take_notices(), *self._pipeline.feed_samples(samples)]
        yield math.inf, [*self._take_notices(), *self._pipeline.finish()]

    def facts(self, missing_s: float) -> RecordingFacts:
        """Facts of the recording; complete after the last group of events."""
        del missing_s
        return RecordingFacts(
            path=str(self.recording.path),
            start_s=self.start_s,
            duration_s=self.end_s - self.start_s,
            rate_hz=self._rate.rate_hz,
            sensors=self.recording.sensors,
            notices=self.recording.notices,
        )

    def _take_notices(self) -> list[NoticeRaised]:
        """The recording's corrections that have not been reported; none is earlier than its beginning."""
        new = self.recording.corrections[self._noticed :]
        self._noticed += len(new)
        return [replace(one, at_s=max(one.at_s, self.start_s), decided_s=max(one.at_s, self.start_s)) for one in new]


RecordingRun = PacketRun | SampleRun


def open_run(path: str | Path, choice: SessionOptions, *, weighed: bool = False, live: bool = True) -> RecordingRun:
    """Open the recording at `path`. `weighed`: emit the evidence of each movement; `live`: emit phases and trace.

    Raises SensorcoachError: an unusable file, an unknown sensor or exercise.
    """
    recording = open_recording(path)
    if isinstance(recording, SampleRecording):
        return SampleRun(recording, choice, weighed=weighed, live=live)
    return PacketRun(recording, choice, weighed=weighed, live=live)


def _contains_marks(recording: PacketRecording) -> bool:
    return any(packet.role == MARK_ROLE for group in recording.packets() for packet in group)
