"""The line at the top of the dashboard: exercise, placement, badges, state and time."""

import math

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.link.status import LinkStatus
from sensorcoach.report.table import format_clock
from sensorcoach.runner.session import Transport
from sensorcoach.tui.contact import Contact

LIVE = "● LIVE"


def format_live_state(contact: Contact, link: LinkStatus | None) -> str:
    """Return the state of a live session, for the place where a recording shows its speed."""
    if contact is Contact.GOOD or link is None:
        return LIVE
    if contact in {Contact.WEAK, Contact.LOST}:
        return f"! {contact.value.upper()}"
    return f"○ {link.state.value.upper()}"


def draw_title_line(snapshot: Snapshot, transport: Transport, width: int, live: str = LIVE) -> Content:
    """Draw exercise and placement on the left; badges, state, speed and time on the right."""
    left = Content.assemble((f" {snapshot.exercise.name}", "bold"), f" · {snapshot.placement.value}")
    badge = (" SIMULATED ", "reverse bold") if transport.simulated else ""
    armed = (" ARMED ", "reverse bold") if snapshot.armed else ""
    right = Content.assemble(
        armed,
        " " if snapshot.armed and transport.simulated else "",
        badge,
        f"  {_state(transport, live)}  {_position(snapshot, transport)} ",
    )
    room = width - right.cell_length
    left = left.truncate(max(room - 1, 0), ellipsis=True)
    return Content.assemble(left, " " * max(room - left.cell_length, 0), right)


def _state(transport: Transport, live: str) -> str:
    """Return a sign and a word, or the speed while a recording plays."""
    if transport.finished:
        return "■ END"
    if transport.paused:
        return "‖ PAUSED"
    if not transport.seekable:
        return live
    return f"▶ {transport.speed:g}×"


def _position(snapshot: Snapshot, transport: Transport) -> str:
    """Return the time since the start of the recording. Its own clock may start at any number."""
    now = format_whole_seconds(snapshot.from_start_s(transport.position_s))
    if transport.duration_s is None:
        return now
    return f"{now} / {format_whole_seconds(snapshot.from_start_s(transport.duration_s))}"


def format_whole_seconds(time_s: float) -> str:
    """Format a time without tenths, which would change the line in every frame."""
    return format_clock(math.floor(time_s)).removesuffix(".0")
