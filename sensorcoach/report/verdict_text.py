"""What the rules of form say of a rep, as a table: what was looked at, its value, the limit, and what it asks."""

import textwrap
from collections.abc import Iterator, Sequence

from sensorcoach.verdicts import SkippedRule, Verdict

_HEADER = "  rule           looked at                           value limit"
_PAST = "* past the limit, and still well: the rule asks for more than this; `sensorcoach rules NAME` tells."


def verdict_lines(verdicts: Sequence[Verdict], width: int) -> Iterator[str]:
    """A row for each criterion that applies; under a broken one what it asks.

    What was said while the lift went on has a row of its own, marked as live.
    """
    yield _HEADER.ljust(width - 6) + "result"
    yield "-" * width
    for number, verdict in enumerate(verdicts):
        said = any(_same(verdict, later) for later in verdicts[number + 1 :])
        yield _row(verdict, width, during=said)
        told = [one.message for one in verdicts[number + 1 :] if one.broken and one.code == verdict.code]
        if verdict.broken and verdict.message not in told:
            indent = " " * 17
            yield from textwrap.wrap(verdict.message, width, initial_indent=indent, subsequent_indent=indent)
    if any(_past(verdict) and not verdict.broken for verdict in verdicts):
        yield from ("", *textwrap.wrap(_PAST, width))


def skipped_lines(skipped: Sequence[SkippedRule]) -> Iterator[str]:
    """A row for each rule that does not apply to this rep, with the reason."""
    for one in skipped:
        yield f"  {one.rule.code:<14} {one.reason}"


def _row(verdict: Verdict, width: int, *, during: bool) -> str:
    what = verdict.criterion + (", live" if during else "")
    value = f"{verdict.value:.2f} {verdict.unit}"
    limit = f"{'at least' if verdict.is_minimum else 'at most'} {verdict.limit:.2f}"
    result = "BROKEN" if verdict.broken else "ok *" if _past(verdict) else "ok"
    return f"  {verdict.code:<14} {what:<28} {value:>12} {limit}".ljust(width - 6) + result


def _same(one: Verdict, other: Verdict) -> bool:
    return (one.code, one.criterion) == (other.code, other.criterion)


def _past(verdict: Verdict) -> bool:
    """Whether the value alone is beyond the limit; some rules ask for more before it counts."""
    return verdict.value < verdict.limit if verdict.is_minimum else verdict.value > verdict.limit
