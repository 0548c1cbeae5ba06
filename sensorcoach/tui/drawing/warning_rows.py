"""The last warnings: which rep, which rule, value and limit, and what to do about it."""

import textwrap

from textual.content import Content

from sensorcoach.coach.snapshot import RepWarning, Snapshot
from sensorcoach.coach.verdict_words import measure_words
from sensorcoach.events import ReferenceDoubted

DOUBT_S = 30.0
"""So long a doubt of the reference is told though there is a new one: time to come back to the screen."""

NOT_COMPARED = "comparing from your third good rep on"
"""Before there is a reference, to say "none" would be praise nobody has earned."""

_INDENT = 5


def warning_rows(snapshot: Snapshot, height: int, width: int) -> Content:
    """`height` lines: a doubt of the reference first, then the newest warning in full and as many more as fit."""
    lines = [*_doubt_lines(doubt, width)] if (doubt := doubt_shown(snapshot)) else []
    if snapshot.warnings:
        lines += _warning_lines(snapshot, height - len(lines), width)
    elif not lines:
        text = NOT_COMPARED if snapshot.band is None else "none so far"
        return Content.styled("\n".join(_wrapped(text, width, 1)), "dim")
    return Content("\n").join(lines[:height])


def doubt_shown(snapshot: Snapshot) -> ReferenceDoubted | None:
    """The doubt of the person's reference, while there is no new one and for a while after."""
    doubt = snapshot.doubt
    if doubt is None or (snapshot.band is not None and snapshot.now_s - doubt.decided_s > DOUBT_S):
        return None
    return doubt


def _doubt_lines(doubt: ReferenceDoubted, width: int) -> list[Content]:
    return [Content.styled(line, "bold $text-warning") for line in _wrapped(f"{doubt.reason} {doubt.remedy}", width, 1)]


def _warning_lines(snapshot: Snapshot, height: int, width: int) -> list[Content]:
    """Newest first. The newest carries what to do in full, the others as far as it fits on their line."""
    newest, *others = reversed(snapshot.warnings)
    fresh = newest in snapshot.fresh_warnings
    message = newest.warning.message
    lines = [_line(newest, width, fresh=fresh)]
    if not _fits(newest, width):
        lines += [Content(line) for line in _wrapped(message, width, _INDENT)]
    return [*lines, *(_line(one, width) for one in others)][: max(height, 0)]


def _line(one: RepWarning, width: int, *, fresh: bool = False) -> Content:
    """` 1.4 momentum 67°/s, at most 63`, and what to do where there is room."""
    where, rule, facts = _words(one)
    style = "bold reverse $text-error" if fresh else "bold $text-error"
    line = Content.assemble((where, style), (rule, style if fresh else "bold"), facts)
    if _fits(one, width):
        line = Content.assemble(line, f" · {one.warning.message}")
    return line.truncate(width, ellipsis=True)


def _words(one: RepWarning) -> tuple[str, str, str]:
    return (
        f" {one.set_number}.{one.rep_number} ",
        one.warning.rule.label,
        f" {measure_words(one.warning)}",
    )


def _fits(one: RepWarning, width: int) -> bool:
    """Whether facts and remedy fit on one line."""
    return len("".join(_words(one))) + len(" · ") + len(one.warning.message) <= width


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(text, max(width, indent + 10), initial_indent=blank, subsequent_indent=blank)
