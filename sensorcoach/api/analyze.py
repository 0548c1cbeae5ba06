"""Analyze a recording or an array of samples from end to end."""

from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path

from sensorcoach import samples as internal
from sensorcoach.api.analysis import Analysis, Notice, Signal
from sensorcoach.api.argument_types import require_type
from sensorcoach.api.options import make_options
from sensorcoach.api.samples import check_samples
from sensorcoach.events import Event, GapFound, LiftTrace, Quality
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.recording.recordings import SampleRecording
from sensorcoach.recording.sample_rate import measure_rate_hz
from sensorcoach.report.analyzed_sets import collect_sets
from sensorcoach.report.discarded import drop_discarded_sets
from sensorcoach.report.lift_angle import join_lift_angle
from sensorcoach.runner.offline.analyze import GROUP_S, make_document
from sensorcoach.runner.offline.recording_run import RecordingRun, SampleRun, open_run
from sensorcoach.runner.options import SessionOptions

SAMPLES_NAME = "samples"
"""`recording.path` of an analysis of samples."""
_BLOCK_SAMPLES = 20_000
"""Samples given to the pipeline at a time: limits memory. The result does not depend on it."""


def analyze(
    source: str | PathLike[str] | internal.Samples,
    exercise: Exercise | str | None = None,
    placement: Placement | str | None = None,
    *,
    limits: Mapping[str, float] | None = None,
    person: str | None = None,
    armed: bool = False,
) -> Analysis:
    """Find the sets and reps in a file or in samples.

    `source`: path of a recording in any format that sensorcoach reads, or `Samples`.
    `exercise`: id, alias or `Exercise`; by default the one in the recording, else `generic`.
    `placement`: `"pelvis"`, `"thigh"` or `Placement`; by default the one in the recording, else the exercise's first.
    `limits`: changed limits of the form rules, such as `{"momentum.peak_ratio": 2.0}`.
    `person`: use the reference kept under this name. `armed`: the recording is one set, or contains marked sets.

    Raises SensorcoachError: InputError for a source that cannot be used, ExerciseError or UsageError for an argument.
    """
    options = make_options(exercise, placement, limits, person, armed=armed)
    run = _open_run(source, options)
    events = drop_discarded_sets(event for _, group in run.event_groups(GROUP_S) for event in group)
    return _make_analysis(run, events)


def _open_run(source: str | PathLike[str] | internal.Samples, options: SessionOptions) -> RecordingRun:
    if isinstance(source, internal.Samples):
        return SampleRun(_make_recording(source), options)
    require_type("The source", source, (str, PathLike), "the path of a recording, or Samples")
    return open_run(str(fspath(source)), options)


def _make_recording(samples: internal.Samples) -> SampleRecording:
    checked = check_samples(samples)
    rate_hz = measure_rate_hz(checked.time_s, "The array")
    sensors = ("acc",) if checked.gyro_radps is None else ("acc", "gyro")

    def read() -> Iterator[internal.Samples]:
        for start in range(0, len(checked), _BLOCK_SAMPLES):
            yield checked.cut(start, start + _BLOCK_SAMPLES)

    return SampleRecording(Path(SAMPLES_NAME), rate_hz, sensors, float(checked.time_s[-1]), read)


def _make_analysis(run: RecordingRun, events: list[Event]) -> Analysis:
    known = [event for event in events if not isinstance(event, LiftTrace)]
    gaps = tuple(event for event in known if isinstance(event, GapFound))
    document = make_document(run, known)
    signal = document["signal"]
    return Analysis(
        exercise=run.exercise,
        placement=run.placement,
        recording=run.facts(sum(gap.end_s - gap.start_s for gap in gaps)),
        gaps=gaps,
        signal=Signal(Quality(signal["quality"]), signal["reason"]),
        notices=tuple(Notice(**notice) for notice in document["notices"]),
        sets=collect_sets(known),
        angle=join_lift_angle(events),
        _document=document,
    )
