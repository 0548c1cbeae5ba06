"""The state of the connection as one word, which decides what the whole screen shows."""

from enum import StrEnum

from sensorcoach.link.status import LinkState
from sensorcoach.runner.session import Frame


class Contact(StrEnum):
    """The contact of a session with its sensor, in a person's words."""

    GOOD = "good"
    """Samples arrive, or the session has no sensor."""
    AWAITED = "awaited"
    """No sample has arrived yet: the first connection is in progress."""
    WEAK = "weak"
    """Connected, but no sample has arrived for a moment."""
    LOST = "lost"
    """Disconnected after samples had arrived; reconnecting."""
    OVER = "over"
    """The session is ending, or has ended."""


SILENT = (Contact.WEAK, Contact.LOST)
"""No samples arrive within a session: every clock stops."""

REPLACES_TRACE = (Contact.AWAITED, *SILENT)
"""The link panel replaces the trace."""


def find_contact(frame: Frame) -> Contact:
    """Return the contact of the session with its sensor."""
    link = frame.link
    if link is None or link.state is LinkState.STREAMING:
        return Contact.GOOD
    if link.state in {LinkState.STOPPING, LinkState.STOPPED}:
        return Contact.OVER
    if not frame.has_samples:
        return Contact.AWAITED
    return Contact.WEAK if link.state is LinkState.WEAK else Contact.LOST
