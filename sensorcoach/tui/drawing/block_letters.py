"""Digits and the letters of an alarm in block letters, readable from the floor two metres away."""

from collections.abc import Sequence

_FONT = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "-": ("   ", "   ", "###", "   ", "   "),
    ".": (" ", " ", " ", " ", "#"),
    "?": ("###", "  #", " ##", "   ", " # "),
    ":": (" ", "#", " ", "#", " "),
    "A": ("###", "# #", "###", "# #", "# #"),
    "E": ("###", "#  ", "## ", "#  ", "###"),
    "K": ("# #", "# #", "## ", "# #", "# #"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "O": ("###", "# #", "# #", "# #", "###"),
    "S": ("###", "#  ", "###", "  #", "###"),
    "T": ("###", " # ", " # ", " # ", " # "),
    "W": ("#   #", "#   #", "# # #", "# # #", " # # "),
}
FONT_HEIGHT = 5


def draw_block_letters(text: str, width: int, height: int) -> list[str]:
    """Draw `text` in block letters, centred in `width` by `height` cells, and return `height` lines.

    The font has digits, `-.?:` and some capitals. Uses the largest size that fits, else plain text.
    """
    lines = next(
        (
            drawn
            for tall, wide in _sizes(height)
            if len((drawn := _scaled(_pixels(text), tall, wide))[0]) <= width and len(drawn) <= height
        ),
        [text],
    )
    return _centred(lines, width, height)


def list_big_sizes(text: str, height: int) -> list[tuple[int, int]]:
    """Return rows and columns of `text` for each size that is at most `height` rows high, largest first."""
    pixels = _pixels(text)
    drawn = [_scaled(pixels, tall, wide) for tall, wide in _sizes(height)]
    return [(len(rows), len(rows[0])) for rows in drawn if len(rows) <= height]


def _sizes(height: int) -> list[tuple[int, int]]:
    """Return the height and width of a pixel in cells, largest first. A cell is about twice as high as wide."""
    tallest = max(height // FONT_HEIGHT, 1)
    return [(tall, wide) for tall in range(tallest, 0, -1) for wide in (2 * tall, tall)]


def _pixels(text: str) -> list[str]:
    return [" ".join(_FONT[letter][row] for letter in text) for row in range(FONT_HEIGHT)]


def _scaled(pixels: Sequence[str], tall: int, wide: int) -> list[str]:
    rows = ["".join(("█" if pixel == "#" else " ") * wide for pixel in row) for row in pixels]
    return [row for row in rows for _ in range(tall)]


def _centred(lines: Sequence[str], width: int, height: int) -> list[str]:
    above = max((height - len(lines)) // 2, 0)
    padded = ["", *[""] * (above - 1), *lines] if above else list(lines)
    padded += [""] * (height - len(padded))
    return [line.center(width)[:width] for line in padded[:height]]
