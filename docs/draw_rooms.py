"""Draw docs/rooms.svg: the rooms of the program, in the order of the import contract in pyproject.toml.

usage: python docs/draw_rooms.py
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).parent / "rooms.svg"

WIDTH, LEFT, ROW, BOX_HEIGHT, GAP = 760, 190, 34, 26, 12
LETTER = 8.4
"""Pixels a letter."""
INK, BOX, SHELL, GROUND = "#20303c", "#e3e8ec", "#f3e3d8", "#dfeee6"
BANDS = (("shell", "cli", SHELL), ("values and numerics", "simulator", BOX), ("ground", "events", GROUND))
"""Each band begins at its layer and goes down to the next."""


def layers() -> list[list[str]]:
    """Return the layers of the import contract, top first, each with its modules."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    listed: list[str] = next(one["layers"] for one in contracts if one["id"] == "layers")
    there = {path.stem for path in (ROOT / "sensorcoach").iterdir()} - {"__main__"}
    rows = [[name.strip(" ()") for name in re.split(r"[|:]", layer)] for layer in listed]
    # A layer in brackets is optional: it is drawn where its module exists.
    return [row for row in ([name for name in row if name in there] for row in rows) if row]


def drawn() -> str:
    """Return the picture."""
    rows = layers()
    height = len(rows) * ROW + 40
    parts: list[str] = []
    band, colour = "", BOX
    for number, row in enumerate(rows):
        y = 24 + number * ROW
        for name, first, fill in BANDS:
            if first in row:
                band, colour = name, fill
                parts.append(f'<text x="16" y="{y + 18}" font-size="14" fill="{INK}">{band}</text>')
        x = float(LEFT)
        for room in row:
            wide = len(room) * LETTER + 20
            parts.append(
                f'<rect x="{x:.0f}" y="{y}" width="{wide:.0f}" height="{BOX_HEIGHT}" rx="4" fill="{colour}"/>'
                f'<text x="{x + wide / 2:.0f}" y="{y + 18}" font-size="14" fill="{INK}" text-anchor="middle" '
                f'font-family="monospace">{room}</text>'
            )
            x += wide + GAP
    arrow = WIDTH - 60
    parts.append(
        f'<path d="M {arrow} 30 V {height - 34} m -6 -10 l 6 12 l 6 -12" fill="none" stroke="{INK}" stroke-width="2"/>'
        f'<text x="{arrow - 12}" y="{height // 2}" font-size="14" fill="{INK}" text-anchor="end">imports go down</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" '
        f'aria-label="The rooms of sensorcoach in order of dependence">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
