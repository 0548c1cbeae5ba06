"""Turn docstrings, written with Markdown's backticks and indented blocks, into reStructuredText for autodoc."""

import re
from collections.abc import Iterator, Sequence

_CODE = re.compile(r"(`+)(.+?)\1")
_SPECIAL = re.compile(r"([*|\\]|_(?=\W|$))")
_FIELD = re.compile(r"`[^`]+`[^.:]{0,40}:")
"""A line that explains one field or argument: a paragraph of its own."""
_ITEM = re.compile(r"\s*([-*]|\d+\.)\s")


def to_rest(lines: Sequence[str]) -> list[str]:
    """Return the lines as reStructuredText: code in double backticks, indented blocks as literal blocks."""
    return [line for block in _blocks(lines) for line in (*_converted(block), "")]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _converted(block: Sequence[str]) -> list[str]:
    if block[0].startswith((" ", "\t")) and not _ITEM.match(block[0]):
        return ["::", "", *(f"    {line}" for line in block)]
    if any(line.startswith(" ") for line in block) or any(_ITEM.match(line) for line in block):
        # A list or a table drawn with spaces: kept as it is drawn.
        return [f"| {_inline(line)}" for line in block]
    return [part for line in block for part in (*([""] if _FIELD.match(line) else []), _inline(line))]


def _inline(line: str) -> str:
    parts: list[str] = []
    end = 0
    for match in _CODE.finditer(line):
        parts += [_SPECIAL.sub(r"\\\1", line[end : match.start()]), f"``{match.group(2)}``"]
        end = match.end()
        # Inline markup needs a word boundary behind it.
        if end < len(line) and line[end].isalnum():
            parts.append("\\ ")
    return "".join([*parts, _SPECIAL.sub(r"\\\1", line[end:])])
