"""What a person reads after a set: what went well, the tempo beside its target, the worst rep, and what to do next."""

import textwrap

from textual.content import Content

from sensorcoach.coach.set_summary import SetSummary, WorstRep
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.coach.tempo_band import judge_duration
from sensorcoach.coach.verdict_words import measure_words
from sensorcoach.events import Phase, ReferenceTaken
from sensorcoach.exercises.exercise import Tempo
from sensorcoach.units import DEG_PER_RAD

SUMMARY_S = 20.0
"""So long a summary stays whatever the person does; after that until they move, for then the trace tells more."""

_ORDER = (Phase.LIFT, Phase.HOLD, Phase.LOWER, Phase.REST)


def summary_shown(snapshot: Snapshot) -> SetSummary | None:
    """The summary of the set that has just ended; None while there is something else to look at."""
    if not snapshot.pausing or not snapshot.summaries:
        return None
    since_s = snapshot.now_s - snapshot.sets[-1].decided_s
    return snapshot.summaries[-1] if since_s < SUMMARY_S or not snapshot.moving else None


def summary_rows(summary: SetSummary, snapshot: Snapshot, width: int, height: int) -> Content:
    """At most `height` lines; where there is little room tempo and range are left out: the tempo table has them."""
    form, todo = [_form_line(summary)], _todo_lines(summary, width)
    if summary.worst:
        form.append(_worst_line(summary.worst))
    details = [_tempo_line(summary, snapshot.exercise.tempo), _range_line(summary, snapshot.band)]
    room = height - len(form) - len(todo)
    lines = [form[0], *details[: max(room, 0)], *form[1:], *todo]
    return Content("\n").join([line.truncate(width, ellipsis=True) for line in lines[:height]])


def _form_line(summary: SetSummary) -> Content:
    """More confirmation than blame: what went well stands first."""
    count, good = summary.rep_count, summary.good_reps
    reps = f" {summary.count_words}"
    if not summary.compared:
        return Content.assemble((reps, "bold"))
    kept_form = "all kept form" if good == count else f"{good} kept form"
    return Content.assemble((f"{reps}, {kept_form}", "bold $text-success" if good else "bold"))


def _tempo_line(summary: SetSummary, target: Tempo) -> Content:
    """`lift 1.6- hold 1.3 ... (target 2-1-2-1)`."""
    wanted = (target.lift_s, target.hold_s, target.lower_s, target.rest_s)
    cells = [
        f"{phase.value} {median_s:.1f}{judge_duration(median_s, wanted_s).value}"
        for phase, median_s, wanted_s in zip(_ORDER, summary.tempo_s, wanted, strict=True)
        if median_s is not None
    ]
    asked = f"target {'-'.join(f'{one:g}' for one in wanted)} s" if any(wanted) else ""
    return Content.assemble((" Tempo  ", "dim"), "  ".join(cells), "  ", (asked, "dim"))


def _range_line(summary: SetSummary, band: ReferenceTaken | None) -> Content:
    if summary.range_rad is None:
        return Content("")
    good = (
        f"  your good range {band.least_rad * DEG_PER_RAD:.0f}° to {band.most_rad * DEG_PER_RAD:.0f}°" if band else ""
    )
    return Content.assemble((" Range  ", "dim"), f"{summary.range_rad * DEG_PER_RAD:.0f}°", (good, "dim"))


def _worst_line(worst: WorstRep) -> Content:
    more = f", and {worst.others} more" if worst.others else ""
    return Content.assemble(
        (" Worst  ", "dim"),
        f"rep {worst.number}: ",
        (worst.warning.rule.label, "bold $text-error"),
        f" {measure_words(worst.warning)}{more}",
    )


def _todo_lines(summary: SetSummary, width: int) -> list[Content]:
    lines = textwrap.wrap(summary.advice, max(width - len(" Next   "), 10))
    return [
        Content.assemble((" Next   " if place == 0 else " " * 8, "dim"), (line, "bold"))
        for place, line in enumerate(lines)
    ]
