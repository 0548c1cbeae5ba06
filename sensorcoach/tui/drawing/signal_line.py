"""The line at the bottom: how good the signal is."""

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Quality
from sensorcoach.tui.contact import Contact

NO_DATA_WORDS = {
    Contact.AWAITED: " No data from the sensor yet.",
    Contact.WEAK: " No data from the sensor: the clocks are stopped.",
    Contact.LOST: " No data from the sensor: the clocks are stopped.",
}
"""Shown instead of the quality while no samples arrive."""


def draw_signal_line(snapshot: Snapshot, note: str = "", contact: Contact = Contact.GOOD) -> Content:
    """Draw the answer to the last key, then signal quality with its reason, posture, and gaps."""
    answer = (f" {note} ", "reverse bold") if note else ""
    if contact in NO_DATA_WORDS:
        return Content.assemble(answer, (NO_DATA_WORDS[contact], "bold $text-warning"))
    good = snapshot.quality is Quality.OK
    words = snapshot.quality.value.replace("_", " ")
    reason = f": {snapshot.quality_reason}" if snapshot.quality_reason else ""
    quality = (f" Signal ok{reason}", "") if good else (f" Signal {words}{reason}", "bold $text-warning")
    posture = "" if snapshot.posture == "unknown" else f" · {snapshot.posture}"
    notice = (f" {snapshot.fresh_notice}", "bold $text-warning") if snapshot.fresh_notice else ""
    return Content.assemble(answer, notice, quality, f"{posture} · {_gap_words(snapshot)}")


def _gap_words(snapshot: Snapshot) -> str:
    """Return the number of gaps and their total length, in tenths below 10 s."""
    count, missing_s = snapshot.gap_count, snapshot.missing_s
    if not count:
        return "no gaps"
    return f"{count} gap{'' if count == 1 else 's'}, {missing_s:.{1 if missing_s < 9.95 else 0}f} s missing"
