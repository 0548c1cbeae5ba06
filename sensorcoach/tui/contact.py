"""Whether the sensor is with us: what the whole screen goes by, in one word."""

from enum import StrEnum

from sensorcoach.link.status import LinkState
from sensorcoach.runner.session import Frame


class Contact(StrEnum):
    """How a session stands with its sensor, as a person would say it."""

    GOOD = "good"
    """Samples come, or there is no sensor that could be lost."""
    AWAITED = "awaited"
    """Nothing has come yet: the connection is being made for the first time."""
    WEAK = "weak"
    """Connected, but nothing has come for a moment."""
    LOST = "lost"
    """There was a connection; it is being made again."""
    OVER = "over"
    """The session is ending, or has ended."""


SILENT = (Contact.WEAK, Contact.LOST)
"""Nothing comes in the middle of a session: every clock stands still."""

SHOWN_INSTEAD = (Contact.AWAITED, *SILENT)
"""What is told in place of the trace."""


def find_contact(frame: Frame) -> Contact:
    """How the session stands with its sensor."""
    link = frame.link
    if link is None or link.state is LinkState.STREAMING:
        return Contact.GOOD
    if link.state in {LinkState.STOPPING, LinkState.STOPPED}:
        return Contact.OVER
    if not frame.has_samples:
        return Contact.AWAITED
    return Contact.WEAK if link.state is LinkState.WEAK else Contact.LOST
