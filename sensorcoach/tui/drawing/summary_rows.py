"""The summary of a set: good reps, tempo beside its target, range, worst rep, and advice for the next set."""

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
"""Minimum time a summary stays. After that it stays until the person moves: then the trace shows more."""

_ORDER = (Phase.LIFT, Phase.HOLD, Phase.LOWER, Phase.REST)


def find_shown_summary(snapshot: Snapshot) -> SetSummary | None:
    """Return the summary of the set that has just ended, or None if the trace is shown."""
    if not snapshot.pausing or not snapshot.summaries:
        return None
    since_s = snapshot.now_s - snapshot.sets[-1].decided_s
    return snapshot.summaries[-1] if since_s < SUMMARY_S or not snapshot.moving else None


def draw_summary_rows(summary: SetSummary, snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw at most `height` lines. A low panel leaves out tempo and range: the tempo table has them."""
    form, advice = [_draw_form(summary)], _draw_advice(summary, width)
    if summary.worst:
        form.append(_draw_worst(summary.worst))
    details = [_draw_tempo(summary, snapshot.exercise.tempo), _draw_range(summary, snapshot.band)]
    room = height - len(form) - len(advice)
    lines = [form[0], *details[: max(room, 0)], *form[1:], *advice]
    return Content("\n").join([line.truncate(width, ellipsis=True) for line in lines[:height]])


def _draw_form(summary: SetSummary) -> Content:
    """Draw the number of reps that kept form: confirmation comes before criticism."""
    count, good = summary.rep_count, summary.good_reps
    reps = f" {summary.count_words}"
    if not summary.compared:
        return Content.assemble((reps, "bold"))
    kept_form = "all kept form" if good == count else f"{good} kept form"
    return Content.assemble((f"{reps}, {kept_form}", "bold $text-success" if good else "bold"))


def _draw_tempo(summary: SetSummary, target: Tempo) -> Content:
    """Draw `lift 1.6- hold 1.3 ... target 2-1-2-1 s`."""
    wanted = (target.lift_s, target.hold_s, target.lower_s, target.rest_s)
    cells = [
        f"{phase.value} {median_s:.1f}{judge_duration(median_s, wanted_s).value}"
        for phase, median_s, wanted_s in zip(_ORDER, summary.tempo_s, wanted, strict=True)
        if median_s is not None
    ]
    targets = f"target {'-'.join(f'{one:g}' for one in wanted)} s" if any(wanted) else ""
    return Content.assemble((" Tempo  ", "dim"), "  ".join(cells), "  ", (targets, "dim"))


def _draw_range(summary: SetSummary, band: ReferenceTaken | None) -> Content:
    if summary.range_rad is None:
        return Content("")
    good = (
        f"  your good range {band.least_rad * DEG_PER_RAD:.0f}° to {band.most_rad * DEG_PER_RAD:.0f}°" if band else ""
    )
    return Content.assemble((" Range  ", "dim"), f"{summary.range_rad * DEG_PER_RAD:.0f}°", (good, "dim"))


def _draw_worst(worst: WorstRep) -> Content:
    more = f", and {worst.others} more" if worst.others else ""
    return Content.assemble(
        (" Worst  ", "dim"),
        f"rep {worst.number}: ",
        (worst.warning.rule.label, "bold $text-error"),
        f" {measure_words(worst.warning)}{more}",
    )


def _draw_advice(summary: SetSummary, width: int) -> list[Content]:
    lines = textwrap.wrap(summary.advice, max(width - len(" Next   "), 10))
    return [
        Content.assemble((" Next   " if place == 0 else " " * 8, "dim"), (line, "bold"))
        for place, line in enumerate(lines)
    ]
