"""What the rules of form say of a rep, as a table: what was looked at, its value, the limit, and what it asks."""

import textwrap
from collections.abc import Iterator, Sequence

from sensorcoach.events import Verdict
from sensorcoach.form.all_rules import DEFAULT_RULES
from sensorcoach.form.not_applicable import Situation, explain_not_applicable

LEAST = frozenset(
    {
        ("momentum", "time of the lift"),
        ("momentum", "pause at the top"),
        ("short_range", "range"),
        ("short_hold", "hold"),
        ("fast_lower", "time of the lowering"),
        ("slowing", "speed of the lifts"),
    }
)
"""Criteria whose limit is the least; that of all others is the most."""

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


def silence_lines(verdicts: Sequence[Verdict], situation: Situation) -> Iterator[str]:
    """A row for each rule that says nothing of this rep, and why."""
    spoken = {verdict.code for verdict in verdicts}
    for rule in DEFAULT_RULES:
        if rule.code not in spoken:
            yield f"  {rule.code:<14} {explain_not_applicable(rule.code, situation) or 'nothing to hold it against'}"


def _row(verdict: Verdict, width: int, *, during: bool) -> str:
    what = verdict.criterion + (", live" if during else "")
    value = f"{verdict.value:.2f} {verdict.unit}"
    limit = f"{'at least' if _is_least(verdict) else 'at most'} {verdict.limit:.2f}"
    result = "BROKEN" if verdict.broken else "ok *" if _past(verdict) else "ok"
    return f"  {verdict.code:<14} {what:<28} {value:>12} {limit}".ljust(width - 6) + result


def _same(one: Verdict, other: Verdict) -> bool:
    return (one.code, one.criterion) == (other.code, other.criterion)


def _is_least(verdict: Verdict) -> bool:
    return (verdict.code, verdict.criterion) in LEAST


def _past(verdict: Verdict) -> bool:
    """Whether the value alone is beyond the limit; some rules ask for more before it counts."""
    return verdict.value < verdict.limit if _is_least(verdict) else verdict.value > verdict.limit
