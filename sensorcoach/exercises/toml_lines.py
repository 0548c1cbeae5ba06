"""The line of a key in a TOML text, which the reader of the standard library does not give."""

import re

_TABLE = re.compile(r"^\s*\[\s*([\w.\-\"' ]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([\w\-]+))\s*[.=]""")
_ERROR_LINE = re.compile(r"at line (\d+)")


def find_line_of_key(text: str, key: str, table: str | None = None) -> int:
    """Return the line, from 1, that sets `key` of `table` (None: the top of the file).

    A table is found by its `[header]`. A missing key gives the line of its table's header, or 1.
    """
    current: str | None = None
    header_line = 1
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.match(line):
            current = found.group(1).strip("\"'")
            if current == (table or key):
                header_line = number
        elif current == table and (named := _KEY.match(line)) and key in named.groups():
            return number
    return header_line


def find_line_of_syntax_error(message: str, text: str) -> int:
    """Return the line in the reader's own error message; the last line for "end of document"."""
    found = _ERROR_LINE.search(message)
    return int(found.group(1)) if found else max(1, len(text.splitlines()))
