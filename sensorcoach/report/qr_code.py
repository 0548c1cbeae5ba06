"""Draw a text as a QR code in half blocks, two rows of the code in one line of text."""

from functools import lru_cache

_BORDER = 2
"""Light modules around the code. The standard asks for four; cameras read it with two, and it fits in 80×24."""
_HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""The character for an upper and a lower module, each True where it is dark. The light ones are drawn, which is right
on a dark terminal; on a light one the code appears inverted, and cameras read that, too."""


@lru_cache(maxsize=2)
def draw_qr_code(text: str) -> tuple[str, ...]:
    """Return the lines of the code, all of the same width."""
    import segno  # noqa: PLC0415 - only a phone needs it

    code = segno.make_qr(text, error="l", boost_error=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)
