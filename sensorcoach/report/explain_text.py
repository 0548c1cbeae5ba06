"""Format one explained rep: trace, phases, and the verdict of every rule."""

from collections.abc import Iterator

from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.events import Phase, Rep
from sensorcoach.form.find_rules import default_limits
from sensorcoach.report.explanation import Explanation
from sensorcoach.report.rep_trace import trace_lines
from sensorcoach.report.table import format_clock
from sensorcoach.report.verdict_text import skipped_lines, verdict_lines
from sensorcoach.units import DEG_PER_RAD

NARROWEST, WIDEST = 80, 140
"""Narrowest and widest page in characters: tables need the first, plots become hard to read beyond the second."""


def format_explanation(explanation: Explanation, width: int) -> str:
    """The whole page for a terminal of this width, without a newline at the end."""
    width = min(max(width, NARROWEST), WIDEST)
    parts = (
        _format_head(explanation),
        trace_lines(explanation, width),
        _format_phases(explanation),
        _format_rules(explanation, width),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def _format_head(explanation: Explanation) -> Iterator[str]:
    rep, counted = explanation.rep, explanation.counted
    simulated = ", simulated" if explanation.simulated else ""
    yield f"{explanation.path}"
    yield f"  {explanation.exercise.id}, worn at the {explanation.placement.value}{simulated}"
    start, end = (format_clock(time_s - explanation.begin_s) for time_s in (rep.lift_start_s, rep.end_s))
    which = f"rep {counted.place} of {explanation.reps} (set {counted.set_number}, rep {rep.number})"
    yield f"  {which}, {start} to {end}: {', '.join(one.code for one in rep.warnings) or 'a good rep'}"
    yield f"  compared with {_format_reference(explanation)}"
    for name, value in explanation.terms.limits.items():
        yield f"  changed limit: {name} = {value:g} (default {default_limits()[name]:g})"


def _format_reference(explanation: Explanation) -> str:
    if explanation.taken is None:
        return "fixed limits only: there was no reference yet"
    own = explanation.taken.reference
    least, usual, most = (
        rad * DEG_PER_RAD for rad in (explanation.taken.least_rad, own.range_rad, explanation.taken.most_rad)
    )
    whose = f"{explanation.terms.person}'s stored reference" if own.stored else f"{own.reps} good reps of this session"
    aside = "" if own.stored or not explanation.terms.person else f" ({explanation.terms.person}'s was not used)"
    return f"{whose}: {usual:.1f}°, good {least:.1f} to {most:.1f}°{aside}"


def _format_phases(explanation: Explanation) -> Iterator[str]:
    rep, tempo = explanation.rep, explanation.exercise.tempo
    own = explanation.taken.reference if explanation.taken else None
    yield "  phase         from        to     takes    usual   target"
    spans = (
        (Phase.LIFT, rep.lift_start_s, rep.hold_start_s, own.lift_s if own else None, tempo.lift_s),
        (Phase.HOLD, rep.hold_start_s, rep.lower_start_s, own.hold_s if own else None, tempo.hold_s),
        (Phase.LOWER, rep.lower_start_s, rep.end_s, own.lower_s if own else None, tempo.lower_s),
    )
    for phase, start_s, end_s, usual_s, target_s in spans:
        start, end = (format_clock(time_s - explanation.begin_s) for time_s in (start_s, end_s))
        usual, target = (f"{time_s:.2f} s" if time_s else "-" for time_s in (usual_s, target_s))
        yield (
            f"  {PHASE_LETTERS[phase]} {phase.value:<6} {start:>9} {end:>9}"
            f" {end_s - start_s:7.2f} s {usual:>8} {target:>8}"
        )
    yield _format_measures(rep)


def _format_measures(rep: Rep) -> str:
    range_deg, up_dps, down_dps = (
        value * DEG_PER_RAD for value in (rep.rom_rad, rep.peak_lift_radps, rep.peak_lower_radps)
    )
    smooth = " and ".join("-" if one is None else f"{one:.2f}" for one in (rep.smoothness, rep.smoothness_lower))
    return f"  range {range_deg:.1f}°; up and down: peak {up_dps:.0f} and {down_dps:.0f}°/s, smoothness {smooth}"


def _format_rules(explanation: Explanation, width: int) -> Iterator[str]:
    rep = explanation.rep
    yield from verdict_lines(rep.verdicts, width)
    if rep.skipped:
        yield ""
        yield "  does not apply"
        yield from skipped_lines(rep.skipped)
    elif not rep.verdicts:
        yield from ("", "  No rule judges this rep: it was counted by its height, or with the end of its set.")
