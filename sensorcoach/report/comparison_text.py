"""A comparison document as a table that a person reads."""

from collections.abc import Iterator

from sensorcoach.report.notices import notice_lines
from sensorcoach.report.schema import ChangeDocument, ComparisonDocument

_HEADER = "  rep   change warning        looked at                    value    was    now"
_CRITERION = 21
"""Characters of what was looked at: the longest is cut, so that a line fits the usual terminal."""


def format_comparison(document: ComparisonDocument) -> str:
    """The whole document as lines of text, without a newline at the end."""
    return "\n".join(_lines(document))


def _lines(document: ComparisonDocument) -> Iterator[str]:
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
    yield from _changes(document)
    yield ""
    if document["totals"]:
        yield "  warning          before  after"
    for total in document["totals"]:
        yield f"  {total['code']:<15}  {total['before']:6d}  {total['after']:5d}"
    yield f"  {document['rep_count']} reps; limits never change a count."


def _changes(document: ComparisonDocument) -> Iterator[str]:
    if not document["changes"]:
        yield "  No rep gained or lost a warning."
        return
    yield _HEADER
    for change in document["changes"]:
        yield _change(change)


def _change(one: ChangeDocument) -> str:
    """The rep as `explain --rep` takes it, the value, and the limits before and after."""
    rep, value = f"{one['set']}.{one['rep']}", f"{one['value']:.4g} {one['unit']}"
    limits = f"{_limit(one['limit_before'])} {_limit(one['limit_after'])}"
    what = f"{one['code']:<14} {one['criterion'][:_CRITERION]:<{_CRITERION}}"
    return f"  {rep:<5} {one['change']:<6} {what} {value:>12} {limits}"


def _limit(limit: float | None) -> str:
    return f"{'-' if limit is None else f'{limit:.4g}':>6}"
