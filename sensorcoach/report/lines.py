"""Format events as plain lines while a session is in progress: for a pipe, a log, or a screen reader."""

from collections.abc import Container

from sensorcoach.coach.verdict_words import measure_words
from sensorcoach.events import (
    Event,
    GapFound,
    NoticeRaised,
    ProvisionalWithdrawn,
    Quality,
    ReferenceDoubted,
    ReferenceTaken,
    Rep,
    RepCounted,
    RepProvisional,
    SetArmed,
    SetDisarmed,
    SetDiscarded,
    SetFinished,
    SetInterrupted,
    SetStarted,
    SignalJudged,
    Verdict,
    WarningRaised,
)
from sensorcoach.report.table import format_clock
from sensorcoach.units import DEG_PER_RAD

_TIME_WIDTH = 9


def event_lines(event: Event, begin_s: float = 0.0, said: Container[Verdict] = ()) -> list[str]:
    """The lines for one event, each with its time in front; none for an event that only a screen can show.

    `begin_s`: beginning of the recording on its own clock; printed times count from there. `said`: warnings already
    printed during the rep; the counted rep does not repeat them.
    """
    return [f"{format_clock(time_s - begin_s):>{_TIME_WIDTH}}  {text}" for time_s, text in _format_event(event, said)]


def _format_event(event: Event, said: Container[Verdict]) -> list[tuple[float, str]]:
    """Time on the recording's clock, and text."""
    match event:
        case SetStarted() | SetFinished() | SetArmed() | SetDisarmed() | SetDiscarded():
            return [_format_set(event)]
        case RepCounted():
            return [_format_rep(event.rep), *(_format_warning(one) for one in event.rep.warnings if one not in said)]
        case WarningRaised():
            return [_format_warning(event.verdict)]
        case RepProvisional() | ProvisionalWithdrawn():
            return [_format_provisional(event)]
        case ReferenceTaken() if event.first:
            return [(event.decided_s, _format_reference(event))]
        case ReferenceDoubted() | NoticeRaised():
            return [_format_notice(event)]
        case GapFound() | SetInterrupted():
            return [(event.end_s, _format_gap(event))]
        case SignalJudged() if event.quality is not Quality.OK:
            words = event.quality.value.replace("_", " ")
            return [(event.time_s, f"signal {words}: {event.reason or 'no reason given'}")]
        case SignalJudged() if event.reason:
            return [(event.time_s, f"signal ok: {event.reason}")]
        case _:
            return []


def _format_provisional(event: RepProvisional | ProvisionalWithdrawn) -> tuple[float, str]:
    """The line of a provisional rep, or of its withdrawal; the line of a counted rep is never withdrawn."""
    if isinstance(event, RepProvisional):
        return event.end_s, f"rep {event.number}? provisional: not counted yet"
    return event.decided_s, f"the provisional reps of set {event.set_number} do not count: {event.reason}"


def _format_notice(event: ReferenceDoubted | NoticeRaised) -> tuple[float, str]:
    if isinstance(event, NoticeRaised):
        return event.at_s, f"notice: {event.message}"
    return event.decided_s, f"{event.reason} {event.remedy}"


def _format_set(event: SetStarted | SetFinished | SetArmed | SetDisarmed | SetDiscarded) -> tuple[float, str]:
    match event:
        case SetStarted():
            return event.start_s, f"set {event.number} begins"
        case SetFinished():
            side = f", {event.side.value} side" if event.side else ""
            return event.end_s, f"set {event.number} done: {event.rep_count} reps{side}"
        case SetArmed():
            return event.time_s, "armed: lift when ready"
        case SetDisarmed():
            return event.time_s, "no longer armed"
        case SetDiscarded():
            return event.decided_s, f"set {event.number} discarded: it does not count"


def _format_gap(event: GapFound | SetInterrupted) -> str:
    if isinstance(event, GapFound):
        return f"gap: {event.end_s - event.start_s:.1f} s without samples"
    return f"no samples for {event.end_s - event.start_s:.1f} s: reps may be missing from set {event.number}"


def _format_rep(rep: Rep) -> tuple[float, str]:
    if rep.is_uncertain:
        return rep.end_s, f"rep {rep.number:<3d} uncertain: {rep.missing_s:.1f} s without samples"
    return rep.end_s, (
        f"rep {rep.number:<3d} lift {rep.lift_s:4.1f}  hold {rep.hold_s:4.1f}  lower {rep.lower_s:4.1f} s"
        f"  range {rep.rom_rad * DEG_PER_RAD:3.0f}°"
    )


def _format_reference(event: ReferenceTaken) -> str:
    whose = "your stored reference" if event.reference.stored else "reference from your first good reps"
    return f"{whose}: good from {event.least_rad * DEG_PER_RAD:.0f}° to {event.most_rad * DEG_PER_RAD:.0f}°"


def _format_warning(warning: Verdict) -> tuple[float, str]:
    return warning.at_s, f"  ! {warning.rule.label} {measure_words(warning)}: {warning.message}"
