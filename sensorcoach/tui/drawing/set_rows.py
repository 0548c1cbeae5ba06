"""The sets of this session."""

import math

from textual.content import Content

from sensorcoach.coach.set_summary import SetSummary
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import SetFinished
from sensorcoach.report.table import format_clock

_TENTHS_WIDTH = 44
"""Minimum width in cells for tenths of a second. Narrower lines show whole seconds, so that each set fits one line."""


def draw_set_rows(snapshot: Snapshot, height: int, width: int = _TENTHS_WIDTH) -> Content:
    """Draw at most `height` lines: the set in progress, then the finished sets, newest first."""
    finished = zip(snapshot.sets, snapshot.summaries, strict=True)
    lines = [_format_finished(snapshot, one, summary, width) for one, summary in reversed(list(finished))]
    if snapshot.set_open:
        lines.insert(0, f" Set {snapshot.set_number:<2} {_format_reps(snapshot.rep_count)}  now")
    if not lines:
        marked = snapshot.by_marks and not snapshot.armed
        words = "press s to begin one" if marked else "get into position, then start"
        return Content.styled(f" none yet: {words}", "dim")
    return Content("\n").join([Content(line).truncate(width, ellipsis=True) for line in lines[:height]])


def _format_finished(snapshot: Snapshot, one: SetFinished, summary: SetSummary, width: int) -> str:
    side = f"  {one.side.value}" if one.side else ""
    start = f" Set {one.number:<2} {_format_reps(one.rep_count)}{side}"
    if width < _TENTHS_WIDTH:
        return f"{start}  {_format_span(snapshot, one, tenths=False)}"
    good = f"  {summary.good_reps} kept form" if summary.compared else ""
    return f"{start}  {_format_span(snapshot, one, tenths=True)}{good}"


def _format_reps(count: int) -> str:
    return f"{count:3d} rep" if count == 1 else f"{count:3d} reps"


def _format_span(snapshot: Snapshot, one: SetFinished, *, tenths: bool) -> str:
    ends_s = (snapshot.from_start_s(one.start_s), snapshot.from_start_s(one.end_s))
    if tenths:
        return " - ".join(format_clock(end_s) for end_s in ends_s)
    return " - ".join(format_clock(math.floor(end_s)).removesuffix(".0") for end_s in ends_s)
