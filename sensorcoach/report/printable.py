"""Names that others have chosen, made fit for a line."""

STAND_IN = "?"
"""Drawn for a character that would move the cursor, or the direction of writing."""


def printable(name: str) -> str:
    """A name as others advertise it, on one line and without control characters."""
    return "".join(sign if sign.isprintable() else STAND_IN for sign in name)
