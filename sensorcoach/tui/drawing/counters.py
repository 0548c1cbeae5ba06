"""The two things to be read from afar: how many reps, and how long this phase has lasted."""

import textwrap

from textual.content import Content

from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Phase
from sensorcoach.exercises.exercise import Tempo
from sensorcoach.tui.drawing.big_digits import big_digits
from sensorcoach.tui.drawing.phase_style import phase_badge, phase_style

HINT = "A lift shows at once and counts when it is sure."
"""Shown while something moves that may be no lift."""

STOPPED = " ‖ CLOCK STOPPED"

ALARM_STYLE = "reverse bold $text-error"
"""The whole line turns, so that it is seen from the floor and without colour."""


READY = "lift when ready"

NO_SET_BADGES = {
    "ready": " *  ARMED ",
    "pausing": " -  SET DONE ",
    "discarded": " x  DISCARDED ",
    "open": " -  COUNTING ",
}
"""What stands over the clock while no phase is known."""


def rep_count(snapshot: Snapshot, width: int, height: int) -> Content:
    """The count in big digits, the set below. A rep that is not sure yet has a question mark, a word, and is dim."""
    lines = big_digits(_count(snapshot), width, height - 1)
    style = "dim" if snapshot.provisional else "bold"
    return Content.assemble(("\n".join(lines), style), "\n", (_set_words(snapshot).center(width), "dim"))


def _count(snapshot: Snapshot) -> str:
    if snapshot.provisional:
        return f"{snapshot.provisional.number}?"
    if snapshot.ready:
        return "0"
    return "-" if snapshot.set_number is None else str(snapshot.rep_count)


def phase_clock(snapshot: Snapshot, width: int, height: int, *, stopped: bool = False) -> Content:
    """The phase's letter and word, and the seconds in it in big digits; after a set how long ago it ended.

    Before the first set is recognised: that it is being looked for, once there is movement; in a set that the person
    has begun, that they can lift. `stopped`: nothing comes from the sensor, and the clock says that it stands still.
    """
    if stopped:
        return _stopped(snapshot, width, height)
    if snapshot.finding:
        return _told(_finding_badge(width), HINT, width, height)
    if snapshot.ready:
        return _told(NO_SET_BADGES["ready"], READY, width, height)
    clock = "\n".join(big_digits(_clock(snapshot), width, height - 1))
    phase = _phase_now(snapshot)
    style = phase_style(phase)
    if not snapshot.pausing and (alarm := _alarm(snapshot)):
        return Content.assemble((f"{alarm:<{width}}", ALARM_STYLE), "\n", (clock, style))
    badge = phase_badge(phase) if phase else _badge_without_phase(snapshot)
    wanted = target_words(phase, snapshot.exercise.tempo)
    gap = " " * max(width - len(badge) - len(wanted), 1)
    return Content.assemble((badge, f"reverse bold {style}"), gap, (wanted, "dim"), "\n", (clock, style))


def _phase_now(snapshot: Snapshot) -> Phase | None:
    """The phase, where it is one of a set that goes on or may begin."""
    return snapshot.phase if snapshot.lifting else None


def _badge_without_phase(snapshot: Snapshot) -> str:
    if snapshot.pausing:
        return NO_SET_BADGES["pausing"]
    if snapshot.set_open or snapshot.provisional:
        return NO_SET_BADGES["open"]
    return NO_SET_BADGES["discarded"] if snapshot.discarded else phase_badge(None)


def _stopped(snapshot: Snapshot, width: int, height: int) -> Content:
    """Where the clock stood when the sensor was last heard. The phase may be another by now: nobody knows."""
    clock = "\n".join(big_digits(_clock(snapshot), width, height - 1))
    return Content.assemble((f"{STOPPED:<{width}}", ALARM_STYLE), "\n", (clock, "dim"))


def _alarm(snapshot: Snapshot) -> str | None:
    """The phase's letter and the rule that has just been broken; a hint is no alarm."""
    fresh = [one.warning.rule for one in snapshot.fresh_warnings if not one.warning.rule.is_hint]
    if not fresh:
        return None
    letter = PHASE_LETTERS[snapshot.phase] if snapshot.phase else "-"
    return f" {letter} ! {fresh[0].label.upper()}"


def _finding_badge(width: int) -> str:
    long, short = " FINDING YOUR MOVEMENT ", " FINDING MOVEMENT "
    return long if len(long) <= width else short


def _told(badge: str, words: str, width: int, height: int) -> Content:
    """A badge, and below it words in place of the clock: there is nothing to time yet."""
    below = ["", *(line.center(width).rstrip() for line in textwrap.wrap(words, max(width - 2, 8)))]
    lines = "\n".join(below[: height - 1])
    return Content.assemble((badge, f"reverse bold {phase_style(None)}"), "\n", (lines, phase_style(None)))


def target_words(phase: Phase | None, tempo: Tempo) -> str:
    """`of 1.0 s` for a phase that has a target."""
    targets = {
        Phase.LIFT: tempo.lift_s,
        Phase.HOLD: tempo.hold_s,
        Phase.LOWER: tempo.lower_s,
        Phase.REST: tempo.rest_s,
    }
    target_s = targets[phase] if phase else 0.0
    return f"of {target_s:.1f} s" if target_s > 0.0 else ""


def _clock(snapshot: Snapshot) -> str:
    """Tenths up to a minute and a half, then minutes and seconds."""
    if snapshot.pausing and snapshot.last_end_s is not None:
        clock_s = max(snapshot.now_s - snapshot.last_end_s, 0.0)
    elif _phase_now(snapshot) is None:
        return "-"
    else:
        clock_s = snapshot.phase_clock_s
    return f"{clock_s:.1f}" if clock_s < 100.0 else f"{int(clock_s) // 60}:{int(clock_s) % 60:02d}"


def _set_words(snapshot: Snapshot) -> str:
    if snapshot.provisional:
        return f"rep {snapshot.provisional.number} provisional"
    if snapshot.ready:
        return "armed"
    if snapshot.discarded:
        return f"set {snapshot.discarded} discarded"
    if snapshot.set_number is None:
        return "no set yet"
    return f"set {snapshot.set_number}" if snapshot.set_open else f"set {snapshot.set_number} done"
