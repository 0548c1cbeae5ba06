"""How a phase looks: its word, its letter and its colour. The letter and the word carry it where there is no colour."""

from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.events import Phase

PHASE_STYLES = {
    Phase.LIFT: "$text-success",
    Phase.HOLD: "$text-warning",
    Phase.LOWER: "$text-primary",
    Phase.REST: "$text-muted",
}


def phase_style(phase: Phase | None) -> str:
    """The Textual style of a phase; that of rest when none is recognised."""
    return PHASE_STYLES[phase or Phase.REST]


def phase_badge(phase: Phase | None) -> str:
    """The letter and the word: ` H  HOLD `."""
    return f" {PHASE_LETTERS[phase]}  {phase.value.upper()} " if phase else " -  WAITING "
