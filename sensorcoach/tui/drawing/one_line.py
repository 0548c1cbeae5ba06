"""The two single lines of the dashboard: what is playing, at the top, and how good the signal is, at the bottom."""

import math

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Quality
from sensorcoach.link.status import LinkStatus
from sensorcoach.report.table import format_clock
from sensorcoach.runner.session import Transport
from sensorcoach.tui.contact import Contact

LIVE = "● LIVE"

STANDING_WORDS = {
    Contact.AWAITED: " Nothing has come from the sensor yet.",
    Contact.WEAK: " Nothing comes from the sensor: the clocks stand still.",
    Contact.LOST: " Nothing comes from the sensor: the clocks stand still.",
}
"""Said in place of a quality that nobody knows."""


def live_words(contact: Contact, link: LinkStatus | None) -> str:
    """What a live session shows where a recording shows its speed."""
    if contact is Contact.GOOD or link is None:
        return LIVE
    if contact in {Contact.WEAK, Contact.LOST}:
        return f"! {contact.value.upper()}"
    return f"○ {link.state.value.upper()}"


def title_line(snapshot: Snapshot, transport: Transport, width: int, live: str = LIVE) -> Content:
    """Exercise and placement on the left; the badges armed and simulated, state, speed and time on the right."""
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
    """A sign and a word: playing shows its speed."""
    if transport.finished:
        return "■ END"
    if transport.paused:
        return "‖ PAUSED"
    if not transport.seekable:
        return live
    return f"▶ {transport.speed:g}×"


def _position(snapshot: Snapshot, transport: Transport) -> str:
    """From the beginning of the recording, whose own clock may show the time of day or seconds since 1970."""
    now = whole_seconds(snapshot.from_start_s(transport.position_s))
    if transport.duration_s is None:
        return now
    return f"{now} / {whole_seconds(snapshot.from_start_s(transport.duration_s))}"


def whole_seconds(time_s: float) -> str:
    """Tenths would have the line drawn anew in every frame."""
    return format_clock(math.floor(time_s)).removesuffix(".0")


def signal_line(snapshot: Snapshot, note: str = "", contact: Contact = Contact.GOOD) -> Content:
    """Signal quality with its reason, posture, and gaps; before them the answer to a key, while there is one."""
    answer = (f" {note} ", "reverse bold") if note else ""
    if contact in STANDING_WORDS:
        return Content.assemble(answer, (STANDING_WORDS[contact], "bold $text-warning"))
    good = snapshot.quality is Quality.OK
    words = snapshot.quality.value.replace("_", " ")
    reason = f": {snapshot.quality_reason}" if snapshot.quality_reason else ""
    quality = (f" Signal ok{reason}", "") if good else (f" Signal {words}{reason}", "bold $text-warning")
    posture = "" if snapshot.posture == "unknown" else f" · {snapshot.posture}"
    notice = (f" {snapshot.fresh_notice}", "bold $text-warning") if snapshot.fresh_notice else ""
    return Content.assemble(answer, notice, quality, f"{posture} · {_gap_words(snapshot)}")


def _gap_words(snapshot: Snapshot) -> str:
    """How often samples were missing, and how long in all; tenths while they say something."""
    count, missing_s = snapshot.gap_count, snapshot.missing_s
    if not count:
        return "no gaps"
    return f"{count} gap{'' if count == 1 else 's'}, {missing_s:.{1 if missing_s < 9.95 else 0}f} s missing"
