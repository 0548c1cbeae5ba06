"""The panel shown before the first sample: connection steps, the reason for a delay, and how to wear the sensor."""

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.registry import device_by_id
from sensorcoach.exercises.exercise import Exercise
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.qr_code import draw_qr_code
from sensorcoach.report.signal_bars import bars
from sensorcoach.safe_text import replace_unsafe
from sensorcoach.tui.drawing.link_line import format_reason, is_reconnecting
from sensorcoach.tui.drawing.paragraphs import Paragraph, make_sentence, wrap_paragraphs

_STEPS = (
    (LinkState.SCANNING, "Find it"),
    (LinkState.CONNECTING, "Connect"),
    (LinkState.SUBSCRIBING, "Ask for its data"),
    (LinkState.STARTING, "Start its stream"),
)
_DONE, _NOW, _AHEAD = "✓", "▶", "·"
_STEP_WIDTH = 20


_CODE_COLORS = "white on black"
"""The light modules are drawn, so the code is right in any theme."""
_LEAST_TEXT_WIDTH = 40
"""Fewest cells for the sentences beside a QR code. In a narrower panel the code is left out."""


def draw_awaited_panel(link: LinkStatus, snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw the steps with their signs, then the reason for a delay, then how to wear the sensor.

    For a phone, its address is drawn at the right as a QR code, if there is room.
    """
    code = _draw_code(link, width, height)
    if not code:
        return Content("\n").join(_draw_text(link, snapshot, width, height))
    room = width - len(code[0]) - 1
    text = _draw_text(link, snapshot, room, height)
    rows = [(left or Content(""), right or "") for left, right in zip_longest(text, code)]
    return Content("\n").join([_join_columns(left, right, room) for left, right in rows])


def _draw_text(link: LinkStatus, snapshot: Snapshot, width: int, height: int) -> list[Content]:
    steps = _draw_steps(link)
    room = height - len(steps) - 2
    reason = wrap_paragraphs(_explain_delay(link), width - 2, max(room, 1))
    advice = wrap_paragraphs(_give_advice(link, snapshot), width - 2, max(room - len(reason), 0))
    blocks = [block for block in (steps, _indent(reason), _indent(advice)) if block]
    rows = [row for block in blocks for row in [*block, Content("")]][:-1]
    return [row.truncate(width, ellipsis=True) for row in rows[:height]]


def _draw_code(link: LinkStatus, width: int, height: int) -> tuple[str, ...]:
    """Draw the address that a phone must push to; nothing without one, or without room."""
    code = draw_qr_code(link.push_url) if link.push_url else ()
    fits = code and len(code) <= height and len(code[0]) + 1 + _LEAST_TEXT_WIDTH <= width
    return code if fits else ()


def _join_columns(left: Content, right: str, width: int) -> Content:
    return Content.assemble(left.truncate(width, pad=True), " ", (right, _CODE_COLORS if right else ""))


def _draw_steps(link: LinkStatus) -> list[Content]:
    """Draw each step as done, active or ahead. Between two attempts all steps are ahead."""
    states = [state for state, _ in _STEPS]
    reached = states.index(link.state) if link.state in states else -1
    return [_draw_step(place, reached, words, link) for place, (_, words) in enumerate(_STEPS)]


def _draw_step(place: int, reached: int, words: str, link: LinkStatus) -> Content:
    name = replace_unsafe(link.sensor) if place == 0 else ""
    if place < reached:
        heard = bars(link.rssi_dbm) if name and link.rssi_dbm is not None else ""
        return Content.assemble((f"  {_DONE} {words:<{_STEP_WIDTH}}", "$text-success"), f"{name} {heard}".rstrip())
    if place == reached:
        return Content.assemble((f"  {_NOW} {words:<{_STEP_WIDTH}}", "bold"), name)
    return Content.styled(f"  {_AHEAD} {words}", "dim")


def _explain_delay(link: LinkStatus) -> list[Paragraph]:
    """Return the reason of the present state and the remedy; empty paragraphs where there is no delay."""
    again = "Retrying in a moment." if link.state is LinkState.WAITING and is_reconnecting(link) else ""
    reason = f"{make_sentence(format_reason(link))} {again}".strip()
    return [Paragraph(reason, 0, "bold $text-warning" if link.remedy else ""), Paragraph(link.remedy, 1, "bold")]


def _give_advice(link: LinkStatus, snapshot: Snapshot) -> Sequence[Paragraph]:
    """Return how to wear the sensor, and the exercise: the person has time to read both now."""
    wear = f"Wear it {device_by_id(link.device_id).wear}. " if link.device_id else ""
    return [
        Paragraph(f"{wear}Placement in this session: {snapshot.placement.value}.", 0, "dim"),
        Paragraph(_describe_exercise(snapshot.exercise), 1, "dim"),
    ]


def _describe_exercise(exercise: Exercise) -> str:
    """Return name and summary, or the summary alone if it begins with the name."""
    named = exercise.summary.startswith(exercise.name)
    return exercise.summary if named else f"{exercise.name}: {exercise.summary}"


def _indent(lines: Sequence[Content]) -> list[Content]:
    return [Content.assemble("  ", line) for line in lines]
