"""What a session says as plain lines, while it goes on: for a pipe, a log, or a screen reader."""

from sensorcoach.events import (
    Event,
    GapFound,
    Quality,
    RepCounted,
    SetFinished,
    SetStarted,
    SignalJudged,
    Warned,
)
from sensorcoach.report.table import clock_text
from sensorcoach.units import DEG_PER_RAD

_TIME_WIDTH = 9


def event_lines(event: Event) -> list[str]:
    """The lines for one event, each with its time in front; none for what only a screen can show."""
    match event:
        case SetStarted():
            return [_line(event.start_s, f"set {event.number} begins")]
        case RepCounted():
            return _rep_lines(event)
        case SetFinished():
            side = f", {event.side.value} side" if event.side else ""
            return [_line(event.end_s, f"set {event.number} done: {event.rep_count} reps{side}")]
        case GapFound():
            return [_line(event.end_s, f"gap: {event.end_s - event.start_s:.1f} s without samples")]
        case SignalJudged() if event.quality is not Quality.OK:
            words = event.quality.value.replace("_", " ")
            return [_line(event.time_s, f"signal {words}: {event.reason or 'no reason given'}")]
        case SignalJudged() if event.reason:
            return [_line(event.time_s, f"signal ok: {event.reason}")]
        case _:
            return []


def _rep_lines(event: RepCounted) -> list[str]:
    rep = event.rep
    text = (
        f"rep {rep.number:<3d} lift {rep.lift_s:4.1f}  hold {rep.hold_s:4.1f}  lower {rep.lower_s:4.1f} s"
        f"  range {rep.rom_rad * DEG_PER_RAD:3.0f}°"
    )
    return [_line(rep.end_s, text), *map(_warning_line, rep.warnings)]


def _warning_line(warning: Warned) -> str:
    what = f"{warning.code.replace('_', ' ')} ({warning.value:.3g}, limit {warning.limit:.3g} {warning.unit})"
    return _line(warning.at_s, f"  ! {what}: {warning.message}")


def _line(time_s: float, text: str) -> str:
    return f"{clock_text(time_s):>{_TIME_WIDTH}}  {text}"
