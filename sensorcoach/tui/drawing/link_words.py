"""Words about a connection that come from outside: from the loop that keeps it, and from whoever named the sensor."""

from sensorcoach.link.status import LinkStatus

_STAND_IN = "?"
"""Drawn for a character that would move the cursor, or the direction of writing."""


def printable(name: str) -> str:
    """A name as others advertise it, on one line and without control characters."""
    return "".join(sign if sign.isprintable() else _STAND_IN for sign in name)


def reason_of(link: LinkStatus) -> str:
    """Why the connection is as it is, without a full stop; nothing where that only names the state once more."""
    only_names_it = link.state.value in link.reason.casefold()
    return "" if only_names_it else printable(link.reason).rstrip(".")
