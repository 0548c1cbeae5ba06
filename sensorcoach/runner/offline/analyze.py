"""Analyze a file from end to end: open it, run the pipeline, make the document."""

from collections.abc import Sequence

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event, GapFound, LiftTrace
from sensorcoach.report.discarded import drop_discarded_sets
from sensorcoach.report.document import make_analysis_document, make_error_document
from sensorcoach.report.finite import require_finite
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.runner.offline.recording_run import RecordingRun, open_run
from sensorcoach.runner.options import FALLBACK, SessionOptions

GROUP_S = 60.0
"""Seconds of a recording read at a time: long enough to be quick, short enough to keep memory small."""


def analyze_file(path: str, choice: SessionOptions) -> AnalysisDocument:
    """The document of one file. A file that cannot be analyzed has the reason in `error`."""
    try:
        run = open_run(path, choice, live=False)
        document = make_document(run, collect_events(run))
        require_finite(document, path)
    except SensorcoachError as error:
        return failure_document(path, choice, error)
    return document


def collect_events(run: RecordingRun) -> list[Event]:
    """All events of a run without discarded sets and without traces, which grow over hours. Raises InputError."""
    groups = run.event_groups(GROUP_S)
    return drop_discarded_sets(event for _, events in groups for event in events if not isinstance(event, LiftTrace))


def failure_document(path: str, choice: SessionOptions, error: SensorcoachError) -> AnalysisDocument:
    """The document of a file that could not be analyzed."""
    exercise_id = choice.exercise.id if choice.exercise else FALLBACK
    return make_error_document(path, exercise_id, choice.placement, error, choice.terms)


def make_document(run: RecordingRun, events: Sequence[Event]) -> AnalysisDocument:
    """The document of a finished run, from all its events."""
    missing_s = sum(event.end_s - event.start_s for event in events if isinstance(event, GapFound))
    return make_analysis_document(run.facts(missing_s), run.exercise.id, run.placement, events, run.terms)
