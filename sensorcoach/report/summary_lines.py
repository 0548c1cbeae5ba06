"""Format the summary of a set as plain lines, below the line that ends the set."""

from sensorcoach.coach.set_summary import SetSummary
from sensorcoach.coach.verdict_words import measure_words
from sensorcoach.exercises.exercise import Tempo
from sensorcoach.units import DEG_PER_RAD

_INDENT = " " * 11


def summary_lines(summary: SetSummary, target: Tempo) -> list[str]:
    """Reps that kept form, medians, the worst rep, and what to do next."""
    lines = [_format_medians(summary, target)]
    if summary.compared:
        lines.insert(0, f"{summary.good_reps} of {summary.count_words} kept form")
    if worst := summary.worst:
        more = f", and {worst.others} more" if worst.others else ""
        lines.append(f"worst: rep {worst.number}, {worst.warning.rule.label} {measure_words(worst.warning)}{more}")
    return [_INDENT + line for line in [*lines, f"next: {summary.advice}"]]


def _format_medians(summary: SetSummary, target: Tempo) -> str:
    """Medians of lift, hold, lower and rest, in the order of movement, and of the range."""
    tempo = "-".join("?" if one is None else f"{one:.1f}" for one in summary.tempo_s)
    wanted = (target.lift_s, target.hold_s, target.lower_s, target.rest_s)
    asked = f", target {'-'.join(f'{one:g}' for one in wanted)}" if any(wanted) else ""
    reach = "" if summary.range_rad is None else f"; range {summary.range_rad * DEG_PER_RAD:.0f}°"
    return f"medians: lift-hold-lower-rest {tempo} s{asked}{reach}"
