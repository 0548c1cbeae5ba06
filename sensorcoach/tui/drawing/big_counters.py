"""The two large counters: reps of the set, and seconds of the present phase."""

import textwrap

from textual.content import Content

from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Phase
from sensorcoach.exercises.exercise import Tempo
from sensorcoach.tui.drawing.block_letters import draw_block_letters
from sensorcoach.tui.drawing.phase_style import find_phase_style, format_phase_badge

HINT = "A lift shows at once and counts once it is confirmed."
"""Shown during movement that may or may not be a lift."""

STOPPED = " ‖ CLOCK STOPPED"
"""Shown while no samples arrive."""

ALARM_STYLE = "reverse bold $text-error"
"""Reverses the whole line: visible from the floor and without colour."""

READY = "lift when ready"

NO_SET_BADGES = {
    "ready": " *  ARMED ",
    "pausing": " -  SET DONE ",
    "discarded": " x  DISCARDED ",
    "open": " -  COUNTING ",
}
"""The words above the clock while the phase is unknown."""


def draw_rep_count(snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw the count in big digits with the set below. A provisional rep is dim, with a question mark and a word."""
    lines = draw_block_letters(_format_count(snapshot), width, height - 1)
    style = "dim" if snapshot.provisional else "bold"
    return Content.assemble(("\n".join(lines), style), "\n", (_describe_set(snapshot).center(width), "dim"))


def _format_count(snapshot: Snapshot) -> str:
    if snapshot.provisional:
        return f"{snapshot.provisional.number}?"
    if snapshot.ready:
        return "0"
    return "-" if snapshot.set_number is None else str(snapshot.rep_count)


def draw_phase_clock(snapshot: Snapshot, width: int, height: int, *, stopped: bool = False) -> Content:
    """Draw letter, word and seconds of the phase; after a set the seconds since its end.

    During movement before the first set it says that a set is being searched. In a set the person has begun it says
    "lift when ready". `stopped`: no samples arrive, and the clock shows that it is stopped.
    """
    if stopped:
        return _draw_stopped(snapshot, width, height)
    if snapshot.finding:
        return _draw_words(_fit_search_badge(width), HINT, width, height)
    if snapshot.ready:
        return _draw_words(NO_SET_BADGES["ready"], READY, width, height)
    clock = "\n".join(draw_block_letters(_format_clock(snapshot), width, height - 1))
    phase = _find_phase(snapshot)
    style = find_phase_style(phase)
    if not snapshot.pausing and (alarm := _format_alarm(snapshot)):
        return Content.assemble((f"{alarm:<{width}}", ALARM_STYLE), "\n", (clock, style))
    badge = format_phase_badge(phase) if phase else _find_badge_without_phase(snapshot)
    wanted = format_target(phase, snapshot.exercise.tempo)
    gap = " " * max(width - len(badge) - len(wanted), 1)
    return Content.assemble((badge, f"reverse bold {style}"), gap, (wanted, "dim"), "\n", (clock, style))


def _find_phase(snapshot: Snapshot) -> Phase | None:
    """Return the phase of a set in progress, or of one that may begin; else None."""
    return snapshot.phase if snapshot.lifting else None


def _find_badge_without_phase(snapshot: Snapshot) -> str:
    if snapshot.pausing:
        return NO_SET_BADGES["pausing"]
    if snapshot.set_open or snapshot.provisional:
        return NO_SET_BADGES["open"]
    return NO_SET_BADGES["discarded"] if snapshot.discarded else format_phase_badge(None)


def _draw_stopped(snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw the clock as it was at the last sample, without the phase, which may have changed since."""
    clock = "\n".join(draw_block_letters(_format_clock(snapshot), width, height - 1))
    return Content.assemble((f"{STOPPED:<{width}}", ALARM_STYLE), "\n", (clock, "dim"))


def _format_alarm(snapshot: Snapshot) -> str | None:
    """Return the phase's letter and the rule just broken; None for a hint."""
    fresh = [one.warning.rule for one in snapshot.fresh_warnings if not one.warning.rule.is_hint]
    if not fresh:
        return None
    letter = PHASE_LETTERS[snapshot.phase] if snapshot.phase else "-"
    return f" {letter} ! {fresh[0].label.upper()}"


def _fit_search_badge(width: int) -> str:
    long, short = " FINDING YOUR MOVEMENT ", " FINDING MOVEMENT "
    return long if len(long) <= width else short


def _draw_words(badge: str, words: str, width: int, height: int) -> Content:
    """Draw a badge, and below it words instead of the clock."""
    below = ["", *(line.center(width).rstrip() for line in textwrap.wrap(words, max(width - 2, 8)))]
    lines = "\n".join(below[: height - 1])
    return Content.assemble((badge, f"reverse bold {find_phase_style(None)}"), "\n", (lines, find_phase_style(None)))


def format_target(phase: Phase | None, tempo: Tempo) -> str:
    """Return `of 1.0 s` for a phase with a target, else nothing."""
    targets = {
        Phase.LIFT: tempo.lift_s,
        Phase.HOLD: tempo.hold_s,
        Phase.LOWER: tempo.lower_s,
        Phase.REST: tempo.rest_s,
    }
    target_s = targets[phase] if phase else 0.0
    return f"of {target_s:.1f} s" if target_s > 0.0 else ""


def _format_clock(snapshot: Snapshot) -> str:
    """Return seconds in tenths below 100 s, then minutes and seconds."""
    if snapshot.pausing and snapshot.last_end_s is not None:
        clock_s = max(snapshot.now_s - snapshot.last_end_s, 0.0)
    elif _find_phase(snapshot) is None:
        return "-"
    else:
        clock_s = snapshot.phase_clock_s
    return f"{clock_s:.1f}" if clock_s < 100.0 else f"{int(clock_s) // 60}:{int(clock_s) % 60:02d}"


def _describe_set(snapshot: Snapshot) -> str:
    if snapshot.provisional:
        return f"rep {snapshot.provisional.number} provisional"
    if snapshot.ready:
        return "armed"
    if snapshot.discarded:
        return f"set {snapshot.discarded} discarded"
    if snapshot.set_number is None:
        return "no set yet"
    return f"set {snapshot.set_number}" if snapshot.set_open else f"set {snapshot.set_number} done"
