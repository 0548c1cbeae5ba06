"""Format a comparison document as a table for people."""

from collections.abc import Iterator

from sensorcoach.report.notices import notice_lines
from sensorcoach.report.schema import ChangeDocument, ComparisonDocument

_HEADER = "  rep   change warning        looked at                    value    was    now"
_CRITERION = 21
"""Longest criterion in characters; a longer one is cut, so that a line fits 80 columns."""


def format_comparison(document: ComparisonDocument) -> str:
    """The document as text, without a newline at the end."""
    return "\n".join(_format_lines(document))


def _format_lines(document: ComparisonDocument) -> Iterator[str]:
    yield document["path"]
    error = document.get("error")
    if error:
        yield f"  cannot be compared: {error['message']}"
        yield f"  {error['remedy']}"
        return
    for limit in document["limits"]:
        yield f"  {limit['name']}: {limit['before']:g} becomes {limit['after']:g}"
    if document["person"]:
        yield f"  compared with {document['person']}'s stored reference, not with the first good reps"
    for notice in document["notices"]:
        yield from notice_lines(notice)
    yield ""
    yield from _format_changes(document)
    yield ""
    if document["totals"]:
        yield "  warning          before  after"
    for total in document["totals"]:
        yield f"  {total['code']:<15}  {total['before']:6d}  {total['after']:5d}"
    yield f"  {document['rep_count']} reps; limits never change a count."


def _format_changes(document: ComparisonDocument) -> Iterator[str]:
    if not document["changes"]:
        yield "  No rep gained or lost a warning."
        return
    yield _HEADER
    for change in document["changes"]:
        yield _format_change(change)


def _format_change(one: ChangeDocument) -> str:
    """The rep as `explain --rep` takes it, the criterion, the value, and both limits."""
    rep, value = f"{one['set']}.{one['rep']}", f"{one['value']:.4g} {one['unit']}"
    limits = f"{_format_limit(one['limit_before'])} {_format_limit(one['limit_after'])}"
    what = f"{one['code']:<14} {one['criterion'][:_CRITERION]:<{_CRITERION}}"
    return f"  {rep:<5} {one['change']:<6} {what} {value:>12} {limits}"


def _format_limit(limit: float | None) -> str:
    return f"{'-' if limit is None else f'{limit:.4g}':>6}"
