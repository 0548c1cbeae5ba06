"""Judge a recording twice: by the default limits, and by those of the user."""

from dataclasses import replace

from sensorcoach.errors import SensorcoachError, UsageError
from sensorcoach.report.comparison import comparison_error, make_comparison_document
from sensorcoach.report.finite import require_finite
from sensorcoach.report.schema import ComparisonDocument
from sensorcoach.report.terms import OURS
from sensorcoach.runner.offline.analyze import collect_events
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.options import SessionOptions


def compare_file(path: str, choice: SessionOptions) -> ComparisonDocument:
    """The changes between both. A file that cannot be compared has the reason in `error`."""
    try:
        before = collect_events(open_run(path, replace(choice, terms=OURS), live=False))
        after = collect_events(open_run(path, choice, live=False))
        document = make_comparison_document(path, before, after, choice.terms)
        require_finite(document, path)
    except SensorcoachError as error:
        return comparison_failure(path, choice, error)
    return document


def comparison_failure(path: str, choice: SessionOptions, error: SensorcoachError) -> ComparisonDocument:
    """The document of a file that could not be compared."""
    return comparison_error(path, choice.terms, error)


def check_comparable(choice: SessionOptions) -> None:
    """Raises UsageError if neither limits nor a person were given."""
    if choice.terms == OURS:
        message = "There is nothing to compare: --compare shows the effect of other limits or of a person's reference."
        raise UsageError(
            "nothing_to_compare", message, "Add --set, such as --set momentum.peak_ratio=2.0, or --person."
        )
