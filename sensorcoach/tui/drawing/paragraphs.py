"""Paragraphs in a room that may be too low for all of them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

_LEAST_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that are left out whole or not at all. `rank`: those of the highest rank go first."""

    text: str
    rank: int
    style: str = ""


def paragraph_lines(paragraphs: Sequence[Paragraph], width: int, height: int) -> list[Content]:
    """At most `height` lines of at most `width` cells, in the order given; empty paragraphs take no line."""
    kept = [one for one in paragraphs if one.text]
    while len(kept) > 1 and sum(len(_wrapped(one, width)) for one in kept) > height:
        kept.remove(max(kept, key=lambda one: one.rank))
    return [line for one in kept for line in _wrapped(one, width)][:height]


def _wrapped(paragraph: Paragraph, width: int) -> list[Content]:
    return [Content.styled(line, paragraph.style) for line in textwrap.wrap(paragraph.text, max(width, _LEAST_WIDTH))]


def sentence(words: str) -> str:
    """`out of range` as `Out of range.`; nothing stays nothing."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""
