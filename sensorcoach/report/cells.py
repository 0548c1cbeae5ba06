"""The width of a text in terminal cells, for tables that hold names in any script."""

import unicodedata

_ELLIPSIS = "…"
_EMOJI_SELECTOR = "\ufe0f"


def count_cells(text: str) -> int:
    """Return the number of cells: two for a wide sign, as in Chinese, none for a combining mark."""
    return sum(_count_sign(sign) for sign in text)


def fit_cells(text: str, width: int) -> str:
    """Cut or pad the text to `width` cells. A cut is marked with an ellipsis."""
    if count_cells(text) > width:
        text = cut_cells(text, width - 1) + _ELLIPSIS
    return text + " " * (width - count_cells(text))


def cut_cells(text: str, width: int) -> str:
    """Return the longest beginning of the text that has at most `width` cells."""
    cells = 0
    for place, sign in enumerate(text):
        cells += _count_sign(sign)
        if cells > width:
            return text[:place]
    return text


def _count_sign(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"} or sign == _EMOJI_SELECTOR:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
