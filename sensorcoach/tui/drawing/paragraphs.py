"""Paragraphs in a panel that may be too low for all of them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

_LEAST_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that is shown whole or left out. The highest `rank` is left out first."""

    text: str
    rank: int
    style: str = ""


def wrap_paragraphs(paragraphs: Sequence[Paragraph], width: int, height: int) -> list[Content]:
    """Return at most `height` lines of at most `width` cells, in the order given. Empty paragraphs take no line."""
    kept = [one for one in paragraphs if one.text]
    while len(kept) > 1 and sum(len(_wrap(one, width)) for one in kept) > height:
        kept.remove(max(kept, key=lambda one: one.rank))
    return [line for one in kept for line in _wrap(one, width)][:height]


def _wrap(paragraph: Paragraph, width: int) -> list[Content]:
    return [Content.styled(line, paragraph.style) for line in textwrap.wrap(paragraph.text, max(width, _LEAST_WIDTH))]


def make_sentence(words: str) -> str:
    """Return `out of range` as `Out of range.`; an empty text stays empty."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""
