"""A file from end to end: opened, run, folded into its document."""

from collections.abc import Sequence

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event, GapFound, LiftTrace
from sensorcoach.report.discarded import drop_discarded_sets
from sensorcoach.report.document import make_analysis_document, make_error_document
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.runner.offline.recording_run import RecordingRun, open_run
from sensorcoach.runner.options import FALLBACK, SessionOptions

GROUP_S = 60.0
"""Read in groups of this length: fewer are quicker, and memory stays small for a night's recording."""


def analyze_file(path: str, choice: SessionOptions) -> AnalysisDocument:
    """The document of one file; what keeps it from being analysed stands in its `error`."""
    try:
        run = open_run(path, choice, live=False)
        events = collect_events(run)
    except SensorcoachError as error:
        return failure_document(path, choice, error)
    return make_document(run, events)


def collect_events(run: RecordingRun) -> list[Event]:
    """Every event of the run, of discarded sets none, traces left out: they pile up over hours. Raises InputError."""
    groups = run.event_groups(GROUP_S)
    return drop_discarded_sets(event for _, events in groups for event in events if not isinstance(event, LiftTrace))


def failure_document(path: str, choice: SessionOptions, error: SensorcoachError) -> AnalysisDocument:
    """The document of a file that could not be analysed."""
    exercise_id = choice.exercise.id if choice.exercise else FALLBACK
    return make_error_document(path, exercise_id, choice.placement, error, choice.terms)


def make_document(run: RecordingRun, events: Sequence[Event]) -> AnalysisDocument:
    """The document of a run that has been read to its end, from all its events."""
    missing_s = sum(event.end_s - event.start_s for event in events if isinstance(event, GapFound))
    return make_analysis_document(run.facts(missing_s), run.exercise.id, run.placement, events, run.terms)
