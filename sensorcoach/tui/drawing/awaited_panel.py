"""What is shown before the first sample: how far the connection is, why it is not further, and what to do meanwhile."""

from collections.abc import Sequence

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.registry import device_by_id
from sensorcoach.exercises.exercise import Exercise
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.lines import printable
from sensorcoach.report.signal_bars import bars
from sensorcoach.tui.drawing.link_line import format_reason, is_tried_again
from sensorcoach.tui.drawing.paragraphs import Paragraph, paragraph_lines, sentence

_STEPS = (
    (LinkState.SCANNING, "Find it"),
    (LinkState.CONNECTING, "Connect"),
    (LinkState.SUBSCRIBING, "Ask for its data"),
    (LinkState.STARTING, "Start its stream"),
)
_DONE, _NOW, _AHEAD = "✓", "▶", "·"
_STEP_WIDTH = 20


def awaited_panel(link: LinkStatus, snapshot: Snapshot, width: int, height: int) -> Content:
    """The steps, each with its sign; then what holds them up; then how to wear the sensor and how to begin."""
    steps = _steps(link)
    room = height - len(steps) - 2
    said = paragraph_lines(_held_up(link), width - 2, max(room, 1))
    advice = paragraph_lines(_meanwhile(link, snapshot), width - 2, max(room - len(said), 0))
    blocks = [block for block in (steps, _indented(said), _indented(advice)) if block]
    rows = [row for block in blocks for row in [*block, Content("")]][:-1]
    return Content("\n").join([row.truncate(width, ellipsis=True) for row in rows[:height]])


def _steps(link: LinkStatus) -> list[Content]:
    """While it waits between two tries no step is under way, and all are ahead."""
    states = [state for state, _ in _STEPS]
    reached = states.index(link.state) if link.state in states else -1
    return [_step(place, reached, words, link) for place, (_, words) in enumerate(_STEPS)]


def _step(place: int, reached: int, words: str, link: LinkStatus) -> Content:
    name = printable(link.sensor) if place == 0 else ""
    if place < reached:
        heard = bars(link.rssi_dbm) if name and link.rssi_dbm is not None else ""
        return Content.assemble((f"  {_DONE} {words:<{_STEP_WIDTH}}", "$text-success"), f"{name} {heard}".rstrip())
    if place == reached:
        return Content.assemble((f"  {_NOW} {words:<{_STEP_WIDTH}}", "bold"), name)
    return Content.styled(f"  {_AHEAD} {words}", "dim")


def _held_up(link: LinkStatus) -> list[Paragraph]:
    """Why it is where it is, where that needs saying."""
    again = "A new try in a moment." if link.state is LinkState.WAITING and is_tried_again(link) else ""
    said = f"{sentence(format_reason(link))} {again}".strip()
    return [Paragraph(said, 0, "bold $text-warning" if link.remedy else ""), Paragraph(link.remedy, 1, "bold")]


def _meanwhile(link: LinkStatus, snapshot: Snapshot) -> Sequence[Paragraph]:
    """There is time to read this only now."""
    wear = f"Wear it {device_by_id(link.device_id).wear}. " if link.device_id else ""
    return [
        Paragraph(f"{wear}In this session it is taken to be at the {snapshot.placement.value}.", 0, "dim"),
        Paragraph(_exercise_words(snapshot.exercise), 1, "dim"),
    ]


def _exercise_words(exercise: Exercise) -> str:
    """Its name and what it is, unless that begins with the name."""
    said = exercise.summary.startswith(exercise.name)
    return exercise.summary if said else f"{exercise.name}: {exercise.summary}"


def _indented(lines: Sequence[Content]) -> list[Content]:
    return [Content.assemble("  ", line) for line in lines]
