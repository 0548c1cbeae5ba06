"""The panel shown while no samples arrive, readable from the floor: what happened, what is tried, what to do."""

from itertools import zip_longest

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.safe_text import replace_unsafe
from sensorcoach.tui.drawing.block_letters import draw_block_letters, list_big_sizes
from sensorcoach.tui.drawing.link_line import format_reason, is_reconnecting
from sensorcoach.tui.drawing.paragraphs import Paragraph, make_sentence, wrap_paragraphs
from sensorcoach.tui.drawing.title_line import format_whole_seconds

_ALARM = "bold $text-error"

_TEXT_WIDTH = 40
"""Minimum width in cells of the sentences beside the block letters. Narrower ones break after every other word."""

_MARGIN = 2

_RETRY_WORDS = {
    LinkState.WEAK: "Still connected. Reconnects if no data follow.",
    LinkState.WAITING: "Retrying in a moment.",
    LinkState.SCANNING: "Searching for {sensor} again.",
    LinkState.CONNECTING: "Found. Connecting to {sensor} again.",
    LinkState.SUBSCRIBING: "Reconnected. Requesting its data.",
    LinkState.STARTING: "Reconnected. Starting its stream.",
}
"""What the program does by itself in each state. It can act only over Bluetooth."""


def draw_lost_panel(link: LinkStatus, snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw WEAK or LOST in block letters left of the sentences, or before them where there is no room."""
    word = "WEAK" if link.state is LinkState.WEAK else "LOST"
    block = _draw_block(word, width, height)
    room = width - len(block[0]) - _MARGIN if block else width - 1
    sentences = wrap_paragraphs(_write_paragraphs(link, snapshot, "" if block else word), room, height)
    rows = [
        Content.assemble((left or "", _ALARM), " " * _MARGIN if block else " ", right or "")
        for left, right in zip_longest(block, sentences)
    ]
    return Content("\n").join(rows[:height])


def _draw_block(word: str, width: int, height: int) -> list[str]:
    """Draw the word in the largest size that leaves room for the sentences; nothing if none does."""
    for high, across in list_big_sizes(word, height):
        if across + 1 + _MARGIN + _TEXT_WIDTH <= width:
            return [f" {line}" for line in draw_block_letters(word, across, high)]
    return []


def _write_paragraphs(link: LinkStatus, snapshot: Snapshot, word: str) -> list[Paragraph]:
    """Return the paragraphs. The reason is left out early: the sensor's own line has it too."""
    return [
        Paragraph(_describe_silence(link, snapshot, word), 0, _ALARM),
        Paragraph(make_sentence(format_reason(link)), 4),
        Paragraph(_describe_retry(link), 5),
        Paragraph(link.remedy, 1, "bold"),
        Paragraph(_describe_set_after(snapshot), 2),
        Paragraph("Reps done meanwhile may be missed; you will be told.", 3),
    ]


def _describe_retry(link: LinkStatus) -> str:
    words = _RETRY_WORDS.get(link.state, "") if is_reconnecting(link) else ""
    return words.format(sensor=replace_unsafe(link.sensor) or "the sensor")


def _describe_silence(link: LinkStatus, snapshot: Snapshot, word: str) -> str:
    """Return the time of the last sample, as on the stopped clock at the top, and the seconds since."""
    since = format_whole_seconds(snapshot.from_start_s(snapshot.now_s))
    shout = f"{word}! " if word else ""
    return f"{shout}No data since {since}, for {format_silence(link.silent_s)}."


def format_silence(silent_s: float) -> str:
    """Return tenths below 10 s, then whole seconds, then minutes."""
    if silent_s < 10.0:
        return f"{silent_s:.1f} s"
    return f"{silent_s:.0f} s" if silent_s < 100.0 else f"{int(silent_s) // 60}:{int(silent_s) % 60:02d} min"


def _describe_set_after(snapshot: Snapshot) -> str:
    """Return what happens to the set once data arrive again."""
    if not snapshot.set_open:
        return "When back, counting continues."
    after = f" after rep {snapshot.rep_count}" if snapshot.rep_count else ""
    return f"When back, set {snapshot.set_number} continues{after}."
