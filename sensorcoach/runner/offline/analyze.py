"""A file from end to end: opened, run, folded into its document."""

from collections.abc import Sequence

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event, GapFound, LiftTrace
from sensorcoach.report.discarded import without_discarded
from sensorcoach.report.document import analysis_document, error_document
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.runner.offline.recording_run import RecordingRun, run_of
from sensorcoach.runner.options import FALLBACK, Choice

GROUP_S = 60.0
"""Read in groups of this length: fewer are quicker, and memory stays small for a night's recording."""


def analyse_file(path: str, choice: Choice) -> AnalysisDocument:
    """The document of one file; what keeps it from being analysed stands in its `error`."""
    try:
        run = run_of(path, choice, live=False)
        events = all_events(run)
    except SensorcoachError as error:
        return failure_document(path, choice, error)
    return document_of(run, events)


def all_events(run: RecordingRun) -> list[Event]:
    """Every event of the run, of discarded sets none, traces left out: they pile up over hours. Raises InputError."""
    groups = run.event_groups(GROUP_S)
    return without_discarded(event for _, events in groups for event in events if not isinstance(event, LiftTrace))


def failure_document(path: str, choice: Choice, error: SensorcoachError) -> AnalysisDocument:
    """The document of a file that could not be analysed."""
    exercise_id = choice.exercise.id if choice.exercise else FALLBACK
    return error_document(path, exercise_id, choice.placement, error, choice.terms)


def document_of(run: RecordingRun, events: Sequence[Event]) -> AnalysisDocument:
    """The document of a run that has been read to its end, from all its events."""
    missing_s = sum(event.end_s - event.start_s for event in events if isinstance(event, GapFound))
    return analysis_document(run.facts(missing_s), run.exercise.id, run.placement, events, run.terms)
