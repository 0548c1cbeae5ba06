"""The sets so far, and the last warnings."""

from textual.content import Content

from sensorcoach.coach.snapshot import RepWarning, Snapshot
from sensorcoach.events import SetFinished
from sensorcoach.report.table import clock_text


def set_rows(snapshot: Snapshot, height: int) -> Content:
    """`height` lines: the set going on first, then the finished ones, newest first."""
    lines = [
        f" Set {one.number:<2} {one.rep_count:3d} reps  {_span(snapshot, one)}"
        + (f"  {one.side.value}" if one.side else "")
        for one in reversed(snapshot.sets)
    ]
    if snapshot.set_open:
        lines.insert(0, f" Set {snapshot.set_number:<2} {snapshot.rep_count:3d} reps  now")
    if not lines:
        return Content.styled(" none yet: get into position, then start", "dim")
    return Content("\n".join(lines[:height]))


def _span(snapshot: Snapshot, one: SetFinished) -> str:
    start_s, end_s = snapshot.from_start_s(one.start_s), snapshot.from_start_s(one.end_s)
    return f"{clock_text(start_s)} - {clock_text(end_s)}"


def warning_rows(snapshot: Snapshot, height: int, width: int) -> Content:
    """`height` lines, newest first: which rep, what, and what to do about it.

    No rule of form is judged yet, so that to say "none" would be praise nobody has earned.
    """
    if not snapshot.warnings:
        return Content.styled(" not in this version", "dim")
    lines = [_warning(one, width) for one in reversed(snapshot.warnings[-height:])]
    return Content("\n").join(lines)


def _warning(one: RepWarning, width: int) -> Content:
    where = f" {one.set_number}.{one.rep_number} "
    words = f"{one.warning.code.replace('_', ' ')}: {one.warning.message}"
    return Content.assemble((where, "bold $text-error"), words).truncate(width, ellipsis=True)
