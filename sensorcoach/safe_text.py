"""Text that cannot command a terminal: names from radios, phones, files and recordings are shown, never obeyed."""

import re

# C0 but for tab and newline, DEL and C1; line and paragraph separators; marks that reorder or hide text; lone
# surrogates, which no encoding can write.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


STAND_IN = "?"
"""Shown in place of a control sign where the width of the text matters."""


def make_safe(text: str) -> str:
    r"""The text with each control sign written out, as in `\x1b`; tabs and newlines stay."""
    return _UNSAFE.sub(_write_out, text)


def replace_unsafe(text: str) -> str:
    """The text on one line, each sign that cannot be printed replaced by `?`, so that columns keep their places."""
    return "".join(sign if sign.isprintable() else STAND_IN for sign in text)


def _write_out(found: re.Match[str]) -> str:
    sign = ord(found.group())
    return f"\\x{sign:02x}" if sign < 0x100 else f"\\u{sign:04x}"
