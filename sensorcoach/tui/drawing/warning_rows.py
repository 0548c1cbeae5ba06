"""The last warnings: rep, rule, value, limit and remedy."""

import textwrap

from textual.content import Content

from sensorcoach.coach.snapshot import RepWarning, Snapshot
from sensorcoach.coach.verdict_words import measure_words
from sensorcoach.events import ReferenceDoubted

DOUBT_S = 30.0
"""Time a doubt of the reference stays although a new reference exists: time to return to the screen."""

NOT_COMPARED = "comparing from your third good rep on"
"""Shown before there is a reference: "none so far" would be praise without a comparison."""

_INDENT = 5


def draw_warning_rows(snapshot: Snapshot, height: int, width: int) -> Content:
    """Draw at most `height` lines: a doubt of the reference, then the warnings, newest first and in full."""
    lines = [*_draw_doubt(doubt, width)] if (doubt := find_shown_doubt(snapshot)) else []
    if snapshot.warnings:
        lines += _draw_warnings(snapshot, height - len(lines), width)
    elif not lines:
        text = NOT_COMPARED if snapshot.band is None else "none so far"
        return Content.styled("\n".join(_wrap(text, width, 1)), "dim")
    return Content("\n").join(lines[:height])


def find_shown_doubt(snapshot: Snapshot) -> ReferenceDoubted | None:
    """Return the doubt of the reference until there is a new reference, and for `DOUBT_S` at least."""
    doubt = snapshot.doubt
    if doubt is None or (snapshot.band is not None and snapshot.now_s - doubt.decided_s > DOUBT_S):
        return None
    return doubt


def _draw_doubt(doubt: ReferenceDoubted, width: int) -> list[Content]:
    return [Content.styled(line, "bold $text-warning") for line in _wrap(f"{doubt.reason} {doubt.remedy}", width, 1)]


def _draw_warnings(snapshot: Snapshot, height: int, width: int) -> list[Content]:
    """Draw the newest with its whole remedy, the others with the remedy if it fits on their line."""
    newest, *others = reversed(snapshot.warnings)
    fresh = newest in snapshot.fresh_warnings
    message = newest.warning.message
    lines = [_draw_warning(newest, width, fresh=fresh)]
    if not _fits(newest, width):
        lines += [Content(line) for line in _wrap(message, width, _INDENT)]
    return [*lines, *(_draw_warning(one, width) for one in others)][: max(height, 0)]


def _draw_warning(one: RepWarning, width: int, *, fresh: bool = False) -> Content:
    """Draw ` 1.4 momentum 67°/s, at most 63`, and the remedy if it fits."""
    where, rule, facts = _format_parts(one)
    style = "bold reverse $text-error" if fresh else "bold $text-error"
    line = Content.assemble((where, style), (rule, style if fresh else "bold"), facts)
    if _fits(one, width):
        line = Content.assemble(line, f" · {one.warning.message}")
    return line.truncate(width, ellipsis=True)


def _format_parts(one: RepWarning) -> tuple[str, str, str]:
    return (
        f" {one.set_number}.{one.rep_number} ",
        one.warning.rule.label,
        f" {measure_words(one.warning)}",
    )


def _fits(one: RepWarning, width: int) -> bool:
    """Return whether value, limit and remedy fit on one line."""
    return len("".join(_format_parts(one))) + len(" · ") + len(one.warning.message) <= width


def _wrap(text: str, width: int, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(text, max(width, indent + 10), initial_indent=blank, subsequent_indent=blank)
