"""Draw docs/states.svg: the states of a connection, from the table in sensorcoach/link/connection_states.py.

usage: python docs/draw_states.py
"""

from collections.abc import Iterator
from pathlib import Path

from sensorcoach.link.connection_states import TRANSITIONS
from sensorcoach.link.status import LinkState

PICTURE = Path(__file__).parent / "states.svg"

INK, BOX, WAITING, END = "#20303c", "#dfeee6", "#f3e3d8", "#e3e8ec"
LEFT, STEP, BOX_WIDTH, BOX_HEIGHT = 20, 156, 104, 34
ROW_Y, WAITING_Y, STOPPING_Y = 50, 190, 300
PATH = (
    LinkState.SCANNING,
    LinkState.CONNECTING,
    LinkState.SUBSCRIBING,
    LinkState.STARTING,
    LinkState.STREAMING,
    LinkState.WEAK,
)
"""The upper row: from the first search to a stream, and a stream that falls silent."""
WIDTH, HEIGHT = LEFT * 2 + STEP * (len(PATH) - 1) + BOX_WIDTH, 350

Edge = tuple[LinkState, LinkState]


def edges() -> dict[Edge, str]:
    """Return each pair of states that can follow each other, with the events that lead there."""
    found: dict[Edge, list[str]] = {}
    for state, table in TRANSITIONS.items():
        for event, after in table.items():
            found.setdefault((state, after), []).append(event.value)
    return {edge: ", ".join(events) for edge, events in found.items()}


def drawn() -> str:
    """Return the picture. Raises ValueError where the table has a transition for which the picture has no place."""
    left = edges()
    parts = [*_row(left), *_waiting(left), *_stopping(left)]
    if left:
        raise ValueError(f"no place in the picture for {sorted(left)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        'aria-label="The states of a connection and what leads from one to the next">'
        f'<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto-start-reverse"><path d="M 0 0 L 10 5 L 0 10 z" fill="{INK}"/></marker></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _row(left: dict[Edge, str]) -> Iterator[str]:
    """The upper row, with arrows to the next state and back."""
    for number, state in enumerate(PATH):
        x = LEFT + number * STEP
        yield _box(x, ROW_Y, BOX_WIDTH, state, BOX)
        if number + 1 < len(PATH):
            onward, back = left.pop((state, PATH[number + 1]), ""), left.pop((PATH[number + 1], state), "")
            start, end = x + BOX_WIDTH, x + STEP
            yield from _arrow((start, ROW_Y + 10), (end, ROW_Y + 10), onward, (start + end) / 2, ROW_Y - 2)
            yield from _arrow((end, ROW_Y + 24), (start, ROW_Y + 24), back, (start + end) / 2, ROW_Y + 46)


def _waiting(left: dict[Edge, str]) -> Iterator[str]:
    """The bar below it: each state falls to it; the first two are reached from it."""
    yield _box(LEFT, WAITING_Y, WIDTH - 2 * LEFT, LinkState.WAITING, WAITING)
    bottom = ROW_Y + BOX_HEIGHT
    for number, state in enumerate(PATH):
        x = LEFT + number * STEP
        down, up = left.pop((state, LinkState.WAITING), ""), left.pop((LinkState.WAITING, state), "")
        yield from _arrow((x + 30, bottom), (x + 30, WAITING_Y), down, x + 36, ROW_Y + 52, anchor="start")
        up = f"↑ {up}" if up else ""
        yield from _arrow((x + 16, WAITING_Y), (x + 16, bottom), up, x + 36, WAITING_Y - 8, anchor="start")
    again = left.pop((LinkState.WAITING, LinkState.WAITING), "")
    if again:
        yield _text(WIDTH - LEFT - 12, WAITING_Y + 22, f"again after: {again}", "end")


def _stopping(left: dict[Edge, str]) -> Iterator[str]:
    """The way out, the same from every state above."""
    why = {left.pop((state, LinkState.STOPPING), "") for state in (*PATH, LinkState.WAITING)}
    if len(why) != 1:
        raise ValueError(f"the states are not stopped alike: {sorted(why)}")
    yield _box(LEFT, STOPPING_Y, BOX_WIDTH, LinkState.STOPPING, END)
    yield _box(LEFT + 2 * STEP, STOPPING_Y, BOX_WIDTH, LinkState.STOPPED, END)
    x, y = LEFT + 16, WAITING_Y + BOX_HEIGHT
    yield from _arrow((x, y), (x, STOPPING_Y), f"{why.pop()}, from every state above", x + 20, y + 44, anchor="start")
    ended = left.pop((LinkState.STOPPING, LinkState.STOPPED), "")
    start, end, middle = LEFT + BOX_WIDTH, LEFT + 2 * STEP, STOPPING_Y + BOX_HEIGHT // 2
    yield from _arrow((start, middle), (end, middle), ended, (start + end) / 2, middle - 8)


def _box(x: float, y: float, wide: float, name: str, fill: str) -> str:
    frame = f'<rect x="{x}" y="{y}" width="{wide}" height="{BOX_HEIGHT}" rx="6" fill="{fill}" stroke="{INK}"/>'
    return frame + _text(x + wide / 2, y + 22, name, "middle", 14)


def _arrow(
    start: tuple[float, float], end: tuple[float, float], label: str, x: float, y: float, *, anchor: str = "middle"
) -> Iterator[str]:
    """An arrow with its label; nothing without a label, which is an edge that the table does not have."""
    if label:
        yield (
            f'<path d="M {start[0]} {start[1]} L {end[0]} {end[1]}" stroke="{INK}" stroke-width="1.5" '
            'marker-end="url(#tip)"/>'
        )
        for line, part in enumerate(label.split(", ") if anchor == "start" and y < WAITING_Y else [label]):
            yield _text(x, y + 14 * line, part, anchor)


def _text(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{INK}" text-anchor="{anchor}">{text}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
