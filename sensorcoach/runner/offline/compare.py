"""A recording judged twice: by our limits, and by those that a user gave."""

from dataclasses import replace

from sensorcoach.errors import SensorcoachError, UsageError
from sensorcoach.report.comparison import comparison_error, make_comparison_document
from sensorcoach.report.schema import ComparisonDocument
from sensorcoach.report.terms import OURS
from sensorcoach.runner.offline.analyze import collect_events
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.options import SessionOptions


def compare_file(path: str, choice: SessionOptions) -> ComparisonDocument:
    """What changed; what keeps the file from being compared stands in its `error`."""
    try:
        before = collect_events(open_run(path, replace(choice, terms=OURS), live=False))
        after = collect_events(open_run(path, choice, live=False))
    except SensorcoachError as error:
        return comparison_failure(path, choice, error)
    return make_comparison_document(path, before, after, choice.terms)


def comparison_failure(path: str, choice: SessionOptions, error: SensorcoachError) -> ComparisonDocument:
    """The document of a file that could not be compared."""
    return comparison_error(path, choice.terms, error)


def check_comparable(choice: SessionOptions) -> None:
    """Raises UsageError where there is nothing to compare with."""
    if choice.terms == OURS:
        message = "There is nothing to compare: --compare shows what other limits, or a person's reference, change."
        raise UsageError(
            "nothing_to_compare", message, "Add --set, such as --set momentum.peak_ratio=2.0, or --person."
        )
