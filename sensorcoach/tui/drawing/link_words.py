"""Words about a connection that come from the loop that keeps it."""

from sensorcoach.link.status import LinkStatus
from sensorcoach.report.printable import printable


def reason_of(link: LinkStatus) -> str:
    """Why the connection is as it is, without a full stop; nothing where that only names the state once more."""
    only_names_it = link.state.value in link.reason.casefold()
    return "" if only_names_it else printable(link.reason).rstrip(".")
