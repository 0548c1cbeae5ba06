"""Summarize a session that is over: its sets, reps and form, and the commands for a closer look."""

import shlex
from pathlib import Path

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.report.summary_lines import summary_lines


def session_lines(snapshot: Snapshot) -> list[str]:
    """Return a line for the session, and a few for each of its sets."""
    name, count = snapshot.exercise.name, len(snapshot.summaries)
    if not count:
        return [f"{name}: no set was counted"]
    reps = sum(one.rep_count for one in snapshot.summaries)
    lines = [f"{name}: {_count(count, 'set')}, {_count(reps, 'rep')}"]
    for summary in snapshot.summaries:
        lines.append(f"  set {summary.number}: {summary.count_words}")
        lines += summary_lines(summary, snapshot.exercise.tempo)
    return lines


def next_lines(path: str | Path) -> list[str]:
    """Return the commands that show a recording again."""
    file = shlex.quote(str(path))
    return [f"next: sensorcoach analyze {file}", f"      sensorcoach replay {file}"]


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
