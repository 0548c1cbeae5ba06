"""Word, letter and colour of a phase. Letter and word suffice without colour."""

from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.events import Phase

PHASE_STYLES = {
    Phase.LIFT: "$text-success",
    Phase.HOLD: "$text-warning",
    Phase.LOWER: "$text-primary",
    Phase.REST: "$text-muted",
}


def find_phase_style(phase: Phase | None) -> str:
    """Return the Textual style of a phase; the style of rest for None."""
    return PHASE_STYLES[phase or Phase.REST]


def format_phase_badge(phase: Phase | None) -> str:
    """Return letter and word: ` H  HOLD `."""
    return f" {PHASE_LETTERS[phase]}  {phase.value.upper()} " if phase else " -  WAITING "
