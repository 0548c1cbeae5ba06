"""What a person reads from the floor when the sensor has fallen silent: what happened, what is tried, what to do."""

from itertools import zip_longest

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.lines import printable
from sensorcoach.tui.drawing.big_digits import big_digits, big_sizes
from sensorcoach.tui.drawing.link_line import format_reason, is_tried_again
from sensorcoach.tui.drawing.one_line import whole_seconds
from sensorcoach.tui.drawing.paragraphs import Paragraph, paragraph_lines, sentence

_ALARM = "bold $text-error"

_TEXT_WIDTH = 40
"""Cells the sentences need beside the big word; narrower they break after every other word."""

_MARGIN = 2

_TRIED = {
    LinkState.WEAK: "Still connected. If it stays silent, the connection is made anew.",
    LinkState.WAITING: "A new try in a moment.",
    LinkState.SCANNING: "Looking for {sensor} again.",
    LinkState.CONNECTING: "Found. Connecting to {sensor} again.",
    LinkState.SUBSCRIBING: "Connected again. Asking for its data.",
    LinkState.STARTING: "Connected again. Starting its stream.",
}
"""What the program does about it, by itself; only over Bluetooth is there anything that it could do."""


def lost_panel(link: LinkStatus, snapshot: Snapshot, width: int, height: int) -> Content:
    """The word in block letters on the left where there is room, else in front of the sentences."""
    word = "WEAK" if link.state is LinkState.WEAK else "LOST"
    block = _block(word, width, height)
    room = width - len(block[0]) - _MARGIN if block else width - 1
    sentences = paragraph_lines(_paragraphs(link, snapshot, "" if block else word), room, height)
    rows = [
        Content.assemble((left or "", _ALARM), " " * _MARGIN if block else " ", right or "")
        for left, right in zip_longest(block, sentences)
    ]
    return Content("\n").join(rows[:height])


def _block(word: str, width: int, height: int) -> list[str]:
    """The word as large as it leaves room for sentences; nothing where it does not."""
    for high, across in big_sizes(word, height):
        if across + 1 + _MARGIN + _TEXT_WIDTH <= width:
            return [f" {line}" for line in big_digits(word, across, high)]
    return []


def _paragraphs(link: LinkStatus, snapshot: Snapshot, word: str) -> list[Paragraph]:
    """Where room is scarce the reason goes early: the sensor's own line has it too."""
    return [
        Paragraph(_happened(link, snapshot, word), 0, _ALARM),
        Paragraph(sentence(format_reason(link)), 4),
        Paragraph(_tried(link), 5),
        Paragraph(link.remedy, 1, "bold"),
        Paragraph(_goes_on(snapshot), 2),
        Paragraph("Reps done until then may be missing; it will be said.", 3),
    ]


def _tried(link: LinkStatus) -> str:
    tried = _TRIED.get(link.state, "") if is_tried_again(link) else ""
    return tried.format(sensor=printable(link.sensor) or "the sensor")


def _happened(link: LinkStatus, snapshot: Snapshot, word: str) -> str:
    """Since when, on the clock at the top, which stands at that moment, and for how long."""
    since = whole_seconds(snapshot.from_start_s(snapshot.now_s))
    shout = f"{word}! " if word else ""
    return f"{shout}Nothing since {since}, for {silence(link.silent_s)}."


def silence(silent_s: float) -> str:
    """Tenths as long as they matter, then seconds, then minutes."""
    if silent_s < 10.0:
        return f"{silent_s:.1f} s"
    return f"{silent_s:.0f} s" if silent_s < 100.0 else f"{int(silent_s) // 60}:{int(silent_s) % 60:02d} min"


def _goes_on(snapshot: Snapshot) -> str:
    """What becomes of the set."""
    if not snapshot.set_open:
        return "When back, counting goes on."
    after = f" after rep {snapshot.rep_count}" if snapshot.rep_count else ""
    return f"When back, set {snapshot.set_number} goes on{after}."
